"""A sentence as the facts stage sees it: its figures, the triggers that may govern them, and the words that turn them.

Positions are token indexes. Costs are distances in tokens; marks between and figures passed over make them longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline.docview import DocView
from pipeline.records import Figure
from pipeline.stages.fact_cues import Cue, cue_table
from pipeline.stages.fact_indicators import shares
from pipeline.stages.fact_spans import mentioned, named, proper, token_at

#: Marks that end a clause, and those that only part it.
HARD, SOFT = frozenset(";؛|\n"), frozenset(',،:()"-')
#: Kinds of figure that facts are read from.
KINDS = frozenset(("count", "percent", "money", "ratio"))
#: How many characters behind a number the noun it counts may begin.
NOUN_REACH = 12
#: How many figures of one sentence are read together.
MOST_ITEMS = 40
#: What a token of a name or a date adds to a distance.
NAMED = 0.2
#: How many tokens before or after a percentage the noun stands that it is a share of.
SHARE_REACH = 7


@dataclass(slots=True, eq=False)
class Item:
    """A figure of the sentence: its tokens ``i`` up to ``j``, with the noun it counts up to ``end``."""

    number: int
    figure: Figure
    i: int
    j: int
    end: int
    things: list[str] = field(default_factory=list)
    #: Concepts whose words stand where the noun should, so that they are counted themselves ("12 reprimands").
    named: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Trigger:
    """Words that say what is counted; ``side`` tells where they stand, as seen from the figure."""

    concept: str
    rule: str
    side: str
    i: int
    j: int


@dataclass(slots=True)
class Clause:
    """One sentence: tokens ``i`` up to ``j``, and what is in it, in order. ``costs`` are running sums of tokens and
    marks, so that a distance is a difference; ``hard`` are the positions of marks that end a clause.
    """

    doc: DocView
    sentence: int
    i: int
    j: int
    items: list[Item]
    triggers: list[Trigger] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    hard: list[int] = field(default_factory=list)
    by_kind: dict[str, list[Cue]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Cue]:
        """The cues of one kind."""
        return self.by_kind.get(kind, [])

    def gap(self, a: int, b: int) -> float:
        """The distance from token ``a`` to token ``b`` (not before it), marks counted longer than words."""
        return self.costs[b - self.i] - self.costs[a - self.i]

    def cut(self, a: int, b: int) -> bool:
        """Whether a mark that ends a clause stands between."""
        return any(a <= at < b for at in self.hard)

    def part(self, i: int) -> tuple[int, int]:
        """The stretch around a token between two marks of any kind, colons and brackets aside."""
        low = high = i
        while low > self.i and not self._stops(low - 1):
            low -= 1
        return low, self.stop(high)

    def stop(self, n: int) -> int:
        """The first mark at or behind a token."""
        while n < self.j and not self._stops(n):
            n += 1
        return n

    def _stops(self, n: int) -> bool:
        key = self.doc.tokens.keys[n][0][0]
        return key in HARD or key in ",،"


def clauses(doc: DocView) -> list[Clause]:
    """The sentences that hold a figure facts could be read from, in order, with what is in them."""
    rows: dict[int, list[Item]] = {}
    for number, figure in enumerate(doc.found.figures):
        if figure.zone != "boilerplate" and figure.kind in KINDS:
            rows.setdefault(figure.sentence, []).append(_item(doc, number, figure))
    held, own = mentioned(doc), proper(doc)
    found: list[Clause] = []
    for sentence, items in sorted(rows.items()):
        # A sentence without end is read in stretches, so that the time it takes grows with its length alone.
        for n in range(0, len(items), MOST_ITEMS):
            stretch = items[n : n + MOST_ITEMS]
            after = items[n + MOST_ITEMS].i if n + MOST_ITEMS < len(items) else None
            start = found[-1].j if n else None
            clause = _clause(doc, sentence, stretch, held.get(sentence, set()), (start, after))
            _cues(clause, own)
            for item in stretch:
                _thing(clause, item)
            found.append(clause)
    _triggers(doc, found)
    return found


def _item(doc: DocView, number: int, figure: Figure) -> Item:
    tokens = doc.tokens
    i, j = token_at(doc, figure.start), token_at(doc, figure.end - 1) + 1
    noun = short = None
    if figure.kind in ("count", "ratio"):
        noun = tokens.match(doc.pack.table("counted"), j)
        short = tokens.match(doc.pack.table("short"), j)
        if noun is not None and short is not None and short[0] <= noun[0]:
            short = None
        noun = short or noun or tokens.match(doc.pack.table("carried"), j)
    item = Item(number, figure, i, j, noun[0] if noun is not None else j)
    if figure.kind == "percent":
        item.things = ["percent"] if figure.unit == "percent" else []
    elif figure.kind == "money":
        item.things = ["money"]
    elif short is not None:
        item.things = [short[1]]
    elif noun is None and figure.kind == "count" and _unknown_noun(doc, item):
        item.things = []
    elif figure.unit is not None:
        item.things = [figure.unit]
    return item


def _unknown_noun(doc: DocView, item: Item) -> bool:
    """Whether a number has its unit from its neighbours though a noun of its own, which no table knows, follows it."""
    told, text = item.figure.unit_text, doc.article.text
    if told is None or told in item.figure.text or item.j >= len(doc.tokens):
        return False
    figures = doc.found.figures
    end = item.figure.end + len(told) + NOUN_REACH
    if item.number + 1 < len(figures):
        end = min(end, max(figures[item.number + 1].start, item.figure.end))
    near = text[max(0, item.figure.start - len(told) - 2) : end]
    if told in near or not doc.tokens.keys[item.j][0][0].isalpha():
        return False
    known = ("shares", "no_noun", "part_of", "of_them", "group", "modifier_after", "passive", "qualifier")
    return not any(doc.tokens.match(doc.pack.table(name), item.j) for name in known)


def _clause(
    doc: DocView, number: int, items: list[Item], named: set[int], bounds: tuple[int | None, int | None]
) -> Clause:
    tokens, sentence = doc.tokens, doc.found.sentences[number]
    start = token_at(doc, sentence.start) if bounds[0] is None else bounds[0]
    end = token_at(doc, sentence.end - 1) + 1 if bounds[1] is None else bounds[1]
    clause = Clause(doc, number, start, end, items)
    for item in items:
        item.end = min(item.end, end)
    total = 0.0
    inside = {n for item in items for n in range(item.i, item.j)}
    for n in range(clause.i, clause.j):
        clause.costs.append(total)
        key = tokens.keys[n][0][0]
        if key in HARD:
            clause.hard.append(n)
        total += 0 if n in inside else NAMED if n in named else 3 if key in ",،" else 1
    clause.costs.append(total)
    return clause


def _cues(clause: Clause, own: set[int]) -> None:
    """All cues, longest first where several begin at one token; none in the proper names that ``own`` holds."""
    doc = clause.doc
    table = cue_table(doc.pack)
    keys, first = doc.tokens.keys, table.first
    numbers = own.union(n for item in clause.items for n in range(item.i, item.j))
    n = clause.i
    while n < clause.j:
        if n in numbers:
            n += 1
            continue
        hit = doc.tokens.match(table, n) if any(key in first for key in keys[n]) else None
        if hit is None or hit[0] > clause.j:
            n += 1
            continue
        for meaning in hit[1].split("|"):
            kind, _, value = meaning.partition(":")
            cue = Cue(kind, value, n, hit[0])
            clause.cues.append(cue)
            clause.by_kind.setdefault(kind, []).append(cue)
        n = hit[0]


def _thing(clause: Clause, item: Item) -> None:
    """What a percentage is a share of, or a bare number in a row counts: the nearest noun in its part of the
    sentence.
    """
    bare = item.figure.unit == "other" and item.figure.unit_text is None
    if {"party_org", "party_cell"}.intersection(item.things) and any(
        cue.kind == "grassroots" and item.j <= cue.i <= item.end for cue in clause.cues
    ):
        item.things.append("grassroots")
    if item.figure.kind != "percent" and not bare:
        return
    tokens, counted = clause.doc.tokens, clause.doc.pack.table("counted")
    low, high = clause.part(item.i)[0], clause.stop(item.j)
    stops = [other.i for other in clause.items if other.i > item.i]
    if not bare:
        for n in range(item.j, min(high, item.j + SHARE_REACH, *(stops or [high]))):
            hit = tokens.match(counted, n) or tokens.match(clause.doc.pack.table("short"), n)
            if hit is not None and f"%{hit[1]}" in shares():
                item.things.append(f"%{hit[1]}")
                item.end = hit[0] if n == item.j else item.end
                return
    low = max([low, *(other.end for other in clause.items if other.i < item.i)])
    for n in range(item.i, low, -1):
        hit = tokens.match_back(counted, n)
        thing = (hit[1] if bare else f"%{hit[1]}") if hit is not None else ""
        if thing and thing not in item.things and (bare or thing in shares()):
            item.things.append(thing)
    if len(item.things) > (0 if bare else 1):
        return
    last = next((other for other in reversed(clause.items) if other.end <= item.i), None)
    if last is not None and not bare:
        item.things += [thing if thing[0] == "%" else f"%{thing}" for thing in last.things if thing != "percent"]


def _triggers(doc: DocView, found: list[Clause]) -> None:
    """The triggers of all clauses, in one run of the matcher over their tokens."""
    if not found:
        return
    spans = [(clause.i, clause.j) for clause in found]
    hot, at = [], 0
    for n in doc.tokens.hot.get("facts", []):
        while at < len(spans) and n >= spans[at][1]:
            at += 1
        if at < len(spans) and n >= spans[at][0]:
            hot.append(n)
    inside = replace(doc.tokens, hot={"facts": hot})
    names = named(doc)

    def free(i: int, j: int) -> bool:
        return names.isdisjoint(range(i, j))

    at = 0
    for match in doc.grammar.matchers["facts"].find(inside, free, lambda _: True):
        while match.i >= found[at].j:
            at += 1
        options = match.rule.options
        found[at].triggers.append(
            Trigger(options["concept"], f"facts.{match.rule.name}", options["side"], match.i, match.j)
        )
    for clause in found:
        nouns = {n for item in clause.items for n in range(item.j + 1, item.end)}
        clause.triggers = [trigger for trigger in clause.triggers if trigger.i not in nouns]
        passive = {cue.j for cue in clause.cues if cue.kind == "passive"}
        for item in clause.items:
            if item.figure.kind == "count" and item.figure.unit == "other":
                item.named = {trigger.concept for trigger in clause.triggers if trigger.i == item.j}
        for trigger in clause.triggers:
            if trigger.i in passive and trigger.side == "before":
                trigger.side = "after" if any(item.end <= trigger.i for item in clause.items) else "either"
