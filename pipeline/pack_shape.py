"""The shape of a pack's files: which keys stand where, and what kind of value each takes.

A shape is ``str``, ``bool`` or ``int``; a list of one shape; a dict from keys to shapes, where ``ANY_KEY`` or
``NUMBER_KEY`` stands for keys of the pack's own; or a tuple of shapes, any of which will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Keys that a pack chooses: any, or a number written as a key (``"0.5"``).
ANY_KEY, NUMBER_KEY = "*", "#"
_KINDS = {str: "a string", bool: "true or false", int: "a whole number"}

_WORDS = [str]
_SECTION = {
    "compounds": bool,
    "joiners": {ANY_KEY: _WORDS},
    **dict.fromkeys(("follows", "never_last", "never_alone", "never_first", "must_end", "tenths"), _WORDS),
    "only_before": {ANY_KEY: _WORDS},
    "classes": [{"name": str, "role": str, "unmarked": str, "words": {NUMBER_KEY: _WORDS}}],
}
_TABLES = {ANY_KEY: (_WORDS, {ANY_KEY: _WORDS})}
_RULES = [
    {
        "name": str,
        "pattern": str,
        "examples": [{"text": str, ANY_KEY: (str, int, float, bool)}],
        "counter": _WORDS,
        ANY_KEY: (str, int, float, bool, _WORDS),
    }
]
_MATRIX = {"tables": _TABLES, "patterns": {ANY_KEY: str}, "rules": _RULES}
_MARKS = dict.fromkeys(("group", "strict_group", "decimal", "strict_decimal", "either", "slash"), _WORDS)
_WEIGHTS = {ANY_KEY: (int, float)}
_SPELLINGS = {key: {ANY_KEY: _WEIGHTS} for key in ("onset", "vowel", "coda", "syllable")}
_NAMES = {
    **_SPELLINGS,
    "skeleton": {ANY_KEY: str},
    **dict.fromkeys(("proclitics", "everyday"), _WORDS),
    **dict.fromkeys(("joined", "split"), (int, float)),
    "family": _WEIGHTS,
    "holders": {ANY_KEY: _WORDS},
    **{key: {ANY_KEY: [(str, _WORDS)]} for key in ("middle", "given")},
}
_RELEVANCE = {
    "minimum": (int, float),
    "words": _WEIGHTS,
    **dict.fromkeys(("prefixes", "suffixes", "examples", "counter"), _WORDS),
}

#: Files of CoNLL columns in a folder of public sets: globs of those to train and to test with, or every so manieth of
#: those to train with, in the order of their names, kept for the test.
_PUBLIC = {**dict.fromkeys(("name", "licence", "folder", "train", "test"), str), "test_every": int}

#: A shape a file, by its stem. In ``pack.toml [text]``: ``capitals``, names are told by them; ``clitics`` and
#: ``article``, what is glued before words; ``split``, words as written that begin with a clitic though they are like a
#: word of their own without their hamza; ``contracted``, the clitics that hold the article; ``years``, [low, high,
#: calendar] of bare years; ``verb_final``, verbs close their sentences, so that the tense of a date is that of the
#: next verb.
SHAPES: dict[str, Any] = {
    "pack": {
        "name": str,
        "direction": str,
        "text": {
            "capitals": bool,
            "clitics": _WORDS,
            "contracted": _WORDS,
            "article": str,
            "split": _WORDS,
            "years": [[(int, str)]],
            "verb_final": bool,
            "glued_units": bool,
        },
    },
    "numerals": {"marks": _MARKS, "numbers": _SECTION, "ordinals": _SECTION},
    "figures": _MATRIX,
    "dates": _MATRIX,
    "documents": _MATRIX,
    "organizations": _MATRIX,
    "facts": _MATRIX,
    "zones": {"tables": _TABLES},
    "places": {"tables": _TABLES},
    "persons": {"tables": _TABLES},
    "language": {"tables": _TABLES},
    "names": _NAMES,
    "relevance": _RELEVANCE,
    "training": {"public": _PUBLIC},
}


def misshapen(shape: Any, value: Any, key: str = "") -> Iterator[str]:
    """What in ``value`` has not this shape, each as ``[key]: found; allowed; remedy``."""
    if isinstance(shape, tuple):
        if not any(_kind(one, value) for one in shape):
            yield f"[{key}]: {_short(value)}; allowed: {' or '.join(_describe(one) for one in shape)}; write it so"
            return
        shape = next(one for one in shape if _kind(one, value))
    if not _kind(shape, value):
        yield f"[{key}]: {_short(value)}; allowed: {_describe(shape)}; write it so"
    elif isinstance(shape, list):
        for number, item in enumerate(value, start=1):
            yield from misshapen(shape[0], item, f"{key} {number}")
    elif isinstance(shape, dict):
        for name, item in value.items():
            yield from _entry(shape, name, item, f"{key}.{name}" if key else name)


def _entry(shape: dict[str, Any], name: str, item: Any, key: str) -> Iterator[str]:
    if name in shape and name not in (ANY_KEY, NUMBER_KEY):
        yield from misshapen(shape[name], item, key)
    elif ANY_KEY in shape:
        yield from misshapen(shape[ANY_KEY], item, key)
    elif NUMBER_KEY not in shape:
        yield f"[{key}]: unknown key; allowed: {', '.join(shape)}; remove or rename it"
    elif not re.fullmatch(r"\d+(\.\d+)?", name):
        yield f"[{key}]: {name!r} is no number; allowed: the value of the words, such as 20 or 0.5; correct it"
    else:
        yield from misshapen(shape[NUMBER_KEY], item, key)


def _kind(shape: Any, value: Any) -> bool:
    """Whether a value is of a shape's kind, its items aside."""
    if isinstance(shape, (list, dict)):
        return isinstance(value, type(shape))
    return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))


def _describe(shape: Any) -> str:
    if isinstance(shape, dict):
        return "a table of keys"
    if isinstance(shape, list):
        return "a list of strings" if shape[0] is str else "a list"
    return _KINDS.get(shape, "a number")


def _short(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= 60 else told[:57] + "..."
