"""The names tagger's F1 on public test sets, beside the same without the generated sentences, and its speed beside
spaCy's names tagger.

spaCy's is not trained: how fast it is does not hang on its weights. Where a language has no public set, the F1 is
of generated sentences from another seed, which says how well the tagger knows its templates and no more.
"""

from __future__ import annotations

import csv
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example

from pipeline.tagger import LABELS, Tagger
from pipeline.text import fold
from pipeline.training.conll import public
from pipeline.training.evaluate import evaluate
from pipeline.training.generate import Generator, Marked
from pipeline.training.tagger import fit
from tests.bench.measure import Result, articles, fastest, ratio, shared

ROUNDS = 3
#: Sentences around a person's name that no template of the training has.
AROUND = {"ar": "ثم عاد {} إلى بيته مساءً.", "fa": "سپس {} شامگاه به خانه بازگشت."}
HELD_OUT_SEED = 99


def run() -> dict[str, Result]:
    """One ratio a language: spaCy's time to ours, with the F1 by label of both trainings."""
    return {lang: _language(lang, texts) for lang, texts in articles().items()}


def _language(lang: str, texts: list[str]) -> Result:
    tagger = Tagger.load(lang)
    found = public(lang, shared() / "ner")
    test = found.test if found else Generator(lang, HELD_OUT_SEED).sentences(1000)
    facts = _facts("f1", tagger, test) | _observed("observed", tagger, lang)
    if found:
        with tempfile.TemporaryDirectory() as folder:
            fit(lang, found.train, Path(folder) / "weights")
            alone = Tagger(lang, (Path(folder) / "weights").read_bytes())
        facts |= _facts("f1_public_alone", alone, test) | _observed("observed_public_alone", alone, lang)
    words = sum(len(text.split()) for text in texts)
    reference, own = fastest((_spacy(lang, texts), partial(_tag, tagger, texts)), ROUNDS)
    speed = round(words / own)
    beside, on = "spaCy's NER, untrained", found.name if found else "generated sentences of another seed"
    return ratio(reference, own, at_least=1.5, words_per_s=speed, beside=beside, f1_on=on, **facts)


def _facts(name: str, tagger: Tagger, test: list[Marked]) -> dict[str, float]:
    scores = evaluate(tagger, test)
    return {f"{name}_{label}": round(scores[label]["f1"], 3) for label in (*LABELS, "all")}


def _observed(name: str, tagger: Tagger, lang: str) -> dict[str, float]:
    """The share of observed spellings of persons that the tagger finds, letter for letter, in a sentence."""
    with (shared() / "names" / "observed.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        names = [row["spelling"] for row in rows if row["lang"] == lang and row["kind"] == "person"]
    right = 0
    for person in names:
        text = AROUND[lang].format(person)
        start = text.index(person)
        spans = tagger.tags(fold(text), [(0, len(text))])
        right += ("PER", start, start + len(person)) in {span[:3] for span in spans}
    return {f"{name}_persons_found": round(right / len(names), 3)} if names else {}


def _tag(tagger: Tagger, texts: list[str]) -> None:
    for text in texts:
        view = fold(text)
        lines, at = [], 0
        for line in text.split("\n"):
            lines.append((at, at + len(line)))
            at += len(line) + 1
        for _ in tagger.tags(view, lines):
            pass


def _spacy(lang: str, texts: list[str]) -> Callable[[], None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Vietnamese words would need another package; the splitting by spaces is the faster one, too.
        nlp = spacy.blank("xx")
        ner: Any = nlp.add_pipe("ner")
        for label in LABELS:
            ner.add_label(label)
        nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("a b"), {"entities": []})])

    def tag() -> None:
        for text in texts:
            nlp(text)

    return tag
