"""The indicators of ``models/indicators.toml``: which concept and which thing counted make which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.resources import shared_table


@dataclass(slots=True, frozen=True)
class Indicator:
    """One indicator: its concepts, the things it counts, and whether a percentage of those fits too."""

    code: str
    concepts: tuple[str, ...]
    of: tuple[str, ...]
    share: bool = False
    units: tuple[str, ...] = ()


@cache
def indicators() -> dict[str, Indicator]:
    """The indicators by code, in the order of the file."""
    raw = shared_table("indicators.toml")
    return {
        code: Indicator(
            code,
            tuple(one["concepts"]),
            tuple(one["of"]),
            bool(one.get("share", False)),
            tuple(one.get("units", one["of"])),
        )
        for code, one in raw.items()
    }


@cache
def by_concept() -> dict[tuple[str, str], Indicator]:
    """The indicator of a concept and a thing counted; a percentage of that thing has ``%`` before it."""
    found: dict[tuple[str, str], Indicator] = {}
    for one in indicators().values():
        for concept in one.concepts:
            for thing in one.of:
                found[concept, thing] = one
                if one.share:
                    found[concept, f"%{thing}"] = one
    return found


@cache
def shares() -> frozenset[str]:
    """The things of which a percentage can be told, each with ``%`` before it."""
    return frozenset(thing for _, thing in by_concept() if thing.startswith("%"))
