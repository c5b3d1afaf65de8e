"""The dataset as pandas DataFrames: ``pipeline.dataset.open().facts(indicator="members_admitted")``."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import date, datetime
from numbers import Real
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.dictionary import Column, TableAbout, dictionary
from pipeline.dataset.select import Choice, query_of
from pipeline.packs import languages
from pipeline.store import Store, open_store
from pipeline.store.schema import articles
from scrapers import sites as known_sites


def open(address: str | Path | None = None) -> Dataset:
    """The dataset at a path or an address, by default that of ``CHIBO_STORE``, else ``outputs/chibo.db``, to be read
    only: nothing is made or changed. Raises StoreError. Use it as a context manager, or ``close()`` it.
    """
    return Dataset(open_store(address, readonly=True))


class Dataset:
    """The dataset's tables as DataFrames, in the columns of the data dictionary, rows by language, month and article.

    Every method takes ``lang`` (a code or several), ``since`` (the first day of publication, ``"2025-01-01"`` or a
    date), ``site``, and the columns of its table as further keywords: ``figures(unit="party_member")``; several values
    in a list, ``None`` for cells without a value. Days are ``datetime64``, numbers float, indexes integers (``Int64``
    where some are missing), candidates lists. What there is not, column, language, site or code, raises ``ValueError``
    with what is allowed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def facts(self, indicator: str | Collection[str] | None = None, **where: Any) -> pd.DataFrame:
        """Facts with everything beside them (``facts_wide``); ``indicator`` is a code of the indicators, or several."""
        if indicator is not None:
            where["indicator"] = indicator
        return self.table("facts_wide", **where)

    def articles(self, *, with_text: bool = False, **where: Any) -> pd.DataFrame:
        """Articles, with their texts where asked for."""
        return self.table("articles", with_text=with_text, **where)

    def figures(self, **where: Any) -> pd.DataFrame:
        """Figures, a row a mention."""
        return self.table("figures", **where)

    def dates(self, **where: Any) -> pd.DataFrame:
        """Dates, a row a mention."""
        return self.table("dates", **where)

    def documents(self, **where: Any) -> pd.DataFrame:
        """Documents, a row a mention."""
        return self.table("documents", **where)

    def organizations(self, **where: Any) -> pd.DataFrame:
        """Bodies, a row a mention."""
        return self.table("organizations", **where)

    def persons(self, **where: Any) -> pd.DataFrame:
        """Persons, a row a mention."""
        return self.table("persons", **where)

    def places(self, **where: Any) -> pd.DataFrame:
        """Places, a row a mention."""
        return self.table("places", **where)

    def table(self, name: str, **where: Any) -> pd.DataFrame:
        """Any table of the data dictionary by its name."""
        with_text = bool(where.pop("with_text", False))
        known = {table.name: table for table in dictionary(with_text)}
        if name not in known:
            raise ValueError(f"{name!r}: no such table; there are {', '.join(known)}")
        table = known[name]
        with self.store.read() as connection:
            choice = Choice(
                langs=_of("lang", where.pop("lang", None), languages()),
                sites=_of("site", where.pop("site", None), _sites(connection)),
                since=_day(where.pop("since", None)),
                with_text=with_text,
            )
            query = query_of(table, choice)
            for column, value in where.items():
                query = query.where(_among(_column(table, query, column), _about(table, column), value))
            frame = pd.DataFrame(connection.execute(query).mappings().all(), columns=_names(query))
        return typed(frame[[column.name for column in table.columns]], table)


def typed(frame: pd.DataFrame, table: TableAbout) -> pd.DataFrame:
    """The frame with every column in the type that the data dictionary says."""
    return frame.assign(**{column.name: _typed(frame[column.name], column.type) for column in table.columns})


def _typed(cells: pd.Series[Any], type: str) -> Any:
    if type == "date":
        return pd.to_datetime(cells, format="ISO8601")
    if type == "list":
        return [json.loads(cell) for cell in cells]
    if type == "integer":
        return cells.astype("Int64" if cells.isna().any() else "int64")
    return cells.astype("float64" if type == "number" else pd.Series([""]).dtype)


def _names(query: sa.Select[Any]) -> list[str]:
    return [str(column.name) for column in query.selected_columns]


def _sites(connection: Connection) -> tuple[str, ...]:
    """The sites of the store, and those that are crawled: one that brought nothing yet is no mistake."""
    found = connection.execute(sa.select(articles.c.site).distinct()).scalars()
    return tuple(sorted({*found, *(site.id for site in known_sites.sites())}))


def _about(table: TableAbout, name: str) -> Column:
    for column in table.columns:
        if column.name == name and column.type != "list":
            return column
    names = [column.name for column in table.columns if column.type != "list"]
    every = dict.fromkeys(("lang", "since", "site", *names))
    raise ValueError(f"{table.name}: no column {name!r} to choose by; there are {', '.join(every)}")


def _column(table: TableAbout, query: sa.Select[Any], name: str) -> sa.ColumnElement[Any]:
    _about(table, name)
    found = query.selected_columns[name]
    return found.element if isinstance(found, sa.Label) else found


def _among(column: sa.ColumnElement[Any], about: Column, value: Any) -> sa.ColumnElement[bool]:
    """That a column has the value, or one of several; ``None`` is a cell without one."""
    given = _several(value)
    values = [_value(about, one) for one in given if not _nothing(one)]
    return sa.or_(column.in_(values), column.is_(None)) if len(values) < len(given) else column.in_(values)


def _value(about: Column, value: Any) -> str | float:
    if about.type in ("integer", "number"):
        if isinstance(value, Real):
            return float(value)
        raise ValueError(f"{about.name}={value!r}: {about.about}; a number is allowed")
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if not isinstance(value, str):
        raise ValueError(f"{about.name}={value!r}: {about.about}; a text is allowed")
    if about.type == "date":
        day = _day(value, about.name)
        return day.isoformat() if day else value
    if about.codes and value not in about.codes and not re.fullmatch(about.also, value):
        raise ValueError(f"{about.name}={value!r}: no such code; allowed: {', '.join(about.codes)}")
    return value


def _nothing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT


def _of(name: str, value: Any, allowed: Collection[str]) -> tuple[str, ...]:
    """The chosen ones of a closed list; none where all are meant."""
    if value is None:
        return ()
    chosen = _several(value)
    if not chosen:
        raise ValueError(f"{name}={value!r}: names none; leave it out for all, or allowed: {', '.join(allowed)}")
    for one in chosen:
        if one not in allowed:
            raise ValueError(f"{name}={one!r}: there is no such one; allowed: {', '.join(allowed)}")
    return chosen


def _several(value: Any) -> tuple[Any, ...]:
    single = isinstance(value, (str, Real, date)) or _nothing(value)
    return (value,) if single else tuple(value)


def _day(value: Any, name: str = "since") -> date | None:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name}={value!r}: no day; a date, or a text such as '2025-01-31', is allowed") from None
