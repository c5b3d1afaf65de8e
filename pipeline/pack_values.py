"""What kinds of values a pack's tables may give: codes, keys of the bodies, whole numbers, or what a pattern allows.

Values that are codes come from ``models/codes.toml``, the one place where codes are listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pipeline.resources import shared_table

#: Says whether a value is allowed; its docstring says which are.
Allowed = Callable[[str], bool]


def matching(pattern: str, says: str) -> Allowed:
    """Whatever fits a pattern; ``says`` tells what that is."""
    compiled = re.compile(pattern)

    def allowed(value: str) -> bool:
        return compiled.fullmatch(value) is not None

    allowed.__doc__ = says
    return allowed


def code(*path: str) -> Allowed:
    """The codes of one list."""

    def allowed(value: str) -> bool:
        return value in _codes(*path)

    allowed.__doc__ = f"the codes of models/codes.toml [{'.'.join(path)}]"
    return allowed


def keys(section: str, *more: str) -> Allowed:
    """Keys of models/bodies.toml, several joined by a bar where a word may mean any of them."""

    def allowed(value: str) -> bool:
        known = {key for name in (section, *more) for key in shared_table("bodies.toml")[name]}
        return known.issuperset(value.split("|"))

    allowed.__doc__ = f"keys of models/bodies.toml [{section}], with | between those that one word may mean"
    return allowed


def body_in_division(value: str) -> bool:
    """body@division, keys of models/bodies.toml [body] and [division]"""
    body, _, division = value.partition("@")
    known = shared_table("bodies.toml")
    return body in known["body"] and division in known["division"]


def codes() -> dict[str, Any]:
    """The closed lists of codes."""
    return shared_table("codes.toml")


@cache
def concepts() -> list[str]:
    """The concepts that rules for facts may name, from ``models/indicators.toml``."""
    raw = shared_table("indicators.toml")
    return sorted({concept for one in raw.values() for concept in one["concepts"]})


def _codes(*path: str) -> list[str]:
    found: Any = codes()
    for key in path:
        found = found[key]
    return list(found)


def integers(low: int, high: int) -> Allowed:
    """Whole numbers, both bounds among them."""

    def allowed(value: str) -> bool:
        return re.fullmatch(r"-?\d+", value) is not None and low <= int(value) <= high

    allowed.__doc__ = f"whole numbers from {low} to {high}"
    return allowed
