"""Which dates can be the period of a fact, and how far each is from a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pipeline.records import Date
from pipeline.stages.fact_clauses import Clause, Item

#: Beyond so many tokens the distance of a date before a figure no longer counts; a date of another figure is further.
FAR, OF_ANOTHER = 12.0, 6.0
#: Longer periods than a term, in days, do not carry over.
LONGEST = 2200
#: An event takes so many days at most (or half a year, where its days are not told).
EVENT_DAYS = 184


@dataclass(slots=True)
class When:
    """A date mention that can be a period; ``number`` is its index."""

    number: int
    date: Date
    i: int
    j: int


def apart(clause: Clause) -> set[int]:
    """Tokens at which dates begin that are no period: those compared with, and those of a plan."""
    keys = clause.doc.tokens.keys
    found: set[int] = set()
    for cue in clause.cues:
        if cue.kind in ("versus", "plan_word", "increase_after", "decrease_after"):
            found.update(range(cue.i, cue.j))
            for n in range(cue.j, min(cue.j + 4, clause.j)):
                if keys[n][0][0] in ",،":
                    break
                found.add(n)
    return found


def lasting(date: Date) -> bool:
    """Whether a date can be the period of later sentences: more than a day, and no mere bound."""
    if date.start_date is None or date.end_date is None or date.modifier in ("since", "until", "before", "after"):
        return False
    return timedelta(days=1) <= date.end_date - date.start_date <= timedelta(days=LONGEST)


def within(date: Date, other: Date) -> bool:
    """Whether a period is a part of another."""
    if None in (date.start_date, date.end_date, other.start_date, other.end_date):
        return False
    return other.start_date <= date.start_date and date.end_date <= other.end_date  # type: ignore[operator]


def short(date: Date) -> bool:
    """Whether a date is a day or a few, as of an event."""
    if date.start_date is None or date.end_date is None:
        return False
    return date.end_date - date.start_date <= timedelta(days=EVENT_DAYS)


def distance(clause: Clause, item: Item, when: When) -> float | None:
    """How far a date is from a figure; None where it cannot be its period."""
    if when.date.start_date is None and when.date.grain == "vague" and when.date.timex != "PRESENT_REF":
        return None
    if when.j <= item.i:
        cost = min(clause.gap(when.j, item.i), FAR)
        for other in clause.items:
            if other.end <= when.i and clause.gap(other.end, when.i) <= 2 and other.i < item.i:
                cost += OF_ANOTHER
                break
        return cost
    if when.i < item.end or clause.cut(item.end, when.i):
        return None
    gap = clause.gap(item.end, when.i)
    passed = sum(item.end <= other.i < when.i for other in clause.items)
    return (0.0 if gap <= 2 else gap + 2.0) + 2.0 * passed
