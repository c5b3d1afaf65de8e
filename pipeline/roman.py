"""Roman numerals, as congresses and terms are counted."""

from __future__ import annotations

import re

from pipeline.tokens import Tokens

_ROMAN = re.compile(r"(?=[ivxl])(x[cl]|l?x{0,3})(i[xv]|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A Roman numeral in capitals, up to 89 (congresses and terms): (token after it, value)."""
    if i >= len(tokens):
        return None
    key = tokens.keys[i][0]
    if key[0] not in "ivxl" or not _ROMAN.fullmatch(key) or not tokens.original(i, i + 1).isupper():
        return None
    values = [_ROMAN_VALUES[c] for c in key]
    return i + 1, sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
