"""Figures: numbers that state a quantity, with what they count or measure.

A rule of ``figures.toml`` says the ``kind``; its slots say the rest: ``number``, ``high`` and ``total`` the values,
``percent``, ``money``, ``measure``, ``counted``, ``carried`` and ``dual`` the unit. A rule of kind ``none`` takes
numbers that are no figures (an article of a law, a telephone number) out of play. Modifiers stand before, after, or
as a verb further ahead in the clause.
"""

from __future__ import annotations

from bisect import bisect_left

from pipeline.digits import Number, Value
from pipeline.docview import DocView
from pipeline.records import Figure
from pipeline.rules import Match
from pipeline.stages.figure_checks import (
    PEOPLE,
    UNIT_SLOTS,
    is_article,
    is_longer_number,
    is_sound,
    opens_clause,
    scaled,
    value_of,
)

#: Slots that belong to the mention; those of a count stay outside, since its span is the number alone.
_SPAN = ("number", "high", "total", "fraction", "percent", "money", "measure", "part", "dual")
#: How many tokens before a figure a verb that compares may stand ("يتجاوز معدل … 80٪").
VERB_REACH = 16
#: Words between a modifier and its number that change nothing.
FILLERS = 2
#: How many tokens before a number the noun it counts may end ("số đảng viên là 12").
NAMED_REACH = 3
#: The same where the number counts people in general, of whom a noun further ahead says who they are.
PEOPLE_REACH = 8
#: No share is larger than this: a percentage above it was split by a mark that groups elsewhere.
MOST_PERCENT = 1000


def find(doc: DocView) -> list[Figure]:
    """The figures of an article, in the order of the text."""
    found: list[tuple[Match, Figure]] = []

    def accept(match: Match) -> bool:
        if match.rule.options.get("opens") and not opens_clause(doc, match.i):
            return False
        if match.rule.options["kind"] == "none":
            return not is_longer_number(doc, match)
        return is_sound(doc, match, found[-1] if found else None)

    for match in doc.grammar.matchers["figures"].find(doc.tokens, doc.free, accept):
        if match.rule.options["kind"] != "none":
            found.append((match, _figure(doc, match)))
        doc.take(match.i, match.j)
    found = _without_documents(doc, [one for n, one in enumerate(found) if not is_article(doc, found, n)])
    # From the end, so that a unit reaches all of a list: "30, 40 and 50 years".
    for n, (match, figure) in reversed(list(enumerate(found))):
        if figure.unit == "other" and n + 1 < len(found):
            _share(doc, match, figure, *found[n + 1])
    _carry(doc, found)
    return [figure for _, figure in found]


def _without_documents(doc: DocView, found: list[tuple[Match, Figure]]) -> list[tuple[Match, Figure]]:
    """The figures but for bare numbers that a list of documents goes on with ("resolutions 57, 59 and 68")."""
    tokens, kept = doc.tokens, []
    ends = {tokens.at(document.end - 1) + 1 for document in doc.found.documents}
    for match, figure in found:
        before = tokens.match_back(doc.pack.table("shares"), match.i) if ends else None
        bare = match.j - match.i == 1 and tokens.keys[match.i][0].isdecimal() and figure.kind == "count"
        if bare and before is not None and before[0] in ends:
            ends.add(match.j)
        else:
            kept.append((match, figure))
    return kept


def _figure(doc: DocView, match: Match) -> Figure:
    options, slots = match.rule.options, match.slots
    kind: str = options["kind"]
    unit_slot = next((name for name in UNIT_SLOTS if name in slots), None)
    value, high = _values(match, kind)
    if "part" in slots:
        value = value + float(slots["part"].value)
    total = value_of(slots["total"].value) if "total" in slots else options.get("total")
    span = [
        slots[name]
        for name in _SPAN
        if name in slots and not (kind in ("count", "ratio", "ordinal") and name in ("measure", "money"))
    ]
    first, last = (min(s.i for s in span), max(s.j for s in span)) if span else (match.i, match.j)
    start, end = doc.tokens.span(first, last)
    unit = str(slots[unit_slot].value) if unit_slot else None
    unit_text = doc.tokens.original(slots[unit_slot].i, slots[unit_slot].j) if unit_slot else _next_words(doc, match.j)
    if kind == "ordinal":
        unit = unit_text = None
    elif unit is None:
        unit = options.get("unit", "other")
    return doc.place(
        Figure(
            start=start,
            end=end,
            text=doc.article.text[start:end],
            rule=f"figures.{match.rule.name}",
            value=value,
            high=high,
            total=total,
            kind=kind,
            unit=unit,
            unit_text=unit_text,
            modifier=None if kind == "ordinal" else _modifier(doc, match, first),
        )
    )


def _values(match: Match, kind: str) -> tuple[Value, Value | None]:
    """The value and upper end, the one mark in the digits read as the kind asks, the scale word of a range given to
    both ends.
    """
    slots = match.slots
    if "number" not in slots:
        return match.rule.options.get("value", 2), None
    low = _as_kind(slots["number"].value, kind, match)
    if "high" not in slots:
        return low, None
    high = _as_kind(slots["high"].value, kind, match)
    ends = scaled(slots["number"].value, slots["high"].value)
    return (ends if ends != value_of(slots["number"].value) else low), high


def _as_kind(number: object, kind: str, match: Match) -> Value:
    value = value_of(number)
    if not isinstance(number, Number) or number.other is None:
        return value
    if kind == "percent":
        return min(value, number.other) if number.either or value > MOST_PERCENT else value
    if kind == "count" and ("counted" in match.slots or "carried" in match.slots):
        return max(value, number.other)
    return value


def _next_words(doc: DocView, j: int) -> str | None:
    """The word after a number that no table knows: what it counts, as written."""
    tokens = doc.tokens
    if (
        j < len(tokens)
        and tokens.keys[j][0][0].isalpha()
        and not any(tokens.match(doc.pack.table(name), j) for name in ("shares", "no_noun"))
    ):
        return tokens.original(j, j + 1)
    return None


def _modifier(doc: DocView, match: Match, first: int) -> str | None:
    tokens, pack = doc.tokens, doc.pack
    noun = tokens.match(pack.table("counted"), match.j)
    for j in (match.j, noun[0] if noun is not None else match.j):
        after = tokens.match(pack.table("modifier_after"), j)
        if after is not None:
            return after[1]
    before, filler = pack.table("modifier_before"), pack.table("modifier_filler")
    i = match.i
    for _ in range(FILLERS + 1):
        hit, none = tokens.match_back(before, i), tokens.match_back(pack.table("modifier_not"), i)
        if none is not None and (hit is None or none[0] <= hit[0]):
            return None
        if hit is not None:
            return hit[1]
        skip = tokens.match_back(filler, i)
        if skip is None:
            break
        i = skip[0]
    inside = next((hit for n in range(match.i, first) if (hit := tokens.match(before, n)) is not None), None)
    return inside[1] if inside is not None else _verb(doc, match)


def _verb(doc: DocView, match: Match) -> str | None:
    """A verb that compares, ahead in the clause with no other number between it and the figure; some verbs need their
    preposition before it.
    """
    tokens, pack = doc.tokens, doc.pack
    closed = tokens.match_back(pack.table("modifier_closer"), match.i) is not None
    names = ("modifier_verb", "modifier_verb_closed") if closed else ("modifier_verb",)
    tables = [table for name in names if (table := pack.table(name)).entries]
    for i in range(match.i, max(0, match.i - VERB_REACH) if tables else match.i, -1):
        hit = max(
            (hit for table in tables if (hit := tokens.match_back(table, i)) is not None),
            key=lambda hit: -hit[0],
            default=None,
        )
        if hit is not None:
            return hit[1]
        key = tokens.keys[i - 1][0]
        if key[0] in ".;:\n,،؛" or key[0].isdecimal() or doc.taken[i - 1]:
            return None
    return None


def _share(doc: DocView, match: Match, figure: Figure, after: Match, shared: Figure) -> None:
    """A bare number joined to the next one counts what that one counts ("20 و30٪")."""
    if any(name in match.slots for name in UNIT_SLOTS):
        return
    hit = doc.tokens.match(doc.pack.table("shares"), match.j)
    if (
        hit is not None
        and hit[0] == after.i
        and shared.unit != "other"
        and shared.kind in ("count", "percent", "money", "measure")
    ):
        figure.kind, figure.unit, figure.unit_text = shared.kind, shared.unit, shared.unit_text


def _carry(doc: DocView, found: list[tuple[Match, Figure]]) -> None:
    """A word for people in general counts again the people counted last; so does a number without a noun, whatever
    was counted.
    """
    people: Figure | None = None
    last: Figure | None = None
    for match, figure in found:
        if "carried" in match.slots:
            back = people if figure.unit in PEOPLE else last
            named = _named_before(doc, match, figure.unit in PEOPLE)
            if named is not None:
                figure.unit = named
            elif back is not None and figure.sentence - back.sentence <= 1:
                figure.unit = back.unit
        elif figure.kind == "count" and figure.unit == "other" and figure.unit_text is None:
            named = _named_before(doc, match, False)
            if named is not None:
                figure.unit = named
            elif last is not None and figure.sentence == last.sentence:
                figure.unit = last.unit
        if figure.kind == "count" and figure.unit != "other":
            last = figure
            # Men that follow women are no women.
            people = figure if figure.unit in PEOPLE - {"woman"} else people


def _dated(doc: DocView, i: int) -> set[int]:
    """The tokens of the dates right before token ``i`` in its sentence."""
    at = doc.tokens.span(i, i + 1)[0]
    sentence = doc.sentence_of(at)
    first = bisect_left(doc.found.dates, at, key=lambda date: date.start)
    near = doc.found.dates[max(0, first - PEOPLE_REACH) : first]
    dates = (date for date in near if date.sentence == sentence and date.end <= at)
    return {n for date in dates for n in range(doc.tokens.at(date.start), doc.tokens.at(date.end - 1) + 1)}


def _named_before(doc: DocView, match: Match, people: bool) -> str | None:
    """What is counted, where it is named before the number, dates aside ("số đảng viên đến 31/12 là 310 đồng chí")."""
    tokens = doc.tokens
    reach, dated = PEOPLE_REACH if people else NAMED_REACH, _dated(doc, match.i)
    for i in range(match.i, 0, -1):
        if i - 1 in dated:
            continue
        reach -= 1
        if reach < 0:
            return None
        hit = tokens.match_back(doc.pack.table("counted"), i)
        if hit is not None and (hit[1] in PEOPLE or not people):
            return hit[1]
        # A noun behind a conjunction is not what the next number counts.
        joined = tokens.match(doc.pack.table("shares"), i - 1) is not None
        if joined or tokens.keys[i - 1][0][0] in ".;,\n،؛" or doc.taken[i - 1]:
            return None
    return None
