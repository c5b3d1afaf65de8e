"""What the rules of ``dates.toml`` mean: from the slots of a match to days, by the rule's ``means``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline import calendars
from pipeline.stages.date_context import SHIFT, Context, Reading
from pipeline.stages.date_years import future, missing_year, some_leap_year, year_of_sentence

#: Days further apart than this are an anniversary's two days and no range ("3/2/1930 - 3/2/2025").
LONGEST_RANGE = 1100


def _day(context: Context) -> Reading | None:
    """A day or a month, with or without its year; ``high_day`` (and ``high_month``) end a range."""
    day, month, year = context.get("day"), context.get("month"), context.get("year")
    high_day, high_month, high_year = context.get("high_day"), context.get("high_month"), context.get("high_year")
    grain = "day" if day is not None else "month"
    if month is None:
        return _day_of_relative_month(context, day)
    last = (high_year or year, high_month or month, high_day or day)
    sound = calendars.span(context.calendar, year or some_leap_year(context.calendar), month, day)
    if sound is None and context.calendar in ("gregorian", "jalali"):
        return None
    if (high_day or high_month) and calendars.span(
        context.calendar, last[0] or some_leap_year(context.calendar), *last[1:]
    ) is None:
        return None
    if year is None:
        year = high_year or missing_year(context, month, day)
        if year is None:
            told = f"XXXX-{month:02d}" + (f"-{day:02d}" if day is not None else "")
            return Reading(None, grain, timex=told if context.calendar == "gregorian" else None)
        if high_month and high_month < month and not high_year:
            last = (year + 1, *last[1:])
    days = calendars.span(context.calendar, year, month, day)
    if days is None:
        return Reading(None, grain) if context.calendar in ("lunar", "hijri") else None
    if high_day or high_month:
        end = calendars.span(context.calendar, last[0] or year, last[1], last[2])
        if end is None or end[1] <= days[0] or (end[1] - days[0]).days > LONGEST_RANGE:
            return None
        return Reading((days[0], end[1]), "day" if day is not None else "period")
    half, week = context.get("half"), context.get("week")
    if half is not None:
        return Reading(calendars.half_of(days, half), "period")
    if week is not None:
        return Reading(calendars.week_of(days, week), "period")
    return Reading(days, grain)


def _day_of_relative_month(context: Context, day: int | None) -> Reading | None:
    """A day of "this month" or "last month" (``relative``)."""
    match = SHIFT.fullmatch(context.text("relative") or "")
    if match is None or match[1] != "month" or day is None:
        return None
    anchor = context.doc.published
    month = calendars.shifted(anchor, "month", int(match[2])) if anchor is not None else None
    if month is None:
        return Reading(None, "day")
    days = calendars.span("gregorian", month[0].year, month[0].month, day)
    return Reading(days, "day") if days else None


def _year(context: Context) -> Reading | None:
    year = context.get("year")
    days = calendars.span(context.calendar, year) if year else None
    return Reading(days, "year") if days and _plausible(context.calendar, year or 0) else None


def _plausible(calendar: str, year: int) -> bool:
    low, high = {"gregorian": (1800, 2100), "jalali": (1200, 1500), "hijri": (1200, 1500)}.get(calendar, (1800, 2100))
    return low <= year <= high


def _years(context: Context) -> Reading | None:
    first, last = context.get("year"), context.get("high_year")
    if first is None or last is None:
        return None
    if last < 100:
        last += first // 100 * 100
    if not (_plausible(context.calendar, first) and _plausible(context.calendar, last)) or not first < last:
        return None
    opening, closing = calendars.span(context.calendar, first), calendars.span(context.calendar, last)
    return Reading((opening[0], closing[1]), "period") if opening and closing else None


def _part_of_year(context: Context) -> Reading | None:
    """``quarter`` 1-4, ``half`` 1-2, or ``count`` months at the ``end_of`` (first, last) of the year; ``shift`` or
    this year without one.
    """
    year, unsaid = context.get("year"), False
    if year is None:
        shift = context.year_shift()
        told = year_of_sentence(context) if shift is None else None
        anchor = context.doc.published
        year = told if told is not None else (anchor.year + (shift or 0) if anchor else None)
        unsaid = told is None and shift is None
    quarter, half, count = context.get("quarter"), context.get("half"), context.get("count")
    last = context.text("end_of") == "last"
    if quarter is not None:
        first, size, grain, tail = quarter * 3 - 2, 3, "quarter", f"Q{quarter}"
    elif half is not None:
        first, size, grain, tail = half * 6 - 5, 6, "half", f"H{half}"
    elif count is not None and 1 <= count <= 12:
        first, size = (13 - count if last else 1), count
        grain, tail = {3: ("quarter", "Q4" if last else "Q1"), 6: ("half", "H2" if last else "H1")}.get(
            count, ("period", "")
        )
    else:
        return None
    if not 1 <= first <= 12:
        return None
    high = context.get("high_quarter")
    if high is not None and quarter is not None and quarter < high <= 4:
        size, grain, tail = (high - quarter + 1) * 3, "period", ""
    if year is None:
        return Reading(None, grain, timex=f"XXXX-{tail}" if tail else None)
    if not _plausible(context.calendar, year):
        return None
    days = calendars.months(year, first, size, context.calendar)
    published = context.doc.published
    if days and unsaid and published and days[0] > published and not future(context):
        before = calendars.months(year - 1, first, size)
        # The fourth quarter named in January has passed; the second half named in June is to come.
        days = before if before and published - before[1] < days[0] - published else days
    return Reading(days, grain) if days else None


def _school_year(context: Context) -> Reading | None:
    """``year`` to ``high_year``; without years the school year of the publication, or with ``near`` one beside it."""
    first, last, anchor = context.get("year"), context.get("high_year"), context.doc.published
    if first is None:
        if anchor is None:
            return Reading(None, "period")
        opens = calendars.school_year(anchor.year)[0].month
        first = anchor.year - (anchor.month < opens) + (context.get("near") or 0)
    if last is not None and last < 100:
        last += first // 100 * 100
    return Reading(calendars.school_year(first), "period") if last in (None, first + 1) else None


def _decade(context: Context) -> Reading | None:
    year = context.get("year")
    if year is None or year % 10:
        return None
    first = year if year >= 1000 else 1900 + year
    return Reading(calendars.years(first, first + 9), "period", timex=str(first // 10))


def _century(context: Context) -> Reading | None:
    number = context.get("century")
    if number is None or not 11 <= number <= 21:
        return None
    return Reading(calendars.years(number * 100 - 99, number * 100), "period", timex=str(number - 1))


def _relative(context: Context) -> Reading | None:
    """``relative`` is a table's ``unit±steps``, counted from the publication day."""
    match = SHIFT.fullmatch(context.text("relative") or "")
    if match is None:
        return None
    unit, steps = match[1], int(match[2])
    anchor = context.doc.published
    if anchor is None:
        return Reading(None, unit, timex=f"P1{unit[0].upper()}" if unit != "day" else "PRESENT_REF")
    days = calendars.shifted(anchor, unit, steps)
    return Reading(days, unit) if days else None


def _ago(context: Context) -> Reading | None:
    """``number`` days, weeks, months or years (``ago_unit``) before the publication day."""
    steps, unit, anchor = context.get("number"), context.text("ago_unit"), context.doc.published
    if steps is None or unit is None or not 0 < steps < 200:
        return None
    if anchor is None:
        return Reading(None, unit, timex=f"P{steps}{unit[0].upper()}")
    days = calendars.shifted(anchor, unit, -steps)
    return Reading(days, unit) if days else None


def _to_date(context: Context) -> Reading | None:
    """From the beginning of a year (``year``, else this one) until a day given, else until publication."""
    anchor = context.doc.published
    year, day, month = context.get("year"), context.get("day"), context.get("month")
    if year is None and anchor is not None:
        year = anchor.year + (context.year_shift() or 0)
    if year is None:
        return Reading(None, "period")
    end: date | None
    if month is not None:
        last = calendars.span("gregorian", context.get("high_year") or year, month, day)
        if last is None:
            return None
        end = last[1]
    else:
        end = anchor
    first = calendars.span("gregorian", year, context.get("first_month"))
    return Reading((first[0], end) if first and end and first[0] <= end else None, "period")


def _weekday(context: Context) -> Reading | None:
    weekday, anchor = context.get("weekday"), context.doc.published
    if weekday is None:
        return None
    if anchor is None:
        return Reading(None, "day", timex=f"XXXX-WXX-{weekday}")
    week_shift = SHIFT.fullmatch(context.text("relative") or "")
    day: date | None
    if week_shift is not None:
        week = calendars.shifted(anchor, "week", int(week_shift[2])) if week_shift[1] == "week" else None
        day = date.fromordinal(week[0].toordinal() + weekday - 1) if week else anchor
    else:
        near = context.get("near")
        day = calendars.weekday_near(anchor, weekday, near == 1 or (near is None and future(context)))
    return Reading((day, day) if day else None, "day", timex=None if day else f"XXXX-WXX-{weekday}")


def _vague(context: Context) -> Reading | None:
    timex = context.text("vague") or context.match.rule.options.get("timex")
    return Reading(None, "vague", timex=timex)


def _unknown_period(context: Context) -> Reading | None:
    """A term that the text does not date ("this term")."""
    return Reading(None, "period", timex=context.match.rule.options.get("timex", "PRESENT_REF"))


#: What a rule's ``means`` may be.
MEANS: dict[str, Callable[[Context], Reading | None]] = {
    "day": _day,
    "year": _year,
    "years": _years,
    "part": _part_of_year,
    "school_year": _school_year,
    "decade": _decade,
    "century": _century,
    "relative": _relative,
    "ago": _ago,
    "to_date": _to_date,
    "weekday": _weekday,
    "vague": _vague,
    "term": _unknown_period,
}
