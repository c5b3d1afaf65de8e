"""What a rule of ``dates.toml`` is read against, and what its reading is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.calendars import Span
from pipeline.docview import DocView
from pipeline.rules import Match

SHIFT = re.compile(r"(day|week|month|quarter|half|year)([+-]\d+)")
#: How many tokens before a date a weekday's name may stand ("thứ Năm, ngày").
WEEKDAY_REACH = 3


@dataclass(slots=True, frozen=True)
class Reading:
    """What a match comes to: days (None where they cannot be told), grain, TIMEX3 value where it is not that of the
    days.
    """

    days: Span | None
    grain: str
    timex: str | None = None
    modifier: str | None = None
    calendar: str = "gregorian"


@dataclass(slots=True, frozen=True)
class Context:
    """What a match is read against."""

    doc: DocView
    match: Match
    calendar: str

    def get(self, slot: str) -> int | None:
        """A slot's whole number, wherever it came from (digits, a number in words, a table's value)."""
        found = self.match.slots.get(slot)
        if found is None:
            return None
        value = getattr(found.value, "value", found.value)
        try:
            return int(value)
        except (TypeError, ValueError):
            return None

    def text(self, slot: str) -> str | None:
        """A slot's value from a table, as written there."""
        found = self.match.slots.get(slot)
        return str(found.value) if found is not None else None

    def year_shift(self) -> int | None:
        """How many years from the publication's the match names ("of last year"), from a ``shift`` or a ``relative``
        slot.
        """
        shift = self.get("shift")
        if shift is not None:
            return shift
        match = SHIFT.fullmatch(self.text("relative") or "")
        return int(match[2]) if match is not None and match[1] == "year" else None

    def weekday(self) -> int | None:
        """The weekday named in the match, right before or right behind it; Monday is 1."""
        inside = self.get("weekday")
        if inside is not None:
            return inside
        table, tokens = self.doc.pack.table("weekday"), self.doc.tokens
        for back in range(WEEKDAY_REACH):
            hit = tokens.match_back(table, self.match.i - back)
            if hit is not None:
                return int(hit[1])
        for ahead in range(2):
            hit = tokens.match(table, self.match.j + ahead)
            if hit is not None:
                return int(hit[1])
        return None
