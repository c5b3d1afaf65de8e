"""The words by which pages tell their parts (``scrapers/words.toml``), ready to match."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "words.toml"


@cache
def _table() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def _longest_first(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


@cache
def names(key: str) -> re.Pattern[str]:
    """A pattern over :func:`~scrapers.page.tree.names_of` for the names listed under ``[names]``."""
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(_table()["names"][key]) + r")(?![a-z0-9])")


@cache
def lines(key: str) -> re.Pattern[str]:
    """A pattern for the words listed under ``[lines]``, anywhere in a line; ``match`` asks for its beginning."""
    return re.compile("|".join(re.escape(word) for word in _longest_first(_table()["lines"][key])), re.IGNORECASE)


@cache
def months(calendar: str) -> dict[str, int]:
    """Month name -> number, for ``gregorian`` or ``jalali``."""
    return {name: number for number, group in enumerate(_table()["months"][calendar], 1) for name in group}


@cache
def clock(half: str) -> frozenset[str]:
    """The words for the ``morning`` or the ``afternoon`` after a clock time."""
    return frozenset(_table()["clock"][half])
