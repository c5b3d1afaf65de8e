"""The year that a date leaves out, and the tense that asks for one.

It is looked for in the order of the annotation rules: the year the sentence goes on about, the year in which a named
weekday fits, the year its tense asks for, else the one nearest before publication.
"""

from __future__ import annotations

import re

from pipeline import calendars
from pipeline.stages.date_context import Context
from pipeline.tokens import Tokens

#: How far after a date its verb may stand, in tokens, where verbs close their sentences.
VERB_REACH = 40
#: How many dates back a year may have been named.
YEAR_REACH = 30
#: How far from a date, either way, the word that gives its tense may stand elsewhere.
TENSE_REACH = 30


def some_leap_year(calendar: str) -> int:
    """A year that has every day that a year of the calendar can have."""
    return {"gregorian": 2000, "jalali": 1399, "hijri": 1445, "lunar": 2020}[calendar]


def missing_year(context: Context, month: int, day: int | None) -> int | None:
    """The year of a day, or of a month, that names none; ``None`` where it cannot be told."""
    doc, calendar = context.doc, context.calendar
    shifted, near = context.year_shift(), context.get("near")
    if shifted is not None and calendar in ("gregorian", "lunar"):
        return doc.published.year + shifted if doc.published else None
    told = year_of_sentence(context) if near is None else None
    if calendar == "gregorian" and told is not None and calendars.span("gregorian", told, month, day):
        return told
    anchor = doc.published
    if anchor is None:
        return None
    base = anchor.year + {"gregorian": 0, "lunar": 0, "jalali": -621, "hijri": -579}[calendar]
    options = [(y, s) for y in range(base - 2, base + 3) if (s := calendars.span(calendar, y, month, day)) is not None]
    weekday = context.weekday()
    if weekday is not None and day is not None and calendar == "gregorian":
        fitting = [(y, s) for y, s in options if s[0].isoweekday() == weekday]
        if fitting:
            return min(fitting, key=lambda o: abs((o[1][0] - anchor).days))[0]
    if near == 0:
        return min(options, key=lambda o: abs((o[1][0] - anchor).days))[0] if options else None
    if near == 1 or (near is None and future(context)):
        later = [(y, s) for y, s in options if s[1] >= anchor]
        return later[0][0] if later else None
    earlier = [(y, s) for y, s in options if s[0] <= anchor]
    return earlier[-1][0] if earlier else None


def year_of_sentence(context: Context) -> int | None:
    """The year named last before the match in its sentence, or that the sentence before it opens with."""
    doc = context.doc
    start = doc.tokens.span(context.match.i, context.match.i + 1)[0]
    sentence = doc.sentence_of(start)
    for found in doc.found.dates[: -YEAR_REACH - 1 : -1]:
        if found.start_date is None or found.grain not in ("year", "day", "month", "quarter", "half"):
            continue
        if found.sentence < sentence - 1:
            return None
        opens = found.start - doc.found.sentences[found.sentence].start <= 12 and found.grain == "year"
        opens = opens and "\n" not in doc.article.text[found.end : start]
        if (found.sentence == sentence or opens) and re.search(r"\d{4}", found.text):
            return found.start_date.year
    return None


def future(context: Context) -> bool:
    """Whether the words of the sentence before the match are in the future tense, or its verb after it where verbs
    close sentences.
    """
    doc, tokens = context.doc, context.doc.tokens
    start = tokens.span(context.match.i, context.match.i + 1)[0]
    sentence = doc.found.sentences[doc.sentence_of(start)]
    future, past = doc.pack.table("future"), doc.pack.table("past")
    if doc.pack.settings.get("verb_final"):
        for n in range(context.match.j, min(context.match.j + VERB_REACH, len(tokens))):
            if tokens.span(n, n + 1)[1] > sentence.end:
                break
            if tokens.match(future, n) or tokens.match(past, n):
                return tokens.match(future, n) is not None
        return False
    first, last = context.match.i, context.match.j
    for away in range(1, TENSE_REACH):
        for n in (first - away, last + away - 1):
            inside = 0 <= n < len(tokens) and sentence.start <= tokens.span(n, n + 1)[0] < sentence.end
            if inside and not _parted(tokens, n, first, last) and (tokens.match(future, n) or tokens.match(past, n)):
                return tokens.match(future, n) is not None
    return False


def _parted(tokens: Tokens, n: int, first: int, last: int) -> bool:
    """Whether a semicolon stands between token ``n`` and the match: another clause has a tense of its own."""
    between = range(n, first) if n < first else range(last, n)
    return any(tokens.keys[m][0] in (";", "؛") for m in between)
