"""Comma-separated values after RFC 4180: one kind of record, a row each, the article's id first.

Cells hold the data as they are: lists as JSON, nothing where a field is null.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TextIO

from pipeline.records import RECORDS, plain
from pipeline.render import Named, View

SUFFIX = ".csv"


def write(results: Iterable[Named], out: TextIO, view: View) -> None:
    """Write the records of the view's one kind; ``ValueError`` where the view has several."""
    if len(view.kinds) != 1:
        raise ValueError(
            f"csv holds one kind of record, not {', '.join(view.kinds)}; choose one, or write a file a kind"
        )
    write_kinds(results, {view.kinds[0]: out})


def write_kinds(results: Iterable[Named], outs: Mapping[str, TextIO]) -> None:
    """Write each kind's records, under a heading, to its stream."""
    writers = {kind: csv.writer(out) for kind, out in outs.items()}
    for kind, writer in writers.items():
        writer.writerow(columns(kind))
    for result in results:
        for kind, writer in writers.items():
            for record in getattr(result.extraction, kind):
                row = plain(record)
                writer.writerow([result.extraction.article.id, *(_cell(value) for value in row.values())])


def columns(kind: str) -> list[str]:
    """The heading of a kind's rows."""
    return ["article", *(field.name for field in fields(RECORDS[kind]))]


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
