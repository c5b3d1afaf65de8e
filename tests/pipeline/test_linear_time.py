"""Time grows with the length of a text and no faster, whatever the text is made of."""

from __future__ import annotations

import gc
import time

import pytest

import pipeline
from pipeline import packs
from tests.pipeline.texts import article

LANGS = packs.languages()
#: What repeated has made programs of this kind slow: runs, and words that many rules begin with.
PIECES = {
    "digits": "1234567890",
    "Arabic digits": "٠١٢٣۴۵۶۷",
    "and": "و",
    "dots": ".",
    "spaces": " ",
    "lines": "\n",
    "one and a space": "1 ",
    "thousands": "123.",
    "thin spaces": "123\u2009",
    "days": "1/1/",
    "ranges": "1-",
    "percents": "5% ",
    "year": "năm ",
    "thousand": "nghìn ",
    "and five": "وخمسة",
    "thousand and": "هزار و ",
    "numbers in words": "ba mươi ba tỷ ",
    "symbols": "17-NQ/",
    "letters": "x",
    "joiners": "\u200c",
    "accents": "e\u0301",
    "vowel marks": "ب\u064e",
    "brackets": "(",
    "quotes": '"a" ',
}
#: The shortest text is so long that it takes this many seconds; the longest is eight times as long.
MEASURABLE = 0.004
#: No text need be longer than this.
LONGEST = 100_000
#: Time per character at eight times the length over that at once the length: 1 if linear, 8 if quadratic, and noise.
BOUND = 2.5
LARGE = 5_000_000


def seconds(text: str, lang: str, times: int = 3) -> float:
    """The best of a few runs, in time of this process alone, since others may be at work too."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(times):
            before = time.process_time()
            pipeline.extract(text, lang)
            best = min(best, time.process_time() - before)
    finally:
        gc.enable()
    return best


def filled(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def growth(piece: str, lang: str) -> list[float]:
    """Time per character at 1, 2, 4 and 8 times the length, over the time per character at once the length."""
    short = 100
    while short < LONGEST / 8 and seconds(filled(piece, short), lang, 2) < MEASURABLE:
        short *= 2
    times = [seconds(filled(piece, short * factor), lang) / factor for factor in (1, 2, 4, 8)]
    return [one / times[0] for one in times]


def measured(piece: str, lang: str) -> list[float]:
    """The growth; of a second measurement where the first is beyond the bound."""
    ratios = growth(piece, lang)
    return ratios if ratios[-1] <= BOUND else growth(piece, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", PIECES)
def test_time_is_linear(lang: str, kind: str) -> None:
    ratios = measured(PIECES[kind], lang)
    assert ratios[-1] <= BOUND, [round(ratio, 2) for ratio in ratios]


@pytest.mark.parametrize("lang", LANGS)
def test_time_is_linear_in_articles(lang: str) -> None:
    ratios = measured(article(lang), lang)
    assert ratios[-1] <= BOUND, [round(ratio, 2) for ratio in ratios]


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["digits", "and", "dots"])
def test_five_megabytes_finish(lang: str, kind: str) -> None:
    text = filled(PIECES[kind], LARGE)
    found = pipeline.extract(text, lang)
    assert (found.figures, found.dates, found.documents) == ([], [], [])
