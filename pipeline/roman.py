"""Roman numerals, as congresses and terms are counted."""

from __future__ import annotations

from pipeline.tokens import Tokens

_PARTS = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _numeral(value: int) -> str:
    written = ""
    for part, letters in _PARTS:
        times, value = divmod(value, part)
        written += letters * times
    return written


#: Numerals from 1 to 89 in folded letters, and their values.
ROMANS = {_numeral(value): value for value in range(1, 90)}


def roman(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A Roman numeral in capitals, up to 89 (congresses and terms): (token after it, value)."""
    if i >= len(tokens):
        return None
    value = ROMANS.get(tokens.keys[i][0])
    return (i + 1, value) if value is not None and tokens.original(i, i + 1).isupper() else None
