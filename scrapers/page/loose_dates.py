"""Date strings that the tables do not know, read by dateparser: ``3 giờ trước``, ``أمس``, ``14-Feb-2025``.

Only a short string that stands where a page states its date is given to it, with the page's language, and only a whole
date is taken from it: dateparser fills what is missing from today, and finds dates in almost anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from scrapers.page.tree import squeeze

#: A string that is a date and hardly anything else.
LONGEST = 40
#: Years that an article on the Web can have; a Jalali year is not dateparser's to read.
_FIRST, _LAST = 1990, 2099
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads strings of one page. ``language`` is what the page or its site says (``vi-VN``); ``fetched`` the moment
    that "three hours ago" counts from, without which nothing relative is read; ``tz`` the zone whose days count.
    """

    language: str | None
    fetched: datetime | None = None
    tz: tzinfo | None = None

    def read(self, text: str) -> date | None:
        """The day that a string states, ``None`` where it states none."""
        text = squeeze(text)
        languages = _languages(self.language)
        if not text or len(text) > LONGEST or not languages:
            return None
        return self._absolute(text, languages) if _YEAR.search(text) else self._relative(text, languages)

    def _absolute(self, text: str, languages: list[str]) -> date | None:
        import dateparser

        found = dateparser.parse(
            text,
            languages=languages,
            settings={
                "PARSERS": ["absolute-time"],
                "REQUIRE_PARTS": ["day", "month", "year"],
                "DATE_ORDER": "DMY",
                "PREFER_LOCALE_DATE_ORDER": False,
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
        return found.date() if found and _FIRST <= found.year <= _LAST else None

    def _relative(self, text: str, languages: list[str]) -> date | None:
        if self.fetched is None:
            return None
        import dateparser

        here = self.fetched.astimezone(self.tz) if self.tz and self.fetched.tzinfo else self.fetched
        now = here.replace(tzinfo=None)
        found = dateparser.parse(
            text, languages=languages, settings={"PARSERS": ["relative-time"], "RELATIVE_BASE": now}
        )
        if found is None or not timedelta(0) <= now - found.replace(tzinfo=None) <= timedelta(days=366 * 30):
            return None
        return found.date()


@cache
def _languages(said: str | None) -> list[str]:
    """The language, and English for half-translated systems; none where dateparser does not know it."""
    from dateparser.data.languages_info import language_order

    code = re.split(r"[-_]", (said or "").strip().lower())[0]
    return list(dict.fromkeys((code, "en"))) if code in language_order else []
