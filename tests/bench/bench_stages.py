"""Figures, dates and documents together, per character, beside dateparser's search for dates alone."""

from __future__ import annotations

from functools import partial

from dateparser.search import search_dates

import pipeline
from tests.bench.measure import Result, articles, ratio, seconds

STAGES = ("figures", "dates", "documents")


def run() -> dict[str, Result]:
    """One ratio a language, over the same texts; both sides are warmed first, so that loading is not counted."""
    results = {}
    for lang, texts in articles().items():
        _extract(texts[:1], lang)
        _search(["1"], lang)
        own = seconds(partial(_extract, texts, lang), times=3)
        reference = seconds(partial(_search, texts, lang))
        characters = sum(map(len, texts))
        results[lang] = ratio(
            reference, own, at_least=8, characters=characters, beside="dateparser.search.search_dates"
        )
    return results


def _extract(texts: list[str], lang: str) -> None:
    for text in texts:
        pipeline.extract(text, lang=lang, only=STAGES)


def _search(texts: list[str], lang: str) -> None:
    for text in texts:
        search_dates(text, languages=[lang])
