"""Relevance: the words of the packs tell texts about Party building from others."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.resources import models, models_dir
from scrapers.relevance import check, problems, relevance

LANGS = sorted(path.parent.name for path in models_dir().glob("*/relevance.toml"))


def test_the_packs_words_hold_their_examples() -> None:
    assert check() == []
    assert LANGS == sorted(path.parent.name for path in models_dir().glob("*/pack.toml"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_headline_counts_and_repetition_counts_less_and_less(lang: str) -> None:
    words = tomllib.loads(models(lang, "relevance.toml").read_text("utf-8"))["words"]
    word = next(w for w, weight in words.items() if weight >= 3)
    scores = [relevance(lang, "", f" {word} . " * n) or 0 for n in (0, 1, 2, 4, 8)]
    steps = [b - a for a, b in pairwise(scores)]
    assert scores[0] == 0 and scores == sorted(scores) and max(scores) < 1 and steps[0] > steps[2]
    assert (relevance(lang, word, word) or 0) > scores[1]


def test_a_language_without_words_has_no_score() -> None:
    assert relevance("xx", "", "text") is None


def test_what_is_wrong_is_said_with_its_key() -> None:
    assert "unknown key" in problems("xx", {"wrods": {}})[0]
    assert "needed" in problems("xx", {"words": {}})[-1]
    weights = {"minimum": 0.3, "words": {"a": 0, "b": 1, "B": 2}, "examples": ["b"], "counter": ["c"]}
    assert [p.split("]")[0] for p in problems("xx", weights)] == ["[words.a", "[words.B"]


def test_real_articles_and_real_pages_of_other_news(shared: Path) -> None:
    for name in ("ar-yen-mo", "fa-tuyen-quang-1", "vi-da-nang"):
        assert (relevance(name[:2], "", (shared / "articles" / f"{name}.txt").read_text("utf-8")) or 0) > 0.9
    for path in sorted(shared.glob("pages/*/*.json")):
        text = json.loads(path.read_text("utf-8")).get("text") or ""
        assert (relevance(path.parent.name, "", text) or 0) < 0.2, path
