"""The project's own articles as training data, with the names that rules and gazetteer find in them: not their gold,
which the tagger is scored on.
"""

from __future__ import annotations

import json

from pipeline.docview import see
from pipeline.grammar import grammar
from pipeline.packs import load
from pipeline.records import Article, Extraction
from pipeline.resources import corpus_dir
from pipeline.stages import dates, documents, organizations, persons, places
from pipeline.training.generate import Marked


def own_articles(lang: str) -> list[Marked]:
    """The sentences of the project's articles in a language, with the persons, named organizations, and places outside
    both that the stages find in them."""
    out: list[Marked] = []
    for path in sorted((corpus_dir() / lang).glob("*.json")):
        text: str = json.loads(path.read_text(encoding="utf-8"))["text"]
        found = _found(text, lang)
        spans = _spans(found)
        for sentence in found.sentences:
            start, end = sentence.start, sentence.end
            inside = [(a - start, b - start, label) for a, b, label in spans if start <= a and b <= end]
            if text[start:end].strip():
                out.append(Marked(text[start:end], inside))
    return out


def _found(text: str, lang: str) -> Extraction:
    doc = see(Article(text=text, lang=lang), load(lang), grammar(lang))
    doc.found.documents = documents.find(doc)
    doc.found.dates = dates.find(doc)
    doc.found.places = places.find(doc)
    doc.found.organizations = organizations.find(doc)
    doc.found.persons = persons.find(doc)
    return doc.found


def _spans(found: Extraction) -> list[tuple[int, int, str]]:
    named = [one for one in found.organizations if one.specificity == "named"]
    spans: list[tuple[int, int, str]] = []
    for label, mentions in (("ORG", named), ("PER", found.persons), ("LOC", found.places)):
        for mention in mentions:
            if all(mention.end <= a or b <= mention.start for a, b, _ in spans):
                spans.append((mention.start, mention.end, label))
    return sorted(spans)
