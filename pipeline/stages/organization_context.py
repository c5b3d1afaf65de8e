"""What a match says, and what those around it add: the place that a row of bodies shares, the unit named before."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.bodies import Area, Body, Link
from pipeline.docview import DocView
from pipeline.rules import Match


@dataclass(slots=True)
class Found:
    """What a match says: the links, each with every body that its word may mean, and the area."""

    match: Match
    links: list[list[Link]] = field(default_factory=list)
    divisions: list[str] = field(default_factory=list)
    area: Area | None = None
    specificity: str = "named"


def share(doc: DocView, found: list[Found]) -> None:
    """Bodies in a row share the place that the last one names: "HĐND, UBND huyện Yên Mô"."""
    joins = doc.pack.table("org_and")
    for n in range(len(found) - 2, -1, -1):
        one, later = found[n], found[n + 1]
        if not _open(one) or later.area is None or later.area.central or later.area.name is None:
            continue
        at = one.match.j
        while at < later.match.i:
            hit = doc.tokens.match(joins, at)
            if hit is None:
                break
            at = hit[0]
        if at == later.match.i and at > one.match.j:
            last = one.links[-1][0].body
            if _takes(last, later):
                one.area, one.specificity = later.area, "definite"


def recall(one: Found, earlier: list[Found]) -> None:
    """Give a Party body of "the university" the university that was named last."""
    last = one.links[-1][0].body
    if len(one.links) == 1 or last.level != "unit" or one.area is not None or one.links[-1][0].own is not None:
        return
    for other in reversed(earlier):
        named = other.links[-1][0]
        if named.body.kind == last.kind and named.body.level == "unit" and (named.own or other.area is not None):
            one.links[-1], one.area, one.specificity = other.links[-1], other.area, "definite"
            return


def _takes(body: Body, later: Found) -> bool:
    return (
        body.level != "unit"
        and later.links[-1][0].body.level != "unit"
        and ("area" in body.names or "field" in body.names)
    )


def _open(one: Found) -> bool:
    last = one.links[-1][0]
    return (
        one.area is None
        and not one.divisions
        and not last.body.sole
        and last.own is None
        and not (last.field and last.body.kind == "ministry")
    )
