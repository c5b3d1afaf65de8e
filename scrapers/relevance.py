"""How much a text has to do with Party building, from the words in the packs (``models/<lang>/relevance.toml``)."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.resources import models, models_dir
from pipeline.text import fold_string

#: Weight at which a score is one half; what it rests on are the examples in the packs.
HALF = 3.0
#: A word in the headline counts as so many in the text.
HEADLINE = 2.0


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words and their weights, folded, and what finds them."""

    weights: dict[str, float]
    pattern: re.Pattern[str]


def relevance(lang: str, title: str, text: str) -> float | None:
    """0 for a text that has nothing to do with it, towards 1 for one that is about nothing else.

    The weights of the words that occur, each counted more slowly the more often it does, against the length of the
    text. ``None`` for a language whose pack says nothing of it.
    """
    words = load(lang)
    if words is None:
        return None
    head, body = spaced(title), spaced(text)
    counts: dict[str, float] = {}
    for part, factor in ((head, HEADLINE), (body, 1.0)):
        for match in words.pattern.finditer(part):
            counts[match["word"]] = counts.get(match["word"], 0.0) + factor
    # a long text meets more words by chance
    spread = max(1.0, math.sqrt(len(body) / 2000))
    total = sum(words.weights[word] * (1 + math.log2(max(1.0, count))) for word, count in counts.items()) / spread
    return round(max(0.0, total) / (max(0.0, total) + HALF), 4)


@cache
def load(lang: str) -> Words | None:
    """A language's words; ``None`` where its pack has none. Raises ``ValueError`` for a file that is wrong."""
    path = models(lang, "relevance.toml")
    if not path.is_file():
        return None
    raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    weights = {spaced(word): float(weight) for word, weight in raw["words"].items()}
    before, after = either(raw.get("prefixes", ())), either(raw.get("suffixes", ()))
    return Words(weights, re.compile(rf"(?<!\w){before}(?P<word>{either(weights)[:-1]}){after}(?!\w)"))


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words or none of them, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(map(fold_string, words), key=lambda w: (-len(w), w))) + ")?"


def spaced(text: str) -> str:
    """The folded text with one space between words, and one for a joiner."""
    return " ".join(fold_string(text.replace("\u200c", " ")).split())


KEYS = ("words", "minimum", "prefixes", "suffixes", "examples", "counter")


def check() -> list[str]:
    """What is wrong with the packs' words, a line each: file, key, what was found, what is allowed, what to do."""
    found: list[str] = []
    for path in sorted(models_dir().glob("*/relevance.toml")):
        lang = path.parent.name
        where = f"models/{lang}/relevance.toml"
        try:
            raw = tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            found.append(f"{where}: not TOML: {error}; mend the line it names")
            continue
        found += [f"{where} {problem}" for problem in problems(lang, raw)]
    return found


def problems(lang: str, raw: dict[str, Any]) -> list[str]:
    """What is wrong with one file's content."""
    found = [f"[{key}]: unknown key; allowed are {', '.join(KEYS)}; take it out" for key in raw if key not in KEYS]
    words, least = raw.get("words"), raw.get("minimum")
    if not isinstance(words, dict) or not words or not isinstance(least, float):
        return [
            *found,
            "[words], [minimum]: missing or of another type; words with weights and a number from 0 to 1 are needed",
        ]
    folded: dict[str, str] = {}
    for word, weight in words.items():
        if not isinstance(weight, int | float) or not -10 <= weight <= 10 or weight == 0:
            found.append(f"[words.{word}]: {weight!r}; a weight from -10 to 10 other than 0 is needed")
        if spaced(word) in folded:
            found.append(f"[words.{word}]: folds to the same as {folded[spaced(word)]!r}; take one of them out")
        folded[spaced(word)] = word
    if found:
        return found
    for key, right in (("examples", True), ("counter", False)):
        if not raw.get(key):
            found.append(f"[{key}]: missing; at least one is needed")
        for text in raw.get(key, ()):
            score = relevance(lang, "", text) or 0.0
            if (score >= least) is not right:
                found.append(f"[{key}]: {text!r} scores {score}, minimum is {least}; mend the words or the text")
    return found
