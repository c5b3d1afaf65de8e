"""Chibo's stages as spaCy components: ``nlp = pipeline.load(lang)``, or ``nlp.add_pipe("chibo_figures")`` elsewhere.

    doc.spans["figures"]            the mentions, labelled by their kind, money, percent, …
    doc.user_data["chibo"]          the contract's object as plain data; its "figures" are those spans, in that order

Days are resolved against ``doc.user_data["published"]`` (``"2025-02-14"``), where a document that was made first
(``nlp.make_doc``) has it. Tokens are split where a mention begins or ends inside one, so that spans and records agree
letter for letter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.assemble import extract
from pipeline.packs import languages
from pipeline.records import KINDS, Article

Component = Callable[[Doc], Doc]
RECORDS, PUBLISHED = "chibo", "published"
#: spaCy's own rules for every language: some of its tokenizers need a package of their own.
TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}}
#: The field of a record that labels its span, where it has one.
LABELS = {"dates": "grain", "persons": "role", "places": "level"}


def load(lang: str, *, only: Collection[str] | None = None) -> Language:
    """A spaCy pipeline of a language with a component a kind (``only`` these); ``ValueError`` for an unknown one."""
    if lang not in languages():
        raise ValueError(f"{lang!r}: no pack for this language; there are {', '.join(languages())}")
    wanted = set(KINDS if only is None else only)
    if wanted - set(KINDS):
        raise ValueError(f"only: {', '.join(sorted(wanted - set(KINDS)))}; allowed: {', '.join(KINDS)}")
    nlp = blank(lang)
    for kind in KINDS:
        if kind in wanted:
            nlp.add_pipe(f"chibo_{kind}")
    return nlp


def blank(lang: str) -> Language:
    """A pipeline that only cuts words."""
    return spacy.blank(lang, config=TOKENIZER)


class Stage:
    """The component of one kind. The first one that a document meets runs the engine; the others take from it."""

    def __init__(self, lang: str, kind: str) -> None:
        self.lang, self.kind = lang, kind

    def __call__(self, doc: Doc) -> Doc:
        found = doc.user_data.get(RECORDS)
        if found is None:
            told = doc.user_data.get(PUBLISHED)
            found = extract(Article(text=doc.text, lang=self.lang, published=_moment(told))).to_dict()
            prepare(doc, found)
        write(doc, found, (self.kind,))
        return doc


def _moment(told: str | None) -> date | datetime | None:
    if not told:
        return None
    try:
        return datetime.fromisoformat(told) if len(told) > len("2025-02-14") else date.fromisoformat(told)
    except (TypeError, ValueError):
        raise ValueError(
            f"doc.user_data[{PUBLISHED!r}] is {told!r}: no day; a text such as '2025-02-14' is allowed"
        ) from None


def prepare(doc: Doc, found: dict[str, Any]) -> None:
    """Put an extraction's plain data on a document of its text, and cut tokens where mentions begin and end."""
    doc.user_data[RECORDS] = found
    cuts = sorted({mention[end] for kind in KINDS for mention in found[kind] for end in ("start", "end")})
    with doc.retokenize() as retokenizer:
        for token in doc:
            inner = [cut - token.idx for cut in cuts if token.idx < cut < token.idx + len(token)]
            if inner:
                words = [token.text[a:b] for a, b in pairwise([0, *inner, len(token)])]
                retokenizer.split(token, words, heads=[(token, n) for n in range(len(words))])


def write(doc: Doc, found: dict[str, Any], kinds: Collection[str] = KINDS) -> None:
    """Write the mentions of some kinds into ``doc.spans``; again changes nothing."""
    for kind in kinds:
        doc.spans[kind] = [_span(doc, kind, mention) for mention in found[kind]]


def _span(doc: Doc, kind: str, mention: dict[str, Any]) -> Span:
    label = mention[LABELS.get(kind, "kind")] or kind[:-1]
    span = doc.char_span(mention["start"], mention["end"], label=label)
    if span is None:
        raise ValueError(
            f"{kind} {mention['start']}–{mention['end']}: no token begins and ends there; a component that changes "
            "tokens must come before Chibo's"
        )
    return span


def _factory(kind: str) -> Callable[[Language, str], Component]:
    def component(nlp: Language, name: str) -> Component:
        return Stage(nlp.lang or "", kind)

    component.__doc__ = f"Mentions of the kind ``{kind}``, labelled by their {LABELS.get(kind, 'kind')}."
    Language.factory(f"chibo_{kind}", assigns=["doc.spans"], func=component)
    return component


#: The factories that the entry points name.
figures, dates, documents, organizations, persons, places = map(_factory, KINDS)
