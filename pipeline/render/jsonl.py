"""One object a line, each written as soon as its article is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from pipeline.render import Named, View
from pipeline.render.json import dumps

SUFFIX = ".jsonl"

#: Line ends that JSON lets stand and readers of lines break at.
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def write(results: Iterable[Named], out: TextIO, view: View) -> None:
    """Write one line a result."""
    for result in results:
        out.write(dumps(result.extraction.to_dict()).translate(_LINE_ENDS) + "\n")
        out.flush()
