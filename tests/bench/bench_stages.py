"""Figures, dates and documents together, per character, beside dateparser's search for dates alone."""

from __future__ import annotations

from functools import partial

from dateparser.search import search_dates

import pipeline
from tests.bench.measure import Result, articles, fastest, ratio

STAGES = ("figures", "dates", "documents")
ROUNDS = 10


def run() -> dict[str, Result]:
    """One ratio a language, both sides over the same texts; neither pays for loading its tables."""
    results = {}
    for lang, texts in articles().items():
        sides = partial(_search, texts, lang), partial(_extract, texts, lang)
        reference, own = fastest(sides, ROUNDS)
        beside = "dateparser.search.search_dates"
        results[lang] = ratio(reference, own, at_least=8, characters=sum(map(len, texts)), beside=beside)
    return results


def _extract(texts: list[str], lang: str) -> None:
    for text in texts:
        pipeline.extract(text, lang=lang, only=STAGES)


def _search(texts: list[str], lang: str) -> None:
    for text in texts:
        search_dates(text, languages=[lang])
