"""Tables for a terminal, one a kind, normalised values first.

A line of a terminal is laid out from left to right; a terminal that knows the bidirectional algorithm would let two
cells of right-to-left text run into one and swap them. So each line of such a cell is isolated (UAX #9, 2.4), and set
to the right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from pipeline.records import Extraction
from pipeline.render import Named, View
from pipeline.render._values import row

SUFFIX = ".txt"
#: Rows shown of a kind; more are counted, and belong in another format.
MOST = 1000
#: Columns of words of the article.
QUOTED = ("text", "counted")

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


class Cell:
    """Text in a table, wrapped to its column, each line isolated where it is right-to-left and ``isolated`` is set."""

    def __init__(self, text: str, isolated: bool, right: bool | None = None) -> None:
        self.text = clean(text)
        self.direction = direction(self.text)
        self.justify: JustifyMethod = "right" if (self.direction == "rtl" if right is None else right) else "left"
        self.isolated = isolated and any(unicodedata.bidirectional(c) in ("R", "AL") for c in self.text)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        words = self.text.split() or [""]
        return Measurement(
            min(max(map(cell_len, words)), options.max_width), min(cell_len(self.text), options.max_width)
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        opening = RLI if self.direction == "rtl" else LRI
        for line in Text(self.text).wrap(console, options.max_width):
            shown = line.plain.strip()
            shown = f"{opening}{shown}{PDI}" if self.isolated else shown
            yield Text(shown, justify=self.justify, no_wrap=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that went away to whoever opened the stream."""
        raise BrokenPipeError


def write(results: Iterable[Named], out: TextIO, view: View) -> None:
    """Write each result's tables as it comes."""
    console = _Console(file=out, highlight=False, markup=False, emoji=False)
    for result in results:
        _heading(console, result)
        for kind in view.kinds:
            records = getattr(result.extraction, kind)
            if records:
                console.print(_table(kind, result.extraction, console.is_terminal))
                if len(records) > MOST:
                    console.print(f"  … and {len(records) - MOST:,} more {kind}; --format jsonl has all of them\n")
        if not any(getattr(result.extraction, kind) for kind in view.kinds):
            console.print(f"  nothing found of: {', '.join(view.kinds)}\n")


def _heading(console: Console, result: Named) -> None:
    """What article this is."""
    article = result.extraction.article
    about = (article.lang, article.published and article.published.isoformat()[:10], article.url)
    console.print(Text(" · ".join(clean(part) for part in (result.name, *about) if part), style="bold"))
    if article.title:
        console.print(Cell(article.title, console.is_terminal))
    console.print()


def _table(kind: str, extraction: Extraction, isolated: bool) -> Table:
    """The records of a kind; columns in which nothing stands are left out."""
    rows = [row(record, extraction) for record in islice(getattr(extraction, kind), MOST)]
    used = [i for i, (heading, _) in enumerate(rows[0]) if heading == "text" or any(cells[i][1] for cells in rows)]
    table = Table(
        title=f"{kind} ({len(getattr(extraction, kind)):,})",
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    right = {i for i in used if rows[0][i][0] == "value"}
    right |= {i for i in used if rows[0][i][0] in QUOTED and any(direction(cells[i][1]) == "rtl" for cells in rows)}
    for i in used:
        table.add_column(rows[0][i][0], justify="right" if i in right else "left", no_wrap=rows[0][i][0] == "value")
    for cells in rows:
        table.add_row(*(Cell(cells[i][1], isolated, i in right) for i in used))
    return table


def direction(text: str) -> str:
    """``rtl`` where the first letter with a direction is written from right to left, else ``ltr``."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL", "L"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def clean(text: str) -> str:
    """One line that a terminal can do nothing with but show it: no control characters, no bidi controls."""
    return " ".join("".join(_shown(char) for char in text).split())


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cc" or category == "Cs":
        return "\ufffd"
    return "" if unicodedata.bidirectional(char) in _BIDI_CONTROLS or char in "\u200e\u200f\u061c" else char


_BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
