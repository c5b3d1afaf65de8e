"""Digits with their group and decimal marks to values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.tokens import Tokens

#: More digits than this state no quantity (they are telephone, account and article numbers).
MOST_DIGITS = 15
#: How a mark between digits is read where three digits follow it: ``either`` is a group before a counted noun and a
#: decimal mark before a percent sign or a scale word; ``slash`` is a decimal mark there and no part of a number
#: elsewhere.
MARKS = ("group", "strict_group", "decimal", "strict_decimal", "either", "slash")
Value = int | float
Marks = dict[str, str]
Reads = Callable[[Tokens, int], bool]


@dataclass(slots=True, frozen=True)
class Number:
    """A number in tokens ``i`` up to ``j``.

    ``other`` is its value when the one mark in its digits is read the other way, ``either`` whether the pack leaves
    that to what follows; ``words`` tells whether a word takes part, ``scale`` is the value of its last scale words (1
    without one), ``lone`` whether it is digits that nothing went on with.
    """

    value: Value
    i: int
    j: int
    other: Value | None = None
    either: bool = False
    words: bool = False
    scale: int = 1


def read_digits(tokens: Tokens, i: int, marks: Marks, wants_decimal: Reads) -> Number | None:
    """Digits with their group and decimal marks, from token ``i``.

    ``marks`` says how each mark is read; ``wants_decimal`` whether a percent word, a unit or a scale
    word stands at a token.
    """
    groups, between, j = [tokens.keys[i][0]], [], i + 1
    while j + 1 < len(tokens) and tokens.keys[j + 1][0][0].isdecimal() and tokens.glued(j) and tokens.glued(j + 1):
        if len(groups) > MOST_DIGITS:
            # Too long to be a number; reading on would take a row of groups time that grows with its square.
            return None
        reading = marks.get(tokens.keys[j][0])
        if reading is None or (reading == "slash" and not (len(groups) == 1 and wants_decimal(tokens, j + 2))):
            break
        between.append(tokens.keys[j][0])
        groups.append(tokens.keys[j + 1][0])
        j += 2
    if not between:
        return _spaced(tokens, i)
    values = _readings(groups, between, marks) if sum(map(len, groups)) <= MOST_DIGITS else []
    if not values:
        return None
    either = marks[between[0]] == "either" and len(values) > 1
    return Number(values[0], i, j, values[1] if len(values) > 1 else None, either)


def _readings(groups: list[str], between: list[str], marks: Marks) -> list[Value]:
    """The values a row of digit groups may have, the likelier first; none where it is no number (19.12.2016)."""
    thousands = all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    whole, split = int("".join(groups)), tidy(float("".join(groups[:-1]) + "." + groups[-1]))
    if len(between) == 1:
        reading = marks[between[0]]
        if not thousands:
            return [] if reading == "strict_group" else [split]
        one: dict[str, list[Value]] = {
            "strict_group": [whole],
            "strict_decimal": [split],
            "decimal": [split, whole],
            "slash": [split],
        }
        return one.get(reading, [whole, split])
    if len(set(between)) == 1:
        return [whole] if thousands else []
    grouped = all(len(g) == 3 for g in groups[1:-1]) and 1 <= len(groups[0]) <= 3
    return [split] if grouped and len(set(between[:-1])) == 1 and between[-1] != between[0] else []


def _spaced(tokens: Tokens, i: int) -> Number | None:
    """Groups of three split by one no-break or thin space; a plain space only where two groups or more follow, or one
    that could be no number of its own ("12 000").
    """
    groups, j, plain = [tokens.keys[i][0]], i + 1, 0
    while j < len(tokens) and len(groups[0]) <= 3 and groups[0] != "0":
        key = tokens.keys[j][0]
        gap = tokens.view.original[tokens.span(j - 1, j)[1] : tokens.span(j, j + 1)[0]]
        if not (key[0].isdecimal() and len(key) == 3 and len(gap) == 1 and len(groups) <= 4):
            break
        plain += gap == " "
        groups.append(key)
        j += 1
    if len(groups) > 1 and (plain == 0 or len(groups) > 2 or groups[1][0] == "0"):
        return Number(int("".join(groups)), i, j)
    return Number(int(groups[0]), i, i + 1) if len(groups[0]) <= MOST_DIGITS else None


def tidy(value: Value) -> Value:
    """The same number without the dust of binary fractions (64.6 × 10⁹), whole where it is whole."""
    value = float(f"{value:.12g}") if isinstance(value, float) else value
    return int(value) if float(value).is_integer() else value
