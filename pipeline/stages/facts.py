"""Facts: the rows that a researcher would type by hand, read off the figures of an article.

A rule of ``facts.toml`` is a trigger: words that stand for a ``concept`` (``admitted``, ``inspected``), on one ``side``
of their figures. The concept and what a figure counts give the indicator (``models/indicators.toml``). A figure goes
to the nearest trigger that fits, to the nearest date and to the body or place named last; period and subject carry
over from earlier sentences. ``rule`` names the trigger; ``+contradicted`` behind it marks facts of one article that
cannot both be true.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.docview import DocView
from pipeline.records import Fact, Source
from pipeline.stages import fact_context, fact_details
from pipeline.stages.fact_clauses import Clause, Item, Trigger, clauses
from pipeline.stages.fact_context import Context
from pipeline.stages.fact_indicators import by_concept, indicators
from pipeline.stages.fact_triggers import Bond, bind, fitting
from pipeline.stages.fact_unions import unite

#: Concepts that say only that there are so many; a part of a whole is told by the whole's concept instead.
_WEAK = ("has", "with")


#: Units of people and bodies who may be the Party's or not, and units that are.
_LOOSE = frozenset(("person", "cadre", "case", "collective"))
_OF_PARTY = frozenset(("party_member", "party_org", "party_cell", "party_committee"))
#: Indicators that nobody plans in percent, when what is completed must be told.
_PLANLESS = frozenset(
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


@dataclass(slots=True)
class _Reader:
    """Reads one article, sentence by sentence."""

    doc: DocView
    context: Context
    made: list[Made] = field(default_factory=list)
    #: Whether a line that opens a list ("Targets:") made what follows targets, and the congress that delegates came to.
    opened: bool = False
    targeted: int = -9
    congress: tuple[int, Trigger] | None = None
    tendered: int = -9
    #: The last figure that was by how much something changed, and how.
    changed: tuple[int, str] | None = None

    def read(self, clause: Clause) -> None:
        """Add the facts of a sentence."""
        self.opened = self._opens(clause)
        for trigger in clause.triggers:
            if trigger.concept == "congress":
                self.congress = clause.sentence, trigger
            elif trigger.concept == "tendered":
                self.tendered = clause.sentence
        chained = False
        for item, bond in zip(clause.items, bind(clause), strict=True):
            chained = self._item(clause, item, bond, chained)
        if self.opened or clause.of("target"):
            self.targeted = clause.sentence

    def _item(self, clause: Clause, item: Item, bond: Bond | None, chained: bool) -> bool:
        if fact_details.compared(clause, item):
            return chained
        change = fact_details.change(clause, item)
        if change is None and self.changed is not None and self.changed[0] == item.number - 1:
            before = next((other for other in clause.items if other.number == item.number - 1), None)
            if before is not None and item.figure.kind == "percent" and clause.gap(before.end, item.i) <= 3:
                change = self.changed[1]
        if change is not None:
            self.changed = item.number, change
        at = fact_details.part(clause, item, chained)
        part = at is not None
        trigger, code = (bond.trigger, bond.indicator.code) if bond is not None else (None, None)
        weak = bond is None or bond.trigger.concept in _WEAK
        told = part or (bond is None and fact_details.group(clause, item) is not None)
        if at is not None and bond is not None and bond.trigger.j <= at and bond.trigger.i < item.i:
            weak = True
        whole = self._whole(clause, item, change, told)
        if change is not None and (bond is None or bond.trigger.concept in (*_WEAK, "plan") or bond.cost > 4):
            trigger, code = (whole.trigger, whole.fact.indicator) if whole is not None else (None, None)
        elif whole is not None and told and weak:
            trigger, code = whole.trigger, self._same(whole, item)
        elif self.made and fact_details.stated_target(clause, item) and (weak or trigger and trigger.concept == "total"):
            trigger, code = self._target_of(clause, item)
        elif weak and fact_details.anaphor(clause, item) and self._last(clause, item) is not None:
            last = self._last(clause, item)
            trigger, code = (last.trigger, last.fact.indicator) if last is not None else (None, None)
        elif code is None and item.figure.unit == "delegate" and self.congress is not None:
            near = clause.sentence - self.congress[0] <= 1
            trigger, code = (self.congress[1], "delegates") if near else (None, None)
        elif code is None:
            trigger, code = self._again(clause, item)
        if trigger is None or code is None or fact_details.negated(clause, item, trigger):
            return part
        if self._unlikely(clause, item, code, bond):
            return part
        self.made.append(self._make(clause, item, trigger, code, change, part))
        return part

    def _last(self, clause: Clause, item: Item) -> Made | None:
        """The fact that "this number" goes on about: the last whole one of the same kind, two sentences back at most."""
        for made in reversed(self.made):
            if clause.sentence - made.clause.sentence > 2:
                break
            if not made.part and made.fact.change is None and made.item.figure.kind == item.figure.kind:
                return made
        return None

    def _whole(self, clause: Clause, item: Item, change: str | None, part: bool) -> Made | None:
        """The fact that a figure is a part or a change of: the last that was none itself, near enough."""
        if not (part or change):
            return None
        reach = 0 if part and not fact_details.opens_with_part(clause) else 1
        for made in reversed(self.made):
            if clause.sentence - made.clause.sentence > reach:
                break
            if made.fact.change is not None or (made.stated and made is not self.made[-1]):
                continue
            if change is not None:
                if self._changed(clause, item, made):
                    return made
            elif not made.part and self._same(made, item) is not None:
                return made
        return None

    def _changed(self, clause: Clause, item: Item, made: Made) -> bool:
        """Whether a figure can be by how much a fact changed."""
        if made.fact.indicator == "plan_completion" or made.stated:
            return False
        if item.figure.unit == "percentage_point":
            return made.item.figure.kind == "percent"
        noun = next((thing[1:] for thing in item.things if thing[0] == "%"), None)
        if item.figure.kind == "percent" and noun in _OF_PARTY and made.item.figure.kind == "count":
            near = made.clause is clause and not clause.cut(made.item.end, item.i)
            return near and made.item.figure.unit == noun
        near = made.clause is clause and made.item.number == item.number - 1 and not clause.cut(made.item.end, item.i)
        same = item.figure.unit == made.item.figure.unit and item.figure.kind != "percent"
        return near or same

    def _same(self, whole: Made, item: Item) -> str | None:
        """The indicator of a part: that of the whole's concept with what the part counts; people are members."""
        found = fitting(whole.trigger.concept, item)
        if found is not None:
            return found.code
        people = item.figure.unit in fact_details.PEOPLE or item.figure.unit == "other"
        counts = whole.item.figure.unit in ("party_member", "delegate") and item.figure.kind == "count"
        return whole.fact.indicator if people and counts else None

    def _again(self, clause: Clause, item: Item) -> tuple[Trigger | None, str | None]:
        """A verb left out the second time: "there 3 members were admitted, here 4"."""
        last = self.made[-1] if self.made else None
        if last is None or last.item.figure.unit != item.figure.unit or last.fact.change or last.fact.modality:
            last = next((one for one in self.made[-2:] if one.item.figure.unit == "training_course"), None)
        if last is None or last.item.figure.unit != item.figure.unit or item.figure.kind != "count":
            return None, None
        same = last.clause is clause and not any(t.concept == "barrier" and last.item.end <= t.i for t in clause.triggers)
        courses = item.figure.unit == "training_course" and clause.sentence - last.clause.sentence <= 1
        followed = any(item.end <= t.i for t in clause.triggers if t.concept not in ("none", *_WEAK))
        stock = last.fact.indicator.endswith("_total") or last.fact.indicator in ("households", "population")
        if (same and not stock and not followed) or courses:
            return last.trigger, last.fact.indicator
        return None, None

    def _target_of(self, clause: Clause, item: Item) -> tuple[Trigger | None, str | None]:
        """A target named beside what was reached is one of the same indicator."""
        last = next((made for made in reversed(self.made) if made.fact.unit == item.figure.unit), None)
        if last is None or clause.sentence - last.clause.sentence > 1:
            return None, None
        return last.trigger, last.fact.indicator

    def _unlikely(self, clause: Clause, item: Item, code: str, bond: Bond | None) -> bool:
        """What fits by its words alone and yet is no fact of its indicator."""
        figure = item.figure
        if code == "money_saved":
            return clause.sentence - self.tendered > 1
        if code == "investment":
            return bool(clause.of("private"))
        if code == "plan_completion":
            return self._plan_of_another(clause, item) or self._plan_of(clause, item) is None
        if code.startswith(("members", "orgs")) and figure.unit in _LOOSE and not self._of_the_party(clause):
            return True
        if code == "members_total" and self._aged(clause, item):
            return True
        if code.startswith("members") and figure.kind == "count":
            noun = [cue for cue in clause.of("other_people") if item.j <= cue.i <= item.end]
            return bool(noun)
        loose = bond is not None and bond.trigger.concept == "has" and bond.cost > 3
        return code == "households" and (loose or self.context.subject_of(clause, item) is None)

    def _aged(self, clause: Clause, item: Item) -> bool:
        """Whether a figure counts those of an age: "8 members are above 70 years"."""
        tokens = self.doc.tokens
        for figure in self.doc.found.figures[item.number + 1 : item.number + 2]:
            if figure.sentence == clause.sentence and figure.unit == "year":
                at = tokens.at(figure.start)
                return at >= item.end and clause.gap(item.end, at) <= 3
        return False

    def _of_the_party(self, clause: Clause) -> bool:
        """Whether a sentence, or the fact right before it, is about the Party."""
        if clause.of("party_word") or any(item.figure.unit in _OF_PARTY for item in clause.items):
            return True
        last = self.made[-1] if self.made else None
        return last is not None and clause.sentence - last.clause.sentence <= 1 and last.fact.unit in _OF_PARTY

    def _plan_of_another(self, clause: Clause, item: Item) -> bool:
        """Whether a percentage stands behind a figure that is no fact, whose plan it then is."""
        before = [other for other in clause.items if other.end <= item.i and not clause.cut(other.end, item.i)]
        if not before:
            return False
        return not any(made.item is before[-1] for made in self.made)

    def _opens(self, clause: Clause) -> bool:
        """Whether the targets of an earlier line hold here too: a list's opening line, an enumeration."""
        keys = self.doc.tokens.keys
        if clause.sentence - self.targeted <= 1:
            if any(cue.kind == "list_mark" and cue.i - clause.i <= 1 for cue in clause.cues):
                return True
        before = clause.i - 1
        while before > 0 and keys[before][0][0] in "-\n+*•":
            before -= 1
        if keys[before][0][0] != ":":
            return self.opened and keys[clause.i][0][0] in "-+*•"
        return any(
            cue.kind == "target" for cue in self.targets_before(before)
        )

    def targets_before(self, at: int) -> list[fact_details.Cue]:
        """The words of targets in the line that ends at a token."""
        table, tokens = self.doc.pack.table("target"), self.doc.tokens
        found = []
        n = at
        while n > 0 and tokens.keys[n - 1][0][0][0] not in "\n.":
            n -= 1
            hit = tokens.match(table, n)
            if hit is not None:
                found.append(fact_details.Cue("target", hit[1], n, hit[0]))
        return found

    def _plan_of(self, clause: Clause, item: Item) -> str | None:
        """The indicator whose plan a percentage completes: that of the last whole fact in this or the last sentence."""
        for made in reversed(self.made):
            if clause.sentence - made.clause.sentence > 1:
                break
            if not (made.part or made.fact.change) and made.fact.indicator not in _PLANLESS:
                return made.fact.indicator
        concepts = [t for t in clause.triggers if t.concept not in ("none", "barrier", "plan", "total", *_WEAK)]
        for trigger in sorted(concepts, key=lambda t: abs(t.i - item.i)):
            for one in indicators().values():
                if trigger.concept in one.concepts:
                    return one.code
        return None

    def _make(
        self, clause: Clause, item: Item, trigger: Trigger, code: str, change: str | None, part: bool
    ) -> Made:
        figure, context = item.figure, self.context
        subject = context.subject_of(clause, item)
        when, own = context.period_of(clause, item, code)
        start, end = (when.date.start_date, when.date.end_date) if when is not None else (None, None)
        modality = self._modality(clause, item, start, end if own else None)
        if modality == "target" and not own and self._past(end) and not fact_details.stated_target(clause, item):
            # What is still aimed at has not the period of what was done before.
            when = start = end = None
        fact = Fact(
            indicator=code,
            value=figure.value,
            high=figure.high,
            total=figure.total,
            unit=self._unit(item, code, change),
            modifier=figure.modifier,
            change=change,
            modality=modality,
            subject=subject.name if subject is not None else None,
            subject_id=subject.id if subject is not None else None,
            place=subject.place if subject is not None else None,
            group=self._group(clause, item, code, change),
            qualifier=self._qualifier(clause, item, code),
            actor=fact_details.actor(clause, item),
            of=self._plan_of(clause, item) if code == "plan_completion" else None,
            start_date=start,
            end_date=end,
            rule=trigger.rule,
        )
        source = Source(
            figure=item.number,
            date=when.number if when is not None else None,
            organization=subject.organization if subject is not None else None,
            sentence=clause.sentence,
        )
        fact.sources.append(source)
        self._share_qualifier(clause, item, trigger, fact)
        return Made(fact, item, clause, trigger, part, fact_details.stated_target(clause, item))

    def _unit(self, item: Item, code: str, change: str | None) -> str | None:
        figure = item.figure
        counted = indicators()[code].units
        if figure.kind in ("percent", "money") or change is not None or figure.unit in counted:
            return figure.unit
        known = [thing for thing in item.things if thing in counted]
        return known[0] if known else counted[0]

    def _past(self, end: date | None) -> bool:
        return end is not None and self.doc.published is not None and end < self.doc.published

    def _modality(self, clause: Clause, item: Item, start: date | None, end: date | None) -> str | None:
        told = fact_details.modality(clause, item, self.opened, end)
        ahead = start is not None and self.doc.published is not None and start > self.doc.published
        return told or ("target" if ahead else None)

    def _group(self, clause: Clause, item: Item, code: str, change: str | None) -> str | None:
        found = fact_details.group(clause, item)
        if found is None and change is not None and self.made and self.made[-1].fact.indicator == code:
            return self.made[-1].fact.group
        if found is None and self.made and code in ("cells_total", "members_total"):
            last = self.made[-1]
            if last.clause is clause and (
                last.fact.indicator == "enterprises_with_orgs" or last.fact.group == fact_details.EMPLOYER
            ):
                return fact_details.EMPLOYER
        return found

    def _qualifier(self, clause: Clause, item: Item, code: str) -> str | None:
        if code == "badges_awarded":
            return fact_details.badge(clause, item, self.doc.found.figures)
        return fact_details.qualifier(clause, item, clause.triggers)

    def _share_qualifier(self, clause: Clause, item: Item, trigger: Trigger, fact: Fact) -> None:
        """What restricts the last of two figures under one verb restricts the one joined to it too."""
        if fact.qualifier is None or not self.made or fact.indicator == "badges_awarded":
            return
        last = self.made[-1]
        joined = last.clause is clause and last.trigger is trigger and clause.gap(last.item.end, item.i) <= 4
        if joined and last.fact.qualifier is None:
            last.fact.qualifier = fact.qualifier


def find(doc: DocView) -> list[Fact]:
    """The facts of an article, in the order of the text. Needs all other stages."""
    if not doc.pack.rules.get("facts"):
        return []
    found = {clause.sentence: clause for clause in clauses(doc)}
    if not found:
        return []
    context = fact_context.read(doc)
    reader = _Reader(doc, context)
    for sentence in range(len(doc.found.sentences)):
        clause = found.get(sentence)
        if sentence and "\n" in doc.article.text[doc.found.sentences[sentence - 1].end : doc.found.sentences[sentence].start]:
            context.paragraph()
        if clause is not None:
            reader.read(clause)
        context.carry(sentence, clause)
    wholes = [(made.fact, made.part) for made in reader.made]
    return unite(doc, wholes)


__all__ = ["by_concept", "find"]
