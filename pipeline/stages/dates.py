"""Dates: days, months, quarters, halves, years, terms and periods of four calendars, and the relative times of news.

A rule of ``dates.toml`` says by ``means`` what its slots come to; ``date_readings`` has what each of them does.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline import calendars
from pipeline.docview import DocView
from pipeline.records import Date
from pipeline.rules import Match
from pipeline.stages.date_context import Context, Reading
from pipeline.stages.date_readings import MEANS


def find(doc: DocView) -> list[Date]:
    """The dates of an article, in the order of the text."""

    def accept(match: Match) -> bool:
        match.reading = _read(doc, match)
        return match.reading is not None

    found: list[Date] = []
    for match in doc.grammar.matchers["dates"].find(doc.tokens, doc.free, accept):
        if not match.rule.options.get("shared"):
            doc.take(match.i, match.j)
        if match.rule.options["means"] == "none":
            continue
        found.append(_record(doc, match, match.reading))
        doc.found.dates = found
    return found


def _record(doc: DocView, match: Match, reading: Reading) -> Date:
    skip = match.slots.get("skip")
    first = skip.j if skip is not None and skip.i == match.i else match.i
    start, end = doc.tokens.span(first, match.j)
    modifier = reading.modifier
    bound = doc.tokens.match_back(doc.pack.table("bounds"), first)
    days = reading.days
    period = reading.grain == "period" or (reading.grain == "day" and days is not None and days[0] < days[1])
    if modifier is None and bound is not None and not (period and bound[1] == "since"):
        modifier = bound[1] if bound[1] != "none" else None
    elif modifier is None and doc.tokens.match(doc.pack.table("until_now"), match.j) is not None:
        modifier = "since"
    return doc.place(
        Date(
            start=start,
            end=end,
            text=doc.article.text[start:end],
            rule=f"dates.{match.rule.name}",
            start_date=days[0] if days else None,
            end_date=days[1] if days else None,
            grain=reading.grain,
            timex=reading.timex or calendars.timex(reading.grain, days, reading.calendar),
            calendar=reading.calendar,
            modifier=modifier,
        )
    )


def _read(doc: DocView, match: Match) -> Reading | None:
    options = match.rule.options
    if options.get("not_after_number") and match.i > 0 and doc.grammar.numbers.known(doc.tokens, match.i - 1):
        return None
    if options["means"] == "none":
        return Reading(None, "vague")
    before = options.get("only_after")
    if before and not any(doc.tokens.match_back(doc.pack.table(name), match.i) for name in before):
        return None
    after = options.get("not_before")
    if after and any(doc.tokens.match(doc.pack.table(name), match.j) for name in after):
        return None
    if _glued_to_letters(doc, match) or (
        (named := options.get("capital")) and not doc.tokens.capital(match.slots[named].j - 1)
    ):
        return None
    calendar = options.get("calendar", "gregorian")
    context = Context(doc, match, calendar)
    if calendar == "by_year":
        year = context.get("year") or 0
        told = next((c for low, high, c in doc.pack.settings.get("years", []) if low <= year <= high), None)
        context = replace(context, calendar=told or "gregorian")
    reading = MEANS[options["means"]](context)
    if reading is None:
        return None
    edge = context.text("edge")
    if edge is not None and reading.modifier is None:
        days = reading.days
        if reading.grain == "month" and days is not None:
            days = calendars.part_of(days, edge)
        reading = replace(
            reading, modifier=edge, days=days, timex=reading.timex or calendars.timex(reading.grain, reading.days)
        )
    return replace(reading, calendar=context.calendar)


def _glued_to_letters(doc: DocView, match: Match) -> bool:
    """Digits inside a name or a product number are no date; a whole day glued to the word before it is (a page's
    dateline).
    """
    i = match.i
    if not doc.tokens.keys[i][0][0].isdecimal():
        return False
    before = doc.tokens.keys[i - 1][0] if doc.tokens.glued(i) else ""
    after = doc.tokens.keys[match.j][0] if doc.tokens.glued(match.j) else ""
    whole = {"day", "month", "year"} <= set(match.slots)
    clitic = bool(before) and doc.grammar.splitter.glue(before)
    if before and before[0].isalpha() and not whole and not clitic:
        return True
    return before in ("/", ".", ",", "_", "=", "@") or (
        after in ("/", "_") and match.j + 1 < len(doc.tokens) and doc.tokens.glued(match.j + 1)
    )
