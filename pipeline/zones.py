"""Zones and sentences: which part of its page a stretch of text is, and where a sentence ends.

A crawled text brings its page along. Lines are told apart by the words they begin with (tables of ``zones.toml``), by
their place and by their look; what is told nowhere is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.packs import TOKEN, Pack, Table
from pipeline.records import Sentence, Zone
from pipeline.text import View, same_words

#: A headline is one line; longer than this it is a paragraph.
LONGEST_HEADLINE = 250
LONGEST_BYLINE = 60
#: Tokens of the longest words that a line may begin with.
LONGEST_ENTRY = 12
#: The tables that tell lines apart; words of ``boilerplate_line`` tell it only where they are all of a line ("Share").
TABLES = ("tail", "boilerplate", "boilerplate_line", "byline", "caption", "dateline")
#: "Việt NamViệt Nam14/02/2025", "14/02/2025 08:30": a short line that ends with a day, near the top.
_DATELINE = re.compile(
    r"(?=.{6,120}$)(?:[^.!?:]{0,80}?)(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/-]\d{1,2}[/-]\d{1,2})"
    r"(?:[ ,|-]*\d{1,2}[:h]\d{2}(?::\d{2})?)?(?: ?\(?gmt ?[+-]?\d+\)?)?[ |]*"
)
#: "> Bài 1: ...", "»": a line that leads to another article.
_RELATED = re.compile(r" *(?:>{1,3}|»|\[\+\])")
_COUNTER = re.compile(r"[^\n]{0,40}\( ?\d+ ?\)[ .]*")
_ADDRESS = re.compile(r" *(?:https?://|www\.)\S+ *")
#: Looks behind so that a run of marks is tried once, from its first on; begins with one class of characters, for which
#: a search is fastest.
_BREAK = re.compile(r"[\n.!?؟…۔](?:(?<=\n)\n*+|(?<![.!?؟…۔].)(?<!\n)[.!?؟…۔]*+[\"')\]]*+(?= ))")
_TAIL_NAME = re.compile(r"[.!?…\"”] *([^\n.!?…]{3,60})$")


def zones(view: View, pack: Pack, title: str | None = None) -> list[Zone]:
    """The zones of a text: disjoint, in order, each a stretch of whole lines or a part of one."""
    found: list[Zone] = []
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", view.folded) if m.group().strip()]
    tables = {name: pack.table(name) for name in TABLES}
    tail = _tail(view, lines, tables["tail"])
    headline = False
    for number, (start, end) in enumerate(lines):
        line = view.folded[start:end]
        zone = "boilerplate" if number >= tail else _line(line, tables, number)
        if zone == "body" and not headline:
            headline = True
            more = number + 1 < len(lines)
            plain = len(line) <= LONGEST_HEADLINE and not line.rstrip().endswith((".", ":", ";", ","))
            if more and (plain or (title is not None and same_words(line, title))):
                zone = "headline"
        if zone == "body":
            found += _inside(view, start, end, tables)
        else:
            found.append(_zone(view, start, end, zone))
    _last_byline(found, view, pack)
    return found


def _tail(view: View, lines: list[tuple[int, int]], table: Table) -> int:
    """The first line of the page's foot, from which on nothing belongs to the article; never within its first lines."""
    for number, (start, end) in enumerate(lines):
        if number >= 2 and _begins(view.folded[start:end], table):
            return number
    return len(lines)


def _line(line: str, tables: dict[str, Table], number: int) -> str:
    if _RELATED.match(line) or _ADDRESS.fullmatch(line):
        return "boilerplate"
    if _begins(line, tables["boilerplate_line"]) >= len(line.rstrip(" :|،»")) > 0:
        return "boilerplate"
    begins = _begins(line, tables["boilerplate"])
    if begins and (begins >= len(line.strip()) or len(line) <= LONGEST_BYLINE or _COUNTER.fullmatch(line)):
        return "boilerplate"
    if number < 8 and _DATELINE.fullmatch(line):
        return "dateline"
    if len(line) <= 2 * LONGEST_BYLINE and _begins(line, tables["byline"]):
        return "byline"
    if _begins(line, tables["caption"]):
        return "caption"
    return "body"


def _begins(line: str, table: Table) -> int:
    """How many characters of a line one of a table's entries takes, at its beginning; 0 if none does."""
    head = TOKEN.search(line)
    if head is None or head.group() not in table.first:
        return 0
    tokens = [(match.group(), match.end()) for match in islice(TOKEN.finditer(line), LONGEST_ENTRY)]
    for rest, _ in table.first[head.group()]:
        if [word for word, _ in tokens[1 : 1 + len(rest)]] == list(rest):
            return tokens[len(rest)][1]
    return 0


def _inside(view: View, start: int, end: int, tables: dict[str, Table]) -> Iterator[Zone]:
    """A paragraph, a leading "(ĐCSVN) -" taken off as its dateline."""
    line = view.folded[start:end]
    lead = len(line) - len(line.lstrip(" ("))
    took = _begins(line[lead:], tables["dateline"])
    if took:
        dash = re.compile(r"[^\n-]{0,40}?\)? ?[-:,]+ ").match(line, lead + took)
        if dash:
            yield _zone(view, start, start + dash.end(), "dateline")
            start += dash.end()
    if start < end:
        yield _zone(view, start, end, "body")


def _last_byline(found: list[Zone], view: View, pack: Pack) -> None:
    """The author's name that closes the last paragraph: a few words, all with capitals, after the last full stop."""
    last = next((n for n in range(len(found) - 1, -1, -1) if found[n].zone == "body"), None)
    if last is None or not pack.settings.get("capitals"):
        return
    zone = found[last]
    text = view.original[zone.start : zone.end].rstrip()
    match = _TAIL_NAME.search(text[-200:])
    name = match.group(1) if match else (text if len(text) <= LONGEST_BYLINE and last > 0 else "")
    words = re.findall(r"[^\W\d_]+", name)
    if 2 <= len(words) <= 8 and all(w[0].isupper() for w in words) and not re.search(r"\d", name):
        at = zone.start + len(text) - len(name)
        if at > zone.start:
            found[last : last + 1] = [
                Zone(start=zone.start, end=at, zone="body"),
                Zone(start=at, end=zone.end, zone="byline"),
            ]
        else:
            zone.zone = "byline"


def _zone(view: View, start: int, end: int, zone: str) -> Zone:
    first, last = view.span(start, end)
    return Zone(start=first, end=last, zone=zone)


def sentences(view: View, pack: Pack) -> list[Sentence]:
    """The sentences of a text, in order; at least one, so that every mention has its sentence."""
    found: list[Sentence] = []
    short = {word for key in pack.table("abbreviations").entries for word in key}
    start = 0
    folded = view.folded
    for match in _BREAK.finditer(folded):
        end = match.end()
        if folded[match.start()] == "." and (_abbreviated(folded, match.start(), short) or not _opens(view, end, pack)):
            continue
        _add(found, view, start, match.start() if folded[match.start()] == "\n" else end)
        start = end
    _add(found, view, start, len(folded))
    return found or [Sentence(start=0, end=len(view.original))]


def _abbreviated(folded: str, stop: int, short: set[str]) -> bool:
    word = re.compile(r"[^\W\d_]+$").search(folded, max(0, stop - 12), stop)
    return word is not None and (word.group() in short or (len(word.group()) == 1 and word.group().isascii()))


def _opens(view: View, at: int, pack: Pack) -> bool:
    """Whether a sentence can begin after ``at``: where capitals are used, with one, a digit or a quotation mark."""
    if not pack.settings.get("capitals"):
        return True
    after = view.folded[at : at + 3].lstrip(" ")
    if not after:
        return True
    char = view.original[view.offset(at + view.folded[at : at + 3].index(after[0]))]
    return not char.islower()


def _add(found: list[Sentence], view: View, start: int, end: int) -> None:
    piece = view.folded[start:end]
    lead = len(piece) - len(piece.lstrip())
    body = piece.strip()
    if body:
        first, last = view.span(start + lead, start + lead + len(body))
        found.append(Sentence(start=first, end=last))
