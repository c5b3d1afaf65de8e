"""What a figure has from facts before it: the whole that it is a part of, what changed, a verb left out, a plan."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.pack_schema import BARRIER, NOTHING, OUTSIDE, SILENT
from pipeline.records import Fact
from pipeline.stages import fact_details
from pipeline.stages.fact_clauses import Clause, Item, Trigger
from pipeline.stages.fact_indicators import indicators
from pipeline.stages.fact_triggers import fitting

#: Concepts that say only that there are so many; a part of a whole is told by the whole's concept instead.
WEAK = ("has", "with")
#: How many facts back one is looked for.
MOST = 60
#: Units that are the Party's.
OF_PARTY = frozenset(("party_member", "party_org", "party_cell", "party_committee"))
#: Indicators that nobody plans in percent, when what is completed must be told.
PLANLESS = frozenset(
    ("plan_completion", "members_total", "cells_total", "grassroots_orgs_total", "members_removed", "members_expelled")
)


@dataclass(slots=True)
class Made:
    """A fact with what it was read from."""

    fact: Fact
    item: Item
    clause: Clause
    trigger: Trigger
    part: bool
    stated: bool = False


def last(made: list[Made], clause: Clause, item: Item) -> Made | None:
    """The fact that "this number" goes on about: the last whole one of the same kind, two sentences back at most."""
    for one in reversed(made[-MOST:]):
        if clause.sentence - one.clause.sentence > 2:
            break
        if not one.part and one.fact.change is None and one.item.figure.kind == item.figure.kind:
            return one
    return None


def whole(made: list[Made], clause: Clause, item: Item, change: str | None, part: bool) -> Made | None:
    """The fact that a figure is a part or a change of: the last that was none itself, near enough."""
    if not (part or change):
        return None
    reach = 0 if part and not fact_details.opens_with_part(clause) else 1
    for one in reversed(made[-MOST:]):
        if clause.sentence - one.clause.sentence > reach:
            break
        if one.fact.change is not None or (one.stated and one is not made[-1]):
            continue
        if change is not None:
            if changed(clause, item, one):
                return one
        elif not one.part and same(one, item) is not None:
            return one
    return None


def changed(clause: Clause, item: Item, made: Made) -> bool:
    """Whether a figure can be by how much a fact changed."""
    if made.fact.indicator == "plan_completion" or made.stated:
        return False
    if item.figure.unit == "percentage_point":
        return made.item.figure.kind == "percent"
    noun = next((thing[1:] for thing in item.things if thing[0] == "%"), None)
    if item.figure.kind == "percent" and noun in OF_PARTY and made.item.figure.kind == "count":
        near = made.clause is clause and not clause.cut(made.item.end, item.i)
        return near and made.item.figure.unit == noun
    if {item.figure.unit, made.item.figure.unit} <= OF_PARTY and item.figure.unit != made.item.figure.unit:
        return False
    near = made.clause is clause and made.item.number == item.number - 1 and not clause.cut(made.item.end, item.i)
    same = item.figure.unit == made.item.figure.unit and item.figure.kind != "percent"
    return near or same


def same(whole: Made, item: Item) -> str | None:
    """The indicator of a part: that of the whole's concept with what the part counts; people are members."""
    found = fitting(whole.trigger.concept, item)
    if found is not None:
        return found.code
    people = item.figure.unit in fact_details.PEOPLE or item.figure.unit == "other"
    counts = whole.item.figure.unit in ("party_member", "delegate") and item.figure.kind == "count"
    return whole.fact.indicator if people and counts else None


def again(made: list[Made], clause: Clause, item: Item) -> tuple[Trigger | None, str | None]:
    """A verb left out the second time: "there 3 members were admitted, here 4"."""
    last = made[-1] if made else None
    if last is None or last.item.figure.unit != item.figure.unit or last.fact.change or last.fact.modality:
        last = next((one for one in made[-2:] if one.item.figure.unit == "training_course"), None)
    if last is None or last.item.figure.unit != item.figure.unit or item.figure.kind != "count":
        return None, None
    same = last.clause is clause and not any(
        t.concept in (BARRIER, OUTSIDE) and last.item.end <= t.i for t in clause.triggers
    )
    courses = item.figure.unit == "training_course" and clause.sentence - last.clause.sentence <= 1
    followed = any(item.end <= t.i for t in clause.triggers if t.concept not in (NOTHING, *WEAK))
    stock = last.fact.indicator.endswith("_total") or last.fact.indicator in ("households", "population")
    if (same and not stock and not followed) or courses:
        return last.trigger, last.fact.indicator
    return None, None


def target_of(made: list[Made], clause: Clause, item: Item) -> tuple[Trigger | None, str | None]:
    """A target named beside what was reached is one of the same indicator."""
    last = next((one for one in reversed(made[-MOST:]) if one.fact.unit == item.figure.unit), None)
    if last is None or clause.sentence - last.clause.sentence > 1:
        return None, None
    return last.trigger, last.fact.indicator


def plan_of_another(made: list[Made], clause: Clause, item: Item) -> bool:
    """Whether a percentage stands behind a figure that is no fact, whose plan it then is."""
    before = [other for other in clause.items if other.end <= item.i and not clause.cut(other.end, item.i)]
    if not before:
        return False
    return not any(one.item is before[-1] for one in made[-MOST:])


def plan_of(made: list[Made], clause: Clause, item: Item) -> str | None:
    """The indicator whose plan a percentage completes: that of the last whole fact in this or the last sentence."""
    for one in reversed(made[-MOST:]):
        if clause.sentence - one.clause.sentence > 1:
            break
        if not (one.part or one.fact.change) and one.fact.indicator not in PLANLESS:
            return one.fact.indicator
    concepts = [t for t in clause.triggers if t.concept not in (*SILENT, "plan", "total", "trained", *WEAK)]
    for trigger in sorted(concepts, key=lambda t: abs(t.i - item.i)):
        for indicator in indicators().values():
            if trigger.concept in indicator.concepts:
                return indicator.code
    return None


def of_the_party(made: list[Made], clause: Clause) -> bool:
    """Whether a sentence, or the fact right before it, is about the Party."""
    if clause.of("party_word") or any(item.figure.unit in OF_PARTY for item in clause.items):
        return True
    last = made[-1] if made else None
    return last is not None and clause.sentence - last.clause.sentence <= 1 and last.fact.unit in OF_PARTY
