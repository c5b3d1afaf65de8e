"""The contract's object; an array of them where several results were asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from pipeline.render import Named, View

SUFFIX = ".json"


def write(results: Iterable[Named], out: TextIO, view: View) -> None:
    """Write one object, or an array, each element as it comes."""
    if not view.many:
        for result in results:
            out.write(dumps(result.extraction.to_dict(), indent=2) + "\n")
        return
    opening = "[\n"
    for result in results:
        out.write(opening + dumps(result.extraction.to_dict(), indent=2))
        opening = ",\n"
    out.write("[]\n" if opening == "[\n" else "\n]\n")


def dumps(data: Any, indent: int | None = None) -> str:
    """JSON in its own letters; with escapes throughout where a lone surrogate in it could not be written otherwise."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True, allow_nan=False, indent=indent)
    return text
