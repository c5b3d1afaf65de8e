"""The words around a figure that turn a fact: change, modality, negation, group, qualifier, actor, part of a whole."""

from __future__ import annotations

from datetime import date

from pipeline.records import Figure
from pipeline.stages.fact_clauses import HARD, Clause, Item, Trigger

#: How many tokens may stand between a word of change and its figure, a target and its figure, negation and its verb.
CHANGE_REACH, NOUN_REACH, NEGATION_REACH, ESTIMATE_REACH = 3.0, 4.0, 3, 7.0
#: How far behind a figure the words of its group may stand, the words that restrict it may begin.
GROUP_REACH, QUALIFIER_REACH, PART_REACH = 9.0, 4.0, 8.0
#: How far behind a count the plan may stand that it outdid.
PLAN_REACH = 5.0
#: How many figures on, or back, the year of a badge may stand.
NEXT = 4
#: Units that say by themselves to which group people belong.
GROUPS = {"woman": "women", "student": "students", "worker": "workers", "soldier": "army"}
#: Things that are people; in a part of a whole of members they are members.
PEOPLE = frozenset(("person", "cadre", "delegate", "secretary", "participant", *GROUPS))
#: The group that names an employer, which says more than what its people are.
EMPLOYER = "non_state_enterprise"


def change(clause: Clause, item: Item) -> str | None:
    """``increase`` or ``decrease`` where a figure is by how much something changed."""
    for cue in clause.cues:
        if cue.kind in ("increase", "decrease") and cue.j <= item.i and not clause.cut(cue.j, item.i):
            if clause.gap(cue.j, item.i) <= CHANGE_REACH and not _item_between(clause, cue.j, item.i):
                return cue.kind
        elif cue.kind in ("increase_after", "decrease_after") and cue.i >= item.end:
            near = clause.gap(item.end, cue.i) <= CHANGE_REACH and not clause.cut(item.end, cue.i)
            if near and not _item_between(clause, item.end, cue.i):
                return cue.kind.removesuffix("_after")
    return None


def compared(clause: Clause, item: Item) -> bool:
    """Whether a figure is only what another is compared with, or stands in an aside that is about something else."""
    return any(cue.kind == "versus" and 0 <= item.i - cue.j <= 1 for cue in clause.cues)


def over_plan(clause: Clause, item: Item) -> bool:
    """Whether a count is only by how much a plan was outdone: "6 members more than the target"."""
    if item.figure.kind != "count":
        return False
    beyond = [*clause.of("exceeds"), *clause.of("increase")]
    told = any(0 <= item.i - cue.j <= 1 for cue in beyond) or any(
        0 <= cue.i - item.end <= 1 for cue in clause.of("increase_after")
    )
    return told and any(
        cue.i >= item.end and clause.gap(item.end, cue.i) <= PLAN_REACH and not _item_between(clause, item.end, cue.i)
        for kind in ("plan_word", "target_noun", "target")
        for cue in clause.of(kind)
    )


def stated_target(clause: Clause, item: Item) -> bool:
    """Whether a target is named as such right before a figure ("the target of 240 members")."""
    return any(
        cue.j <= item.i
        and clause.gap(cue.j, item.i) <= NOUN_REACH
        and not clause.cut(cue.j, item.i)
        and not _item_between(clause, cue.j, item.i)
        for cue in clause.of("target_noun")
    )


def modality(clause: Clause, item: Item, opened: bool, end: date | None) -> str | None:
    """``target`` or ``estimate``; a period that had passed when the article appeared is no target."""
    for cue in clause.of("estimate"):
        if cue.j <= item.i and clause.gap(cue.j, item.i) <= ESTIMATE_REACH and not _item_between(clause, cue.j, item.i):
            return "estimate"
    if stated_target(clause, item):
        return "target"
    published = clause.doc.published
    if end is not None and published is not None and end < published:
        return None
    if opened or any(cue.j <= item.i for cue in clause.of("target")):
        return "target"
    return None


def negated(clause: Clause, item: Item, trigger: Trigger | None) -> bool:
    """Whether the verb of a figure is denied; a denied bound ("not below 92%") is a bound."""
    if trigger is None:
        return False
    for cue in clause.of("negation"):
        if item.figure.modifier is not None:
            if trigger.j <= cue.i and cue.j < item.i - NEGATION_REACH:
                return True
            continue
        if trigger.j <= cue.i and cue.j <= item.i:
            return True
        if 0 <= trigger.i - cue.j < NEGATION_REACH and (trigger.j <= item.i or cue.i >= item.end):
            return True
        if trigger.concept.startswith("has") and 0 <= item.i - cue.j <= 1:
            return True
    return False


def group(clause: Clause, item: Item) -> str | None:
    """The group of people or bodies that a figure counts."""
    following = [other.i for other in clause.items if other.i >= item.end]
    limit = min([*following, clause.j])
    found = []
    for cue in clause.of("group"):
        after_mark = clause.gap(item.end, cue.i) >= 3 if cue.i >= item.end else False
        if after_mark and any(0 <= other - cue.j <= 1 for other in following):
            # "82 women, of ethnic minorities 150": the words stand before their own figure.
            continue
        if 0 <= item.i - cue.j <= 1 and _begins_phrase(clause, cue.i):
            return cue.value
        if item.j <= cue.i < limit and not clause.cut(item.j, cue.i) and clause.gap(item.j, cue.i) <= GROUP_REACH:
            found.append(cue.value)
    if EMPLOYER in found:
        return EMPLOYER
    return found[0] if found else GROUPS.get(item.figure.unit or "")


def qualifier(clause: Clause, item: Item, triggers: list[Trigger]) -> str | None:
    """The words that restrict a figure, as written: from the word that opens them to the end of the phrase."""
    tokens = clause.doc.tokens
    for cue in clause.of("qualifier"):
        if cue.i < item.end or clause.gap(item.end, cue.i) > QUALIFIER_REACH:
            continue
        stops = [other.i for other in clause.items if other.i >= cue.j]
        stops += [other.i for other in clause.of("aside") if other.i >= cue.j]
        end = cue.j
        while end < min([clause.j, *stops]) and not _closes(tokens.keys[end][0][0]):
            end += 1
        if cue.value != "qualifier" or end > cue.j:
            return tokens.original(cue.i, end).strip()
    return None


def badge(clause: Clause, item: Item, figures: list[Figure]) -> str | None:
    """Which badge was awarded: "the 50-year badge" is told by a length of time, between the badge's word and the figure
    or behind it; badges of several years are told by none.
    """
    tokens = clause.doc.tokens
    words = [trigger.j for trigger in clause.triggers if trigger.concept == "badge" and trigger.j <= item.i]
    held = [other.end for other in clause.items if other.end <= item.i]
    if words and words[-1] >= max(held, default=0):
        before = [
            figure.text
            for figure in figures[max(0, item.number - NEXT) : item.number]
            if figure.sentence == clause.sentence and figure.unit == "year" and tokens.at(figure.start) >= words[-1]
        ]
        if before:
            return before[0] if len(before) == 1 else None
    limit = min([other.i for other in clause.items if other.i >= item.end] + [clause.j])
    for figure in figures[item.number : item.number + NEXT]:
        if figure.sentence == clause.sentence and figure.unit == "year":
            i = tokens.at(figure.start)
            if item.end <= i < limit and not clause.cut(item.end, i):
                return figure.text
    return None


def actor(clause: Clause, item: Item) -> str | None:
    """Who did it, where bodies of a kind are meant and none is named ("inspection commissions at all levels")."""
    before = [cue.value for cue in clause.of("actor") if cue.j <= item.i]
    return before[-1] if before else None


def part(clause: Clause, item: Item, chained: bool) -> int | None:
    """Where the words stand that make a figure a part of one before it: "of whom"; also the next of a list that began
    so. "38 of them" is a part of what stands before, but its verb may stand between.
    """
    for cue in reversed(clause.of("part_of")):
        if cue.j <= item.i and not clause.cut(cue.j, item.i):
            between = _item_between(clause, cue.j, item.i)
            if (not between and clause.gap(cue.j, item.i) <= PART_REACH) or (between and chained):
                return cue.i
    for cue in clause.of("of_them") if item.figure.kind != "percent" else ():
        if cue.i >= item.end and clause.gap(item.end, cue.i) <= 1 and not _item_between(clause, item.end, cue.i):
            return max([other.end for other in clause.items if other.end <= item.i], default=clause.i)
    return None


def anaphor(clause: Clause, item: Item) -> bool:
    """Whether a figure stands for one told before: "this number was 29"."""
    return any(
        cue.j <= item.i and clause.gap(cue.j, item.i) <= PART_REACH and not _item_between(clause, cue.j, item.i)
        for cue in clause.of("anaphor")
    )


def opens_with_part(clause: Clause) -> bool:
    """Whether a sentence goes on about the figure of the one before it."""
    return any(cue.kind == "part_of" and cue.i - clause.i <= 4 for cue in clause.cues)


def _begins_phrase(clause: Clause, i: int) -> bool:
    """Whether no figure stands before a token between the marks around it."""
    low, _ = clause.part(i)
    return not any(low <= item.i < i for item in clause.items)


def _closes(mark: str) -> bool:
    return mark in HARD or mark in ',،.:()"'


def _item_between(clause: Clause, a: int, b: int) -> bool:
    return any(a <= item.i < b for item in clause.items)
