"""Date strings, of metadata and of the line beside a headline -> ``date`` or ``datetime``.

Gregorian and Jalali; digits of any script; day before month, as all our languages write. A clock time beside the date
makes a ``datetime``, an offset written there (``GMT+7``, ``+03:30``) makes it aware; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from scrapers.page import words

#: Years that an article on the Web can have, by calendar. 1430 and above are Hijri years of our days, which are not
#: read.
_GREGORIAN = range(1990, 2100)
_JALALI = range(1370, 1430)

_DIGITS = {
    ord(char): str(value) for zero in (0x660, 0x6F0) for value, char in enumerate(map(chr, range(zero, zero + 10)))
}
FOLD = (
    _DIGITS
    | dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
    | {ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک", 0x200C: " ", 0xA0: " "}
)

_YMD = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.:])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<!\d)(?P<d>\d{1,2})\s?(?P<s>[-/.])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4})(?!\d)")
_WORDY = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s*(?:tháng|thg|/)\s*(?P<m>\d{1,2})\s*,?\s*(?:năm|/|-)?\s*(?P<y>\d{4})(?!\d)", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-3])(?:\s?[:hg٫]\s?)(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d))?(?!\d)"
    r"(?:\s*(?P<half>[^\W\d][\w.]{0,9}(?: از ظهر)?))?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:GMT|UTC)\s*(?:(?P<sign>[+-])\s*(?P<h>\d{1,2}):?(?P<m>\d{2})?)?"
    r"|(?<=\d)\s?(?P<sign2>[+-])(?P<h2>\d{2}):(?P<m2>\d{2})",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})(?:\s*T\s*|\s+)(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?",
    re.IGNORECASE,
)
#: .NET's American default, ``3/5/2026 3:34:00 PM``: slashes, seconds and AM or PM together; the month stands first.
_AMERICAN = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?P<rest>/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M)")
#: A clock time further from its date than this belongs to something else.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Found:
    """A date and its span in the string it was found in."""

    start: int
    end: int
    value: date | datetime


@cache
def zone(name: str) -> tzinfo:
    """The time zone of that IANA name (``Asia/Tehran``)."""
    return ZoneInfo(name)


def find_dates(text: str, tz: tzinfo | None = None) -> list[Found]:
    """Every whole date of a short string, in order. ``tz`` makes aware the times that carry no offset."""
    folded = text.translate(FOLD)
    taken: list[Found] = []
    for start, end, day in _days(folded):
        if any(start < other.end and other.start < end for other in taken):
            continue
        taken.append(Found(start, end, _with_clock(folded, start, end, day, tz)))
    return sorted(taken, key=lambda found: found.start)


def is_date_line(text: str) -> bool:
    """True for a short line that is a date and hardly anything else: ``Thứ Sáu, 14/02/2025, 08:10 GMT+7``."""
    if len(text) > 60:
        return False
    found = find_dates(text)
    return bool(found) and len(text) - (found[0].end - found[0].start) <= 28


def read_date(text: str, tz: tzinfo | None = None) -> date | datetime | None:
    """The one date that a string of metadata or of a date element states; None where it states none.

    ISO 8601 in the shapes that systems really print, RFC 2822, and everything :func:`find_dates` knows.
    """
    text = text.strip()
    iso = _ISO.search(text.translate(FOLD))
    if iso:
        return _iso(iso, tz)
    american = _AMERICAN.match(text)
    if american:
        text = f"{american['d']}/{american['m']}{american['rest']}"
    if re.match(r"[A-Z][a-z]{2}, ?\d", text):
        try:
            return parsedate_to_datetime(text)
        except ValueError:
            return None
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    found = find_dates(text, tz)
    return found[0].value if found else None


def _iso(match: re.Match[str], tz: tzinfo | None) -> date | datetime | None:
    day = _day(*map(int, match["date"].split("-")))
    hour = int(match["h"])
    if day is None or hour > 23 or int(match["m"]) > 59:
        return day
    zone_name = match["zone"]
    offset = tz
    if zone_name:
        offset = (
            UTC
            if zone_name.upper() in ("Z", "UTC", "GMT")
            else _offset(zone_name[0], zone_name[1:3], zone_name[3:].lstrip(":"))
        )
    return datetime(day.year, day.month, day.day, hour, int(match["m"]), min(int(match["s"] or 0), 59), tzinfo=offset)


def _offset(sign: str, hours: str, minutes: str | None) -> timezone | None:
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-away if sign == "-" else away) if away < timedelta(hours=15) else None


def _day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day, from Gregorian or Jalali numbers; None for a day that does not exist."""
    try:
        if year in _JALALI:
            jalali: date = JalaliDate(year, month, day).to_gregorian()
            return jalali
        return date(year, month, day) if year in _GREGORIAN else None
    except ValueError:
        return None


def _days(folded: str) -> Iterator[tuple[int, int, date]]:
    for pattern in (_YMD, _WORDY, _DMY):
        for match in pattern.finditer(folded):
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
            if month > 12 >= day:  # an American system's month first; only where no other reading exists
                month, day = day, month
            value = _day(year, month, day)
            if value:
                yield match.start(), match.end(), value
    for calendar in ("jalali", "gregorian"):
        for match in _named(calendar).finditer(folded):
            month = _folded_months(calendar)[(match["m"] or match["m2"]).casefold()]
            value = _named_day(calendar, int(match["y"] or match["y2"]), month, int(match["d"] or match["d2"]))
            if value:
                yield match.start(), match.end(), value


def _named_day(calendar: str, year: int, month: int, day: int) -> date | None:
    years = _JALALI if calendar == "jalali" else _GREGORIAN
    if calendar == "jalali" and year < 100:
        year += 1300 if year >= 70 else 1400
    return _day(year, month, day) if year in years else None


@cache
def _folded_months(calendar: str) -> dict[str, int]:
    return {name.translate(FOLD).casefold(): number for name, number in words.months(calendar).items()}


@cache
def _named(calendar: str) -> re.Pattern[str]:
    """``14 بهمن 1403``, ``28 آب/اغسطس 2013``, ``7 tháng Ba, 2026``, ``Mar 7, 2026``."""
    names = "|".join(re.escape(name) for name in sorted(_folded_months(calendar), key=len, reverse=True))
    doubled = rf"(?:\s*[/(]\s*(?:{names})\)?)?"
    nth, gap = r"(?:st|nd|rd|th)?", r"(?:\s|,|،|-|/|ماه|سال|năm|عام)*"
    # Persian pages write a Jalali year with its last two digits as well: ۲۹ بهمن ۹۸.
    year = r"\d{4}(?!\d)|\d{2}(?![\d:])" if calendar == "jalali" else r"\d{4}(?!\d)"
    return re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}}){nth}\s*(?:من\s+|-\s*|/\s*)?(?P<m>{names}){doubled}\.?(?!\w){gap}(?P<y>{year})"
        rf"|(?<!\w)(?P<m2>{names}){doubled}\.?\s+(?P<d2>\d{{1,2}}){nth}(?:\s*[,،-]\s*|\s+)(?P<y2>\d{{4}})(?!\d)",
        re.IGNORECASE,
    )


def _with_clock(folded: str, start: int, end: int, day: date, tz: tzinfo | None) -> date | datetime:
    """The day with the clock time nearest to it in the string, where there is one."""
    near: tuple[int, re.Match[str]] | None = None
    for match in _CLOCK.finditer(folded):
        gap = match.start() - end if match.start() >= end else start - match.end("min")
        if 0 <= gap <= _NEAR and (near is None or gap < near[0]):
            near = (gap, match)
    if near is None:
        return day
    clock = near[1]
    hour = int(clock["h"])
    half = (clock["half"] or "").casefold().strip(".")
    if half in _halves("afternoon") and hour < 12:
        hour += 12
    elif half in _halves("morning") and hour == 12:
        hour = 0
    offset = _OFFSET.search(folded, clock.end("min"))
    zone_of = tz
    if offset:
        sign, hours, minutes = (
            (offset["sign"], offset["h"], offset["m"])
            if offset["h"] or not offset["h2"]
            else (offset["sign2"], offset["h2"], offset["m2"])
        )
        zone_of = _offset(sign, hours, minutes) if hours else UTC
    return datetime(day.year, day.month, day.day, hour, int(clock["min"]), int(clock["s"] or 0), tzinfo=zone_of)


@cache
def _halves(half: str) -> frozenset[str]:
    return frozenset(word.translate(FOLD).casefold().strip(".") for word in words.clock(half))
