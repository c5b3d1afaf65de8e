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
from pipeline.stages import fact_context, fact_details, fact_links
from pipeline.stages.fact_clauses import Clause, Item, Trigger, clauses
from pipeline.stages.fact_context import Context
from pipeline.stages.fact_indicators import indicators
from pipeline.stages.fact_links import Made
from pipeline.stages.fact_triggers import Bond, bind
from pipeline.stages.fact_unions import unite

#: How many tokens back a line that opens a list is read.
LINE = 60
#: A plan that was met, in percent.
WHOLE = 100
#: Units of people and bodies who may be the Party's or not.
_LOOSE = frozenset(("person", "cadre", "case", "collective"))


@dataclass(slots=True)
class _Told:
    """What a figure was found to say."""

    trigger: Trigger
    code: str
    change: str | None
    part: bool


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
        if fact_details.compared(clause, item) or fact_details.over_plan(clause, item):
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
        weak = bond is None or bond.trigger.concept in fact_links.WEAK
        told = part or (bond is None and fact_details.group(clause, item) is not None)
        if at is not None and bond is not None and bond.trigger.j <= at and bond.trigger.i < item.i:
            weak = True
        whole = fact_links.whole(self.made, clause, item, change, told)
        if change is not None and (bond is None or bond.trigger.concept in (*fact_links.WEAK, "plan") or bond.cost > 4):
            trigger, code = (whole.trigger, whole.fact.indicator) if whole is not None else (None, None)
        elif whole is not None and told and weak:
            trigger, code = whole.trigger, fact_links.same(whole, item)
        elif (
            self.made
            and fact_details.stated_target(clause, item)
            and (weak or (trigger and trigger.concept == "total"))
        ):
            trigger, code = fact_links.target_of(self.made, clause, item)
        elif weak and fact_details.anaphor(clause, item) and fact_links.last(self.made, clause, item) is not None:
            last = fact_links.last(self.made, clause, item)
            trigger, code = (last.trigger, last.fact.indicator) if last is not None else (None, None)
        elif code is None and item.figure.unit == "delegate" and self.congress is not None:
            near = clause.sentence - self.congress[0] <= 1
            trigger, code = (self.congress[1], "delegates") if near else (None, None)
        elif code is None:
            trigger, code = fact_links.again(self.made, clause, item)
        if trigger is None or code is None or fact_details.negated(clause, item, trigger):
            return part
        if self._unlikely(clause, item, code, bond):
            return part
        self.made.append(self._make(clause, item, _Told(trigger, code, change, part)))
        return part

    def _unlikely(self, clause: Clause, item: Item, code: str, bond: Bond | None) -> bool:
        """What fits by its words alone and yet is no fact of its indicator."""
        figure = item.figure
        if code == "money_saved":
            return clause.sentence - self.tendered > 1
        if code in ("investment", "documents_issued"):
            return bool(clause.of("private"))
        if code == "plan_completion":
            return (
                self._beyond(clause, item)
                or fact_links.plan_of_another(self.made, clause, item)
                or fact_links.plan_of(self.made, clause, item) is None
            )
        if (
            code.startswith(("members", "orgs"))
            and figure.unit in _LOOSE
            and not fact_links.of_the_party(self.made, clause)
        ):
            return True
        if code == "members_total" and self._aged(clause, item):
            return True
        if code.startswith("members") and figure.kind == "count":
            others = any(item.j <= cue.i <= item.end for cue in clause.of("other_people"))
            return others and not (bond is not None and self._into_the_party(clause, bond.trigger))
        loose = bond is not None and bond.trigger.concept == "has" and bond.cost > 3
        place = code in ("households", "population")
        return place and (loose or self.context.subject_of(clause, item) is None)

    def _beyond(self, clause: Clause, item: Item) -> bool:
        """Whether a percentage is only what went beyond a plan ("7.5% above the target")."""
        low, high = clause.part(item.i)[0], clause.stop(item.j)
        return item.figure.value < WHOLE and any(low <= cue.i < high for cue in clause.of("exceeds"))

    def _into_the_party(self, clause: Clause, trigger: Trigger) -> bool:
        """Whether a verb says by itself that it was the Party that people came to ("admitted to the Party")."""
        if trigger.concept != "admitted":
            return False
        nouns = {n for item in clause.items for n in range(item.j, item.end)}
        return any(trigger.i <= cue.i <= trigger.j + 1 and cue.i not in nouns for cue in clause.of("party_word"))

    def _aged(self, clause: Clause, item: Item) -> bool:
        """Whether a figure counts those of an age: "8 members are above 70 years"."""
        tokens = self.doc.tokens
        for figure in self.doc.found.figures[item.number + 1 : item.number + 2]:
            if figure.sentence == clause.sentence and figure.unit == "year":
                at = tokens.at(figure.start)
                return at >= item.end and clause.gap(item.end, at) <= 3
        return False

    def _opens(self, clause: Clause) -> bool:
        """Whether the targets of an earlier line hold here too: a list's opening line, an enumeration."""
        keys = self.doc.tokens.keys
        marked = any(cue.i - clause.i <= 1 for cue in clause.of("list_mark"))
        if marked and clause.sentence - self.targeted <= 1:
            return True
        before = clause.i - 1
        while before > 0 and keys[before][0][0] in "-\n+*•":
            before -= 1
        if keys[before][0][0] != ":":
            return self.opened and keys[clause.i][0][0] in "-+*•"
        return self._aims(before)

    def _aims(self, at: int) -> bool:
        """Whether the line that ends at a token holds words of a target."""
        table, tokens = self.doc.pack.table("target"), self.doc.tokens
        n = at
        while n > max(0, at - LINE) and tokens.keys[n - 1][0][0] not in "\n.":
            n -= 1
            if tokens.match(table, n) is not None:
                return True
        return False

    def _make(self, clause: Clause, item: Item, told: _Told) -> Made:
        trigger, code, change = told.trigger, told.code, told.change
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
            unit=self._unit(item, code, change) if change is None else self._unit_of_change(item),
            modifier=figure.modifier,
            change=change,
            modality=modality,
            subject=subject.name if subject is not None else None,
            subject_id=subject.id if subject is not None else None,
            place=subject.place if subject is not None else None,
            group=self._group(clause, item, code, change),
            qualifier=self._qualifier(clause, item, code),
            actor=fact_details.actor(clause, item),
            of=fact_links.plan_of(self.made, clause, item) if code == "plan_completion" else None,
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
        return Made(fact, item, clause, trigger, told.part, fact_details.stated_target(clause, item))

    def _unit_of_change(self, item: Item) -> str | None:
        last = self.made[-1].fact.unit if self.made else None
        return last if item.figure.unit in fact_details.PEOPLE and last == "party_member" else item.figure.unit

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
    found: dict[int, list[Clause]] = {}
    for clause in clauses(doc):
        found.setdefault(clause.sentence, []).append(clause)
    if not found:
        return []
    context = fact_context.read(doc)
    reader = _Reader(doc, context)
    for sentence in range(len(doc.found.sentences)):
        if (
            sentence
            and "\n" in doc.article.text[doc.found.sentences[sentence - 1].end : doc.found.sentences[sentence].start]
        ):
            context.paragraph()
        for clause in found.get(sentence, ()):
            reader.read(clause)
        context.carry(sentence, found[sentence][-1] if sentence in found else None)
    wholes = [(made.fact, made.part) for made in reader.made]
    return unite(doc, wholes)
