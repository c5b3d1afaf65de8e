"""What a fact is about: its subject and its period, from its sentence or carried over from those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.docview import DocView
from pipeline.records import Organization, Place
from pipeline.stages.fact_clauses import Clause, Item
from pipeline.stages.fact_cues import Cue
from pipeline.stages.fact_periods import When, apart, distance, lasting, short, within
from pipeline.stages.fact_spans import token_at

#: Levels of places that a fact can be about.
DEPTH = ("province", "district", "commune", "village")
LEVELS = frozenset(DEPTH)
#: Kinds of body that are named as speakers and sources, and no subjects.
NO_SUBJECTS = frozenset(("media", "political_party", "international"))
#: How many tokens behind a document its issuer may stand, a subject behind its figure, a parent behind its place.
ISSUER_REACH, BEHIND_REACH, PARENT_REACH = 12, 4, 6
#: So many tokens may stand between the place that did something and the figure.
VERB = 3.0
#: A place further inside its sentence than so many tokens is where something happens, not what it is about.
OPENING = 8
#: The same behind "at", and how far before a place that may stand.
OPENING_AT, AT_REACH = 4, 2
#: Bodies of the Party, which facts are about more often than others named beside them.
PARTY = frozenset(
    ("party_committee", "party_organization", "party_cell", "standing_committee", "inspection_commission")
)
#: Indicators of an event.
EVENTS = ("delegates",)
#: Indicators of a state: their period is told in their own sentence or not at all.
STATES = ("_total", "_rate", "_with_orgs", "_with_cells", "_with_degree", "_with_theory", "households", "population")


@dataclass(slots=True)
class Subject:
    """What a fact is about: a body or a place, by its Vietnamese name; ``i`` is where it stands."""

    name: str
    id: str | None
    place: str | None
    organization: int | None
    level: str | None
    i: int
    j: int
    kind: str | None = None
    opens: bool = True


@dataclass(slots=True)
class Context:
    """Subjects and dates of an article by sentence, and what is carried to the next sentence."""

    doc: DocView
    subjects: dict[int, list[Subject]] = field(default_factory=dict)
    dates: dict[int, list[When]] = field(default_factory=dict)
    subject: Subject | None = None
    period: When | None = None
    #: The period of the paragraphs before, which comes back after one about a part of it.
    main: When | None = None
    #: The last period of several years, which "the same term" goes back to.
    term: When | None = None
    known: list[Subject] = field(default_factory=list)
    #: The subjects and the dates of the clause looked at last.
    seen: tuple[Clause, list[Subject]] | None = None
    read: tuple[Clause, list[When]] | None = None

    def carry(self, sentence: int, clause: Clause | None) -> None:
        """Take over what a sentence that is done says for those after it."""
        own = self._subjects(sentence, clause)
        bodies = [one for one in own if one.organization is not None and (one.opens or one.kind in PARTY)]
        party = [one for one in bodies if one.kind in PARTY]
        opening = [one for one in own if one.opens]
        if party or bodies or opening:
            self.subject = next((rows[-1] for rows in (party, bodies, opening) if rows), self.subject)
        self.known += self.subjects.get(sentence, [])
        aside = apart(clause) if clause is not None else set()
        for when in self.dates.get(sentence, []):
            if when.i in aside or not lasting(when.date):
                continue
            if when.date.grain == "period":
                self.term = when
            alone = clause is not None and any(
                -2 <= cue.i - when.j <= 1 or 0 <= when.i - cue.j <= 1 for cue in clause.of("alone")
            )
            if not (alone and self.period is not None):
                self.period = when
            if self.main is None or not within(when.date, self.main.date):
                self.main = when

    def paragraph(self) -> None:
        """A new paragraph goes back to the year of those before, where the last was only about a part of it."""
        if self.period is None or self.main is None or not within(self.period.date, self.main.date):
            return
        if self.main.date.grain == "year":
            self.period = self.main

    def _subjects(self, sentence: int, clause: Clause | None) -> list[Subject]:
        if clause is None:
            return sorted(self.subjects.get(sentence, []), key=lambda one: one.i)
        if self.seen is None or self.seen[0] is not clause:
            own = [one for one in self.subjects.get(sentence, []) if clause.i <= one.i < clause.j]
            self.seen = clause, sorted([*own, *self._generic(clause)], key=lambda one: one.i)
        return self.seen[1]

    def _dates(self, clause: Clause) -> list[When]:
        if self.read is None or self.read[0] is not clause:
            own = [one for one in self.dates.get(clause.sentence, []) if clause.i <= one.i < clause.j]
            self.read = clause, own
        return self.read[1]

    def subject_of(self, clause: Clause, item: Item) -> Subject | None:
        """The body or place named last before a figure; else one right behind it; else the one carried over."""
        own = self._subjects(clause.sentence, clause)
        before = [one for one in own if one.j <= item.i]
        sources = [cue.j for cue in clause.of("source")]
        told = [one for one in before if not any(0 <= one.i - j <= 1 for j in sources)]
        strong = [one for one in told if one.organization is not None or one.opens or self._does(clause, one, item)]
        if strong:
            return strong[-1]
        if told and self.subject is None:
            return told[-1]
        behind = next((one for one in own if one.i >= item.end), None)
        if behind is not None and clause.gap(item.end, behind.i) <= BEHIND_REACH and not before:
            return behind
        return before[-1] if before and not told else self.subject

    def _does(self, clause: Clause, one: Subject, item: Item) -> bool:
        """Whether a place stands right before a figure, but for the verb: "district A admitted 12, district B 15"."""
        if _parted(self.doc, one.j, item.i) or any(one.j <= other.i < item.i for other in clause.items):
            return False
        return clause.gap(one.j, item.i) <= VERB

    def _generic(self, clause: Clause) -> Iterator[Subject]:
        """Words such as "the whole district", as the place of that level named last."""
        known = [*self.known, *self.subjects.get(clause.sentence, [])]
        held = {n for one in self.subjects.get(clause.sentence, []) for n in range(one.i - 1, one.j)}
        for cue in clause.of("generic"):
            if cue.i in held or cue.j in held:
                continue
            place = self._named(known, cue)
            if place is not None:
                yield Subject(place.name or "", place.code, place.code, None, place.level, cue.i, cue.j)

        for cue in clause.of("generic_body"):
            body = next((one for one in reversed(known) if one.kind == cue.value and one.i < cue.i), None)
            if body is not None and cue.i not in held and cue.j not in held:
                yield replace(body, i=cue.i, j=cue.j)

    def _named(self, known: list[Subject], cue: Cue) -> Place | None:
        levels = cue.value.split("_")
        if len(levels) > 1:
            fitting = [one for one in known if one.level in levels and one.place is not None]
            often = Counter(one.place for one in fitting).most_common(1)
            return next((p for p in self.doc.found.places if often and p.code == often[0][0] and p.name), None)
        for one in reversed([one for one in known if one.i < cue.i]):
            if one.place is not None and one.level in levels:
                return next((p for p in self.doc.found.places if p.code == one.place and p.name), None)
        return None

    def period_of(self, clause: Clause, item: Item, indicator: str) -> tuple[When | None, bool]:
        """The period of a figure, and whether its own sentence gives it."""
        aside = apart(clause)
        best: tuple[float, When] | None = None
        for when in self._dates(clause):
            if when.i in aside or (indicator in EVENTS and not short(when.date)):
                continue
            cost = distance(clause, item, when)
            if cost is not None and (best is None or cost <= best[0]):
                best = cost, when
        if best is not None:
            return best[1], True
        if indicator.endswith(STATES) or any(cue.j <= item.i for cue in clause.of("now")):
            return None, False
        if self.term is not None and clause.of("same_term"):
            return self.term, True
        return self.period, False


def read(doc: DocView) -> Context:
    """The subjects and dates of an article, each under its sentence."""
    context = Context(doc)
    tokens = doc.tokens
    ends = [token_at(doc, one.end - 1) + 1 for one in doc.found.documents]
    held: set[int] = set()
    speakers = {person.organization for person in doc.found.persons}
    names: dict[str | None, str | None] = {place.code: place.name for place in doc.found.places if place.code}
    for number, body in enumerate(doc.found.organizations):
        i, j = token_at(doc, body.start), token_at(doc, body.end - 1) + 1
        held.update(range(i, j))
        if (
            body.zone != "boilerplate"
            and _is_subject(body)
            and not any(0 <= i - e <= ISSUER_REACH and not _parted(doc, e, i) for e in ends)
        ):
            one = Subject(body.name or "", body.id, body.place, number, body.level, i, j, body.kind)
            one.opens = i - token_at(doc, doc.found.sentences[body.sentence].start) <= OPENING
            told = number in speakers or tokens.match_back(doc.pack.table("source"), i) is not None
            if told and body.kind == "party_board" and names.get(body.place):
                # Who speaks for a committee's board speaks of its place.
                one = Subject(names[body.place] or "", body.place, body.place, number, body.level, i, j)
            context.subjects.setdefault(body.sentence, []).append(one)
    parents: dict[str | None, str | None] = {place.code: place.parent for place in doc.found.places if place.code}
    for place in doc.found.places:
        i, j = token_at(doc, place.start), token_at(doc, place.end - 1) + 1
        if place.zone == "boilerplate" or place.name is None or place.level not in LEVELS or i in held:
            continue
        row = context.subjects.setdefault(place.sentence, [])
        near = [one for one in row if 0 <= i - one.j <= PARENT_REACH]
        if not any(_holds(place, one, parents) for one in near):
            first = token_at(doc, doc.found.sentences[place.sentence].start)
            at = any(tokens.match(doc.pack.table("at"), n) for n in range(max(first, i - AT_REACH), i))
            opens = i - first <= (OPENING_AT if at else OPENING) and place.code is not None
            if at and not opens:
                continue
            row.append(Subject(place.name, place.code, place.code, None, place.level, i, j, None, opens))
    for number, date in enumerate(doc.found.dates):
        i, j = token_at(doc, date.start), token_at(doc, date.end - 1) + 1
        dated = any(
            0 <= i - e <= 3 and not _parted(doc, e, i) and doc.sentence_of(tokens.span(e - 1, e)[0]) == date.sentence
            for e in ends
        )
        if date.zone != "boilerplate" and not dated:
            context.dates.setdefault(date.sentence, []).append(When(number, date, i, j))
    return context


def _holds(place: Place, one: Subject, parents: dict[str | None, str | None]) -> bool:
    """Whether a place is what the one before it lies in: "the commune's committee, district A"."""
    if one.place is not None:
        return place.code in (one.place, parents.get(one.place))
    return one.level in DEPTH and place.level in DEPTH[: DEPTH.index(one.level)]


def _is_subject(body: Organization) -> bool:
    return body.name is not None and body.kind not in NO_SUBJECTS and body.level != "central"


def _parted(doc: DocView, a: int, b: int) -> bool:
    return any(doc.tokens.keys[n][0][0] in ",;،؛" for n in range(a, b))
