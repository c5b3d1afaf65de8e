"""What the exported tables and their columns are: names, types, codes, in words for a reader and for programs."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.resources import shared_table
from pipeline.store import dataset as tables

#: Columns of ``articles`` and ``facts_wide``, which are no tables of the store.
ARTICLES = "article url source_url site lang title author published version story duplicate_of relevance text_digest"
WIDE = (
    "article number indicator value high total unit modifier change modality group qualifier of subject subject_id "
    "subject_kind subject_level actor place place_name province_before province_before_name province_after "
    "province_after_name start_date end_date lang site published title url evidence rule"
)
KEYS = {
    "articles": ("article",),
    "fact_sources": ("article", "fact", "number"),
    "bodies": ("id",),
    "gazetteer": ("code",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: ``type`` is string, integer, number, date or list; ``codes`` are all that may stand there, but for what
    matches ``also``. Where they are not ``closed``, rows of older rules may have others until a rebuild.
    """

    name: str
    type: str
    about: str
    codes: tuple[str, ...] = ()
    also: str = ""
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAbout:
    """A table of an export; ``key`` are the columns that name a row."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("dictionary.toml").read_text("utf-8"))


@cache
def dictionary(with_text: bool = False) -> tuple[TableAbout, ...]:
    """Every table of an export, in a fixed order."""
    return tuple(_table(name, about, with_text) for name, about in _told()["tables"].items())


def _table(name: str, about: str, with_text: bool) -> TableAbout:
    if name == "articles":
        names = ARTICLES.split() + ["text"] * with_text
    elif name == "facts_wide":
        names = WIDE.split()
    else:
        names = [column.name for column in getattr(tables, name).c]
    return TableAbout(
        name=name,
        about=about,
        columns=tuple(_column(name, column) for column in names),
        key=KEYS.get(name, ("article", "number")),
    )


def _column(table: str, name: str) -> Column:
    told = _told()["columns"][name] | _told().get(table, {}).get(name, {})
    return Column(name=name, **told | {"codes": _allowed(told["codes"]) if "codes" in told else ()})


def _allowed(codes: str) -> tuple[str, ...]:
    """The codes of ``part.column`` of codes.toml, tables of codes in one list; or all indicators."""
    if codes == "indicators":
        return tuple(shared_table("indicators.toml"))
    part, key = codes.split(".")
    told = shared_table("codes.toml")[part][key]
    return tuple(code for one in told.values() for code in one) if isinstance(told, dict) else tuple(told)


def readable(chosen: tuple[TableAbout, ...]) -> str:
    """The dictionary in Markdown."""
    lines = ["# Data dictionary", "", "An empty cell is a value that is not known or does not apply.", ""]
    for table in chosen:
        lines += [f"## {table.name}", "", table.about, f"Key: {', '.join(table.key)}.", ""]
        lines += ["| column | type | meaning | codes |", "| --- | --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.type} | {c.about} | {', '.join(c.codes)} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)
