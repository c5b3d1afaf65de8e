"""Tables as CSV, JSON Lines and Parquet, row by row; the same rows give the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.dictionary import TableAbout
from pipeline.dataset.rows import Row
from pipeline.dataset.select import Part

#: Rows of a Parquet row group.
GROUP = 20_000
#: What a cell of a spreadsheet must not begin with, or it is taken for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Writer(Protocol):
    """Takes a table's rows, part by part."""

    def row(self, part: Part, row: Row) -> None:
        """One more row."""

    def close(self) -> None:
        """No more rows."""


def neutral(text: str) -> str:
    """The text, so that no spreadsheet takes it for a formula: an apostrophe first, where it might."""
    return f"'{text}" if text.startswith(FORMULA) else text


class Csv:
    """``csv/<table>.csv``: RFC 4180, UTF-8, lists as JSON; with a byte order mark where a spreadsheet asks for it."""

    def __init__(self, folder: Path, table: TableAbout, bom: bool) -> None:
        path = folder / "csv" / f"{table.name}.csv"
        path.parent.mkdir(exist_ok=True)
        self._file = path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow([column.name for column in table.columns])

    def row(self, part: Part, row: Row) -> None:
        self._csv.writerow([cell(value) for value in row.values()])

    def close(self) -> None:
        self._file.close()


def cell(value: Any) -> Any:
    """A value as a cell: lists as JSON, texts so that none is a formula, numbers as they are."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return neutral(value) if isinstance(value, str) else value


class JsonLines:
    """``jsonl/<table>.jsonl``: an object a row, nulls included."""

    def __init__(self, folder: Path, table: TableAbout) -> None:
        path = folder / "jsonl" / f"{table.name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def row(self, part: Part, row: Row) -> None:
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


TYPES: dict[str, Callable[[], pa.DataType]] = {
    "string": pa.string,
    "integer": pa.int64,
    "number": pa.float64,
    "date": pa.date32,
    "list": lambda: pa.list_(pa.string()),
}


class Parquet:
    """``parquet/<table>/lang=…/month=…/part-0.parquet``; one file for what belongs to no article."""

    def __init__(self, folder: Path, table: TableAbout) -> None:
        self._folder = folder / "parquet" / table.name
        self._schema = pa.schema(
            [(column.name, TYPES[column.type]()) for column in table.columns if _kept(column.name)]
        )
        self._days = [column.name for column in table.columns if column.type == "date"]
        self._part: Part | None = None
        self._rows: list[Row] = []
        self._out: pq.ParquetWriter | None = None

    def row(self, part: Part, row: Row) -> None:
        if part != self._part:
            self._end()
            self._begin(part)
        self._rows.append(row)
        if len(self._rows) >= GROUP:
            self._flush()

    def close(self) -> None:
        if self._part is None:
            self._begin(Part())  # an empty table has its columns all the same
        self._end()

    def _begin(self, part: Part) -> None:
        self._part = part
        folder = self._folder / f"lang={part.lang}" / f"month={part.month}" if part.lang else self._folder
        folder.mkdir(parents=True)
        self._out = pq.ParquetWriter(folder / "part-0.parquet", self._schema, compression="zstd")

    def _flush(self) -> None:
        assert self._out is not None
        columns = {name: [row[name] for row in self._rows] for name in self._schema.names}
        for name in self._days:
            columns[name] = [_day(text) for text in columns[name]]
        self._out.write_table(pa.table(columns, schema=self._schema))
        self._rows.clear()

    def _end(self) -> None:
        if self._out is not None:
            self._flush()
            self._out.close()
            self._out = None


def _kept(name: str) -> bool:
    return name != "lang"  # the folder's name says it


def _day(text: str | None) -> Any:
    from datetime import date

    return date.fromisoformat(text) if text else None
