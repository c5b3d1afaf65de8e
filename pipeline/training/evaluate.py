"""How well a tagger does on marked sentences: precision, recall and F1 by label, a name right only as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.tagger import LABELS, Tagger
from pipeline.text import fold
from pipeline.training.generate import Marked


def evaluate(tagger: Tagger, sentences: Iterable[Marked]) -> dict[str, dict[str, float]]:
    """By label and over all of them (``all``): precision, recall, F1 from 0 to 1, and the number of names.

    Names are widened to whole words as the sentence's spaces part them, since that is how public data is cut.
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for sentence in sentences:
        wanted = {(*_widened(sentence.text, start, end), label) for start, end, label in sentence.spans}
        spans = tagger.tags(fold(sentence.text), [(0, len(sentence.text))])
        predicted = {(*_widened(sentence.text, span.start, span.end), span.label) for span in spans}
        for counts, names in ((right, wanted & predicted), (found, predicted), (there, wanted)):
            counts.update(name[2] for name in names)
    for counts in (right, found, there):
        counts["all"] = sum(counts.values())
    return {label: _scores(right[label], found[label], there[label]) for label in (*LABELS, "all")}


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    after = text.find(" ", end)
    return text.rfind(" ", 0, start + 1) + 1, after if after >= 0 else len(text)


def _scores(right: int, found: int, there: int) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(there, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "names": there}
