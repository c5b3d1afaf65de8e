"""Days of four calendars, and the arithmetic of relative times.

A span is a pair of Gregorian days, both inclusive. Jalali days come from persiantools, Hijri (Umm al-Qura) from
hijridate, Vietnamese lunar ones from lunar-vn; each library is imported when its calendar is first met.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]

#: Months a unit of the year has; ``half`` and ``quarter`` count from January.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FIRST_YEAR, LAST_YEAR = 1000, 2199


def span(calendar: str, year: int, month: int | None = None, day: int | None = None) -> Span | None:
    """The days of a year, a month or a day of a calendar; None where there is no such day (30 February)."""
    if (month is not None and not 1 <= month <= 12) or (day is not None and day < 1):
        return None
    if calendar == "gregorian":
        return _gregorian(year, month, day)
    first = to_gregorian(calendar, year, month or 1, day or 1)
    if first is None:
        return None
    if day is not None:
        return first, first
    after = (
        to_gregorian(calendar, year, month + 1, 1)
        if month is not None and month < 12
        else to_gregorian(calendar, year + 1, 1, 1)
    )
    return (first, after - timedelta(days=1)) if after is not None else None


def _gregorian(year: int, month: int | None, day: int | None) -> Span | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, day),) * 2 if 1 <= day <= last else None


def to_gregorian(calendar: str, year: int, month: int, day: int) -> date | None:
    """One day of another calendar as a Gregorian one; None outside what its library knows."""
    try:
        if calendar == "jalali":
            from persiantools.jdatetime import JalaliDate

            return JalaliDate(year, month, day).to_gregorian()
        if calendar == "hijri":
            from hijridate import Hijri

            found = Hijri(year, month, day).to_gregorian()
            return date(found.year, found.month, found.day)
        if calendar == "lunar":
            from lunar_vn import LunarDate, lunar_to_solar

            return lunar_to_solar(LunarDate(day, month, year, False))
    except (ValueError, OverflowError):
        return None
    raise ValueError(f"calendar {calendar!r}; allowed: gregorian, jalali, hijri, lunar")


def months(year: int, first: int, count: int, calendar: str = "gregorian") -> Span | None:
    """``count`` months of a year of a calendar, from month ``first`` on."""
    if first < 1 or count < 1 or first + count > 13:
        return None
    opening, closing = span(calendar, year, first), span(calendar, year, first + count - 1)
    return (opening[0], closing[1]) if opening and closing else None


def years(first: int, last: int) -> Span | None:
    """From 1 January of the first year to 31 December of the last."""
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def school_year(first: int) -> Span:
    """From 1 September to 31 August of the year after."""
    return date(first, 9, 1), date(first + 1, 8, 31)


def shifted(anchor: date, unit: str, steps: int) -> Span | None:
    """The day, week (from Monday), month, quarter, half or year that lies ``steps`` from the one that holds
    ``anchor``.
    """
    try:
        if unit == "day":
            return (anchor + timedelta(days=steps),) * 2
        if unit == "week":
            monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=steps)
            return monday, monday + timedelta(days=6)
    except OverflowError:
        return None
    size = MONTHS[unit]
    index = (anchor.year * 12 + anchor.month - 1) // size + steps
    year, part = divmod(index * size, 12)
    return months(year, part + 1, size)


def weekday_near(anchor: date, weekday: int, future: bool) -> date | None:
    """The day of that name (Monday is 1) nearest before the anchor, the anchor included; after it where the tense is
    future. None where the calendar has no such day.
    """
    back = (anchor.isoweekday() - weekday) % 7
    try:
        return anchor + timedelta(days=(7 - back) % 7) if future else anchor - timedelta(days=back)
    except OverflowError:
        return None


def part_of(whole: Span, part: str) -> Span:
    """The early, middle or late days of a month: 1-10, 11-20, 21-end."""
    first, last = whole
    if part == "start":
        return first, min(last, first + timedelta(days=9))
    if part == "mid":
        return first + timedelta(days=10), first + timedelta(days=19)
    return first + timedelta(days=20), last


def half_of(month: Span, half: int) -> Span:
    """The first half of a month, its days up to the 15th, or the second."""
    middle = month[0] + timedelta(days=15)
    return (month[0], middle - timedelta(days=1)) if half == 1 else (middle, month[1])


def week_of(month: Span, week: int) -> Span:
    """The first to the fourth seven days of a month, or (5) its last."""
    if week > 4:
        return month[1] - timedelta(days=6), month[1]
    first = month[0] + timedelta(days=7 * (week - 1))
    return first, first + timedelta(days=6)


def timex(grain: str, whole: Span | None, calendar: str = "gregorian") -> str | None:
    """The TIMEX3 value of a span, after its Gregorian days."""
    if whole is None:
        return None
    first, last = whole
    if calendar != "gregorian" and grain != "day":
        return f"{first.isoformat()}/{last.isoformat()}"
    if grain == "day":
        return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    if grain == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    if grain == "month":
        return f"{first.year}-{first.month:02d}"
    if grain == "quarter":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if grain == "half":
        return f"{first.year}-H{1 if first.month < 7 else 2}"
    if grain == "year":
        return f"{first.year:04d}"
    if first.month == 1 and first.day == 1 and last.month == 12 and last.day == 31:
        return f"{first.year:04d}/{last.year:04d}"
    return f"{first.isoformat()}/{last.isoformat()}"
