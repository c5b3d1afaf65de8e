"""The dataset as pandas DataFrames: ``pipeline.dataset.open().facts(indicator="members_admitted")``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
import sqlalchemy as sa

from pipeline.dataset.dictionary import TableAbout, dictionary
from pipeline.dataset.select import Choice, query_of
from pipeline.store import Store, open_store
from pipeline.store.schema import articles


def open(address: str | Path | None = None) -> Dataset:
    """The dataset at a path or an address, by default that of ``CHIBO_STORE``, else ``outputs/chibo.db``; raises
    StoreError. Use it as a context manager, or ``close()`` it.
    """
    return Dataset(open_store(address))


class Dataset:
    """The dataset's tables as DataFrames, in the columns of the data dictionary, rows by language, month and article.

    Every method takes ``lang`` (a code or several), ``since`` (the first day of publication, ``"2025-01-01"`` or a
    date), ``site``, and the columns of its table as further keywords: ``figures(unit="party_member")``; several values
    in a list. Days are ``datetime64``, numbers float. An unknown column raises ``ValueError``.
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
        known = {table.name: table for table in dictionary(bool(where.get("with_text")))}
        if name not in known:
            raise ValueError(f"{name!r}: no such table; there are {', '.join(known)}")
        choice = Choice(
            langs=_several(where.pop("lang", ())),
            since=_day(where.pop("since", None)),
            with_text=bool(where.pop("with_text", False)),
        )
        query = query_of(known[name], choice)
        for column, value in where.items():
            query = query.where(_column(known[name], query, column).in_(_several(value)))
        with self.store.read() as connection:
            frame = pd.DataFrame(connection.execute(query).mappings().all(), columns=_names(query))
        frame = frame[[column.name for column in known[name].columns]]
        days = [column.name for column in known[name].columns if column.type == "date"]
        numbers = [column.name for column in known[name].columns if column.type == "number"]
        return frame.assign(
            **{day: pd.to_datetime(frame[day], format="ISO8601") for day in days},
            **{number: frame[number].astype("float64") for number in numbers},
        )


def _names(query: sa.Select[Any]) -> list[str]:
    return [str(column.name) for column in query.selected_columns]


def _column(table: TableAbout, query: sa.Select[Any], name: str) -> sa.ColumnElement[Any]:
    if name == "site":
        return articles.c.site
    if name not in {column.name for column in table.columns}:
        names = ", ".join(column.name for column in table.columns)
        raise ValueError(f"{table.name}: no column {name!r}; there are lang, since, site, {names}")
    found = query.selected_columns[name]
    return found.element if isinstance(found, sa.Label) else found


def _several(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, (str, int, float)) else tuple(value)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
