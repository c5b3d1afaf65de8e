"""Whether the words that a rule of ``organizations.toml`` matched are a body's name at all: how they are written, and
what stands around them.
"""

from __future__ import annotations

from bisect import bisect_left

from pipeline.docview import DocView
from pipeline.nodes import Slot
from pipeline.rules import Match

#: Letters in capitals that may be an abbreviation and not a line in capitals.
LONGEST_ABBREVIATION = 12
#: Counts of places are no counts where a place of such a level may follow.
PLACES = frozenset(("province", "district", "commune", "village"))


def on_a_date(doc: DocView, match: Match) -> bool:
    """Whether the number of a match is a day or a year."""
    number = match.slots.get("number")
    if number is None:
        return False
    start, end = doc.tokens.span(number.i, number.j)
    return any(date.start < end and start < date.end for date in doc.found.dates)


def shouted(doc: DocView, match: Match) -> bool:
    """Whether a name of its own is read off a line all in capitals, where any word has one."""
    own = match.slots.get("own")
    if own is None:
        return False
    text = doc.tokens.original(match.i, match.j)
    return text.isupper() and (own.j - own.i > 1 or len(text) > LONGEST_ABBREVIATION)


def headed(doc: DocView, i: int) -> bool:
    """Whether the first word of a name is the last of its head's title, in small letters ("Trưởng ban Tổ chức …")."""
    return doc.tokens.match_back(doc.pack.table("org_head"), i) is not None


def broken(doc: DocView, match: Match) -> bool:
    """Whether a name of one capital goes on in small letters: the first half of a word ("Ủy ban Kiểm tra")."""
    own = match.slots.get("own")
    if own is None or own.j - own.i > 1 or match.j >= len(doc.tokens):
        return False
    if "bureau" not in match.slots and "body" not in match.rule.options:
        return False
    return doc.tokens.keys[match.j][0][0].isalpha() and not doc.tokens.capital(match.j)


def counts(doc: DocView, slot: Slot) -> bool:
    """Whether a number counts what stands behind it ("in the district 42 courses"); a place behind it may be the next
    part of the name.
    """
    start, _ = doc.tokens.span(slot.i, slot.j)
    at = bisect_left(doc.found.figures, start, key=lambda figure: figure.start)
    return any(
        figure.start == start and figure.kind == "count" and figure.unit not in ("other", *PLACES)
        for figure in doc.found.figures[at : at + 1]
    )
