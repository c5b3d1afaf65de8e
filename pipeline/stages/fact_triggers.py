"""Which trigger governs which figure of a sentence.

Of the triggers that fit what a figure counts, the nearest wins; a list hangs together, so a figure is as near to a
verb as the figure before it (or after it) that the verb governs too.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.pack_schema import BARRIER, OUTSIDE, SILENT
from pipeline.stages.fact_clauses import Clause, Item, Trigger
from pipeline.stages.fact_indicators import Indicator, by_concept

#: No trigger governs a figure further away than this.
REACH = 16.0
#: The weak triggers of totals ("has", "with") must stand closer.
REACHES = {"has": 9.0, "with": 6.5}
#: What it costs to cross the end of a clause, and to stand on the side where the trigger does not look.
ACROSS, IN_LIST, WRONG_SIDE = 10.0, 2.0, REACH + 1
#: Concepts that yield to any other that is about as near.
WEAK = {"has": 4.0, "with": 4.0, "total": 2.0, "tendered": 1.0, "population": 1.0, "course": 1.0}
#: What "has" right before its figure yields by.
NEAR_HAS = 2.0
#: Concepts of a mere number, which a ratio is not.
STOCK = ("has", "with", "total")
#: Units of the Party, which hang together in a list of what there is.
PARTY = frozenset(("party_member", "party_cell", "party_org", "party_committee"))
#: A figure passed over in a list.
PASSED = 1.0


@dataclass(slots=True)
class Bond:
    """A figure under a trigger: the indicator that the two make, and how near they are."""

    trigger: Trigger
    indicator: Indicator
    cost: float


def fitting(concept: str, item: Item) -> Indicator | None:
    """The indicator of a concept and what a figure counts."""
    table = by_concept()
    if item.named and concept in item.named:
        return table.get((concept, "party_member"))
    if item.figure.kind == "ratio" and concept in STOCK:
        return None
    return next((found for thing in item.things if (found := table.get((concept, thing))) is not None), None)


def bind(clause: Clause) -> list[Bond | None]:
    """For each figure of a sentence its bond, or None."""
    bonds: list[list[Bond]] = [[] for _ in clause.items]
    barriers = [t for t in clause.triggers if t.concept in (BARRIER, OUTSIDE)]
    outside = [t.j for t in clause.triggers if t.concept == OUTSIDE]
    for trigger in clause.triggers:
        if trigger.concept in SILENT or any(j <= trigger.i and not clause.cut(j, trigger.i) for j in outside):
            continue
        _follow(clause, trigger, bonds, [t.i for t in barriers if t.i > trigger.i])
        _precede(clause, trigger, bonds, [t.i for t in barriers])
    return [min(found, key=lambda bond: bond.cost, default=None) for found in bonds]


def _add(bonds: list[Bond], item: Item, trigger: Trigger, indicator: Indicator, cost: float) -> None:
    near = trigger.concept == "has" and trigger.j == item.i
    cost += NEAR_HAS if near else WEAK.get(trigger.concept, 0.0)
    if cost <= REACHES.get(trigger.concept, REACH):
        bonds.append(Bond(trigger, indicator, cost))


def _meet(bonds: list[Bond], item: Item, trigger: Trigger, cost: float, side: float) -> float:
    """The bond of a trigger with a figure on its way, where they make one; what the way costs with the figure passed,
    less where it hangs together with what follows.
    """
    indicator = fitting(trigger.concept, item)
    if indicator is not None:
        _add(bonds, item, trigger, indicator, cost + side)
    if indicator is not None or (trigger.concept in STOCK and item.figure.unit in PARTY):
        cost = min(cost, 2.0) * 0.5
    return cost + PASSED


def _follow(clause: Clause, trigger: Trigger, bonds: list[list[Bond]], barriers: list[int]) -> None:
    """Bonds of a trigger with the figures behind it."""
    side = 0.0 if trigger.side in ("before", "either") else WRONG_SIDE
    at, cost = trigger.j, 0.0
    for n, item in enumerate(clause.items):
        if item.i < trigger.j:
            continue
        if any(barrier < item.i for barrier in barriers):
            break
        cost += clause.gap(at, item.i) + _across(clause, at, item)
        cost = _meet(bonds[n], item, trigger, cost, side)
        at = item.end if item.end > at else at
        if cost > REACH:
            break


def _parts(clause: Clause, a: int, b: int) -> bool:
    """Whether a part of a whole begins between: the words for it, and its figure behind them."""
    return any(
        a < cue.i and cue.j <= b and any(cue.j <= item.i and clause.gap(cue.j, item.i) <= 2 for item in clause.items)
        for cue in clause.of("part_of")
    )


def _across(clause: Clause, at: int, item: Item) -> float:
    """What it costs to cross the end of a clause: little where the next figure opens the next clause of a list."""
    ends = [n for n in clause.hard if at <= n < item.i]
    if not ends:
        return 0.0
    return IN_LIST if clause.gap(ends[-1] + 1, item.i) <= 1 else ACROSS


def _precede(clause: Clause, trigger: Trigger, bonds: list[list[Bond]], barriers: list[int]) -> None:
    """Bonds of a trigger with the figures before it."""
    side = 0.0 if trigger.side in ("after", "either") else WRONG_SIDE
    at, cost = trigger.i, 0.0
    for n in range(len(clause.items) - 1, -1, -1):
        item = clause.items[n]
        end = min(item.end, trigger.i)
        if item.j > trigger.i or item.j < trigger.i < item.end:
            continue
        if clause.cut(end, at) or any(end <= b < at for b in barriers) or _parts(clause, end, at):
            break
        if at < end:
            continue
        cost += clause.gap(end, at)
        cost = _meet(bonds[n], item, trigger, cost, side)
        at = item.i
        if cost > REACH:
            break
