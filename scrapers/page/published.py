"""When the article was published, by what deserves trust: metadata, then a date beside the headline, never another
date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo

from scrapers.page import words
from scrapers.page.blocks import Run
from scrapers.page.dates import find_dates, read_date
from scrapers.page.loose_dates import Reader
from scrapers.page.metadata import Metadata
from scrapers.page.tree import Element, names_of, spaced_text_of, text_of

#: A line beside a headline is short; a date in a longer one is part of a sentence.
_LINE = 140
#: How many runs before and after the headline are beside it, and how many ancestors up they may be joined to it.
_BEFORE, _AFTER, _UP = 8, 14, 6
#: A line this long that is no link is a paragraph.
_PROSE = 60


def declared_date(meta: Metadata, tz: tzinfo | None = None) -> date | datetime | None:
    """The date that the page's metadata states, by the order of trust in which they were gathered.

    A day alone gives way to a moment of the same day that a less trusted element states, a full minute to its seconds.
    """
    values = [value for text in meta.published if (value := read_date(text, tz)) is not None]
    if not values:
        return None
    best = values[0]
    for other in values[1:]:
        if isinstance(other, datetime) and _finer(other, best):
            return other
    return best


def _finer(other: datetime, best: date | datetime) -> bool:
    """True where ``other`` states the same time as ``best`` with more of it."""
    if not isinstance(best, datetime):
        return other.date() == best
    if best.tzinfo is None:
        return other.tzinfo is not None and other.replace(tzinfo=None, second=0) == best.replace(second=0)
    return other.tzinfo is not None and best.second == 0 and 0 < (other - best).total_seconds() < 60


def with_local_offset(declared: date | datetime, shown: date | datetime | None) -> date | datetime:
    """A moment declared in UTC, on the clock that the page shows: ``03:25Z`` beside a shown ``06:55`` is
    ``06:55+03:30``.

    Only where the two differ by a whole number of quarters of an hour, as time zones do; otherwise ``declared``
    unchanged.
    """
    if (
        not (isinstance(declared, datetime) and isinstance(shown, datetime))
        or shown.tzinfo
        or declared.utcoffset() != timedelta(0)
    ):
        return declared
    away = shown.replace(second=0) - declared.replace(tzinfo=None, second=0, microsecond=0)
    if away and abs(away) <= timedelta(hours=14) and away % timedelta(minutes=15) == timedelta(0):
        return declared.astimezone(timezone(away))
    return declared


def headline_date(runs: list[Run], at: list[int], tz: tzinfo | None = None) -> date | datetime | None:
    """The date of a ``time`` element or a short line beside the headline; None where no such line states one.

    ``at`` are the indexes of the runs that show the headline.
    """
    if not at:
        return None
    near = {element: level for level, element in enumerate(_ancestors(runs[at[0]].element)) if level <= _UP}
    found: list[tuple[int, int, date | datetime]] = []
    for distance, run in _beside(runs, at[0], at[-1]):
        value = _date_of(run, tz)
        if value is None:
            continue
        level = next((near[e] for e in _ancestors(run.element) if e in near), None)
        if level is None:
            continue
        said = bool(run.small) or _says_date(run.element)
        found.append((level * 4 + distance + (0 if said else 6), len(found), value))
    return min(found, key=lambda item: item[:2])[2] if found else None


def worded_date(texts: Iterable[str], reader: Reader) -> date | None:
    """The first day that one of these strings states in a way that only dateparser knows."""
    return next((value for text in texts if (value := reader.read(text)) is not None), None)


def stated_beside(runs: list[Run], at: list[int]) -> Iterator[str]:
    """The short lines beside the headline that stand in an element for the date, nearest first.

    ``at`` are the indexes of the runs that show the headline.
    """
    if not at:
        return
    near = set(list(_ancestors(runs[at[0]].element))[: _UP + 1])
    for _, run in sorted(_beside(runs, at[0], at[-1]), key=lambda pair: pair[0]):
        stated = [element for element in (*run.small, run.element) if _says_date(element)]
        if stated and not near.isdisjoint(_ancestors(run.element)) and not words.lines("last_change").search(run.text):
            yield from (text_of(element) for element in stated)


def _ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _beside(runs: list[Run], first: int, last: int) -> Iterable[tuple[int, Run]]:
    """The runs around the headline with their distance, those after it up to the second paragraph.

    The first paragraph may be the lead: many pages print the date under it.
    """
    holders = set(_ancestors(runs[first].element))
    paragraphs = 0
    for distance, run in enumerate(runs[last + 1 : last + 1 + _AFTER], 1):
        if run.good and len(run.text) > _PROSE and not run.captions:
            paragraphs += 1
            if paragraphs == 2:
                break
        if not _elsewhere(run):
            yield distance + 3 * any(element not in holders for element in run.furniture), run
    for distance, run in enumerate(reversed(runs[max(0, first - _BEFORE) : first]), 1):
        if not _elsewhere(run):
            yield distance + 4, run


def _elsewhere(run: Run) -> bool:
    """True inside the parts that never belong to an article. A bar of buttons may: it often holds the date."""
    return any(element.tag in ("nav", "footer", "aside") for element in run.furniture)


def _date_of(run: Run, tz: tzinfo | None) -> date | datetime | None:
    if len(run.text) > _LINE or words.lines("last_change").search(run.text):
        return None
    for element in run.small:
        if element.tag == "time" and element.get("datetime"):
            value = read_date(element.get("datetime") or "", tz)
            if value is not None:
                return value
    for text in _texts_of(run):
        found = find_dates(text, tz)
        if found and (len(text) <= 80 or _says_date(run.element)):
            return found[0].value
    # Some systems give the whole date in the element's title and a relative time as its text.
    title = run.element.get("title") if _says_date(run.element) else None
    return read_date(title, tz) if title else None


def _texts_of(run: Run) -> Iterator[str]:
    """The line with its neighbours in one small box first, as day, month and clock may stand in elements of their
    own."""
    for element in (*run.small, run.element.getparent()):
        if element is not None and element.tag not in ("body", "html"):
            text = spaced_text_of(element)
            if len(text) <= 60 and not words.lines("last_change").search(text):
                yield text
    yield run.text


def _says_date(element: Element) -> bool:
    names = names_of(element)
    return element.tag == "time" or bool(names and words.names("date").search(names))


def time_element_date(root: Element, headline: Element | None, tz: tzinfo | None = None) -> date | datetime | None:
    """The date of the only dated ``time`` element in the headline's ``article``; None where there are several days or
    none."""
    article = (
        next((e for e in headline.iterancestors() if e.tag in ("article", "main")), None)
        if headline is not None
        else None
    )
    if article is None:
        return None
    values = [
        value
        for e in article.iter("time")
        if (value := read_date(e.get("datetime") or spaced_text_of(e), tz)) is not None
    ]
    days = {value.date() if isinstance(value, datetime) else value for value in values}
    return values[0] if len(days) == 1 else None
