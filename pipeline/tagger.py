"""The trained names tagger: persons, organizations and places that no rule foresees.

    tags(doc)                 -> [Span(label, start, end, score), …] after the weights of the document's language
    tags(doc, "stanza")       -> the same after Stanza's model (``pipeline.tagger_stanza``)
    Tagger.load(lang).tags(view, stretches)

A span's label is ``PER``, ``ORG`` or ``LOC``, its offsets are of the original text, its score is the probability that
the model gives the least likely of its labels. Weights are a linear-chain CRF under ``models/<lang>/weights``:
``names.crfsuite``, and ``names.json``, which says what they were made from and holds their SHA-256; both are read when
first asked for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.docview import DocView
from pipeline.name_index import input_digest
from pipeline.packs import PackError
from pipeline.resources import models, models_dir
from pipeline.tagger_features import VERSION, features
from pipeline.text import View

LABELS = ("LOC", "ORG", "PER")
WEIGHTS, ABOUT = "names.crfsuite", "names.json"
#: Words that the tagger is handed at a time; longer sentences are cut.
LONGEST = 400
#: Half a character, as broken texts have: the library takes only whole ones.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Span(NamedTuple):
    """A name that a model found: its label, original half-open offsets, and the model's probability for it."""

    label: str
    start: int
    end: int
    score: float


class WeightsError(PackError):
    """Weights that are not there, or not those that their description tells of."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


def tags(doc: DocView, ner: str = "crf") -> list[Span]:
    """The names that a model finds in a document, in the order of the text; ``[]`` for ``none``.

    Raises ``WeightsError`` where the weights cannot be used, ``StanzaError`` where Stanza or its model cannot.
    """
    if ner == "none":
        return []
    stretches = [(sentence.start, sentence.end) for sentence in doc.found.sentences]
    if ner == "stanza":
        from pipeline.tagger_stanza import load

        return list(load(doc.pack.lang)(doc.article.text))
    if not models(doc.pack.lang, "weights").is_dir():
        # A pack needs no tagger: its rules and the gazetteer speak alone.
        return []
    return list(Tagger.load(doc.pack.lang).tags(doc.tokens.view, stretches))


class Tagger:
    """A tagger with its weights. ``Tagger.load`` keeps one a language."""

    def __init__(self, lang: str, weights: bytes) -> None:
        import pycrfsuite

        self._features = features(lang)
        # The library reads where these bytes lie, and does not keep them there itself.
        self._weights = weights
        self._model = pycrfsuite.Tagger()
        self._model.open_inmemory(self._weights)

    @classmethod
    def load(cls, lang: str) -> Tagger:
        """The tagger of a language that there are weights for; ``WeightsError`` otherwise."""
        return _load(models(lang, "weights"), lang)

    def tags(self, view: View, stretches: Iterable[tuple[int, int]]) -> Iterator[Span]:
        """The names in these stretches (original offsets, a sentence each) of a folded text."""
        folded = _folded(view)
        for start, end in stretches:
            words, seen = self._features.of(view, folded(start), folded(end))
            for at in range(0, len(words), LONGEST):
                yield from self._tag(view, words[at : at + LONGEST], seen[at : at + LONGEST])

    def _tag(self, view: View, words: list[tuple[int, int]], seen: list[list[str]]) -> Iterator[Span]:
        if _SURROGATE.search(view.folded, words[0][0], words[-1][1]):
            seen = [[feature.encode("utf-8", "replace").decode() for feature in row] for row in seen]
        labels: list[str] = self._model.tag(seen)
        marginal = self._model.marginal
        for first, last, label in runs(labels):
            score = min(marginal(labels[i], i) for i in range(first, last))
            begin, end = words[first][0], words[last - 1][1]
            begin += self._features.glued(view.folded[begin : words[first][1]])
            yield Span(label, *view.span(begin, end), score)


def runs(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The names in a sequence of ``B-``, ``I-`` and ``O`` labels: first word, the one after the last, label."""
    first: int | None = None
    for i, label in enumerate((*labels, "O")):
        if first is not None and label != "I-" + labels[first][2:]:
            yield first, i, labels[first][2:]
            first = None
        if first is None and label != "O":
            first = i


def _folded(view: View) -> Any:
    """Original offset -> the folded one that it came to, for offsets that only grow."""
    at = 0

    def folded(offset: int) -> int:
        nonlocal at
        # A folded text is hardly ever longer than the original, and the way there is short.
        low, high = at, len(view.folded)
        while low < high:
            middle = (low + high) // 2
            if view.offset(middle) < offset:
                low = middle + 1
            else:
                high = middle
        at = low
        return low

    return folded


@cache
def _load(folder: Path, lang: str) -> Tagger:
    return Tagger(lang, read_weights(folder))


def read_weights(folder: Path) -> bytes:
    """The weights of a folder once their digest is found right; ``WeightsError`` otherwise."""
    weights, about = folder / WEIGHTS, folder / ABOUT
    lang = folder.parent.name
    remedy = f"run `chibo models train --lang {lang}`, or name another tagger with --ner"
    for path in (weights, about):
        if not path.is_file():
            known = ", ".join(sorted(p.parent.parent.name for p in models_dir().glob(f"*/weights/{WEIGHTS}"))) or "none"
            raise WeightsError(f"{path}: not there; there are weights for: {known}; {remedy}")
    try:
        told: dict[str, Any] = json.loads(about.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WeightsError(f"{about}: no JSON ({error}); {remedy}") from error
    content = weights.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != told.get("sha256"):
        raise WeightsError(f"{weights}: SHA-256 {found}, {ABOUT} says {told.get('sha256')}; {remedy}")
    if told.get("features") != VERSION:
        raise WeightsError(f"{about} [features]: {told.get('features')!r}, this version needs {VERSION}; {remedy}")
    return content


def describe() -> list[str]:
    """A line for each language's weights: path under models/, bytes, sentences, the SHA-256's beginning."""
    out = []
    for path in sorted(models_dir().glob(f"*/weights/{ABOUT}")):
        told = json.loads(path.read_text(encoding="utf-8"))
        size = path.with_name(WEIGHTS).stat().st_size
        sentences = sum(source["sentences"] for source in told["data"])
        name = path.with_name(WEIGHTS).relative_to(models_dir()).as_posix()
        stale = "" if told["tables"] == input_digest() else "\ttables of names have changed since"
        out.append(f"{name}\t{size} bytes, {sentences} sentences\t{told['sha256'][:12]}{stale}")
    return out


def check() -> list[str]:
    """What is wrong with any weights, a line each."""
    problems = []
    for path in sorted(models_dir().glob("*/weights")):
        try:
            read_weights(path)
        except WeightsError as error:
            problems.append(str(error))
    return problems
