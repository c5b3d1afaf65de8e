"""The rows of each exported table, by language, month and article, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.dictionary import ARTICLES, TableAbout
from pipeline.dataset.keep import AFTER
from pipeline.dataset.rows import Row, whole
from pipeline.store import dataset as tables
from pipeline.store.schema import articles, versions

#: Rows fetched from the database at once.
AT_ONCE = 2_000
#: The month of an article without a date.
UNDATED = "undated"
SHARED = ("bodies", "gazetteer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which articles: of these languages and sites (all by default), that appeared on ``since`` or later."""

    langs: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    since: date | None = None
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Language and month of a row; none for what belongs to no article."""

    lang: str = ""
    month: str = ""


def rows(connection: Connection, table: TableAbout, choice: Choice) -> Iterator[tuple[Part, Row]]:
    """Every chosen row of a table, with its part; parts come one after the other, rows by their key."""
    query = query_of(table, choice)
    names = [column.name for column in table.columns]
    numbers = {column.name for column in table.columns if column.type == "number"}
    lists = {column.name for column in table.columns if column.type == "list"}
    result: Iterable[Any] = connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings()
    if table.name in SHARED:
        result = sorted(result, key=lambda row: str(row[table.key[0]]))
    for row in result:
        told = {name: row[name] for name in names}
        for name in numbers:
            if told[name] is not None:
                told[name] = whole(told[name])
        for name in lists:
            told[name] = json.loads(told[name])
        yield Part() if table.name in SHARED else Part(row["part_lang"], row["part_month"]), told


def part_columns() -> tuple[sa.Label[str], sa.Label[str]]:
    """Language and month, as the partitions have them."""
    known = sa.func.substr(versions.c.published, 1, 7)
    return tables.extractions.c.lang.label("part_lang"), sa.func.coalesce(known, UNDATED).label("part_month")


def joined(query: sa.Select[Any], start: sa.FromClause) -> sa.Select[Any]:
    """The query over ``start`` (which has a column ``article``) and the article's own rows."""
    x = tables.extractions
    whole_from: sa.FromClause = start
    if start is not x:
        whole_from = start.join(x, x.c.article == start.c.article)
    whole_from = whole_from.join(articles, articles.c.id == x.c.article)
    same = sa.and_(versions.c.article == x.c.article, versions.c.number == x.c.version)
    return query.select_from(whole_from.join(versions, same))


def chosen(query: sa.Select[Any], choice: Choice) -> sa.Select[Any]:
    """The query, for the chosen articles."""
    if choice.langs:
        query = query.where(tables.extractions.c.lang.in_(choice.langs))
    if choice.sites:
        query = query.where(articles.c.site.in_(choice.sites))
    if choice.since is not None:
        query = query.where(versions.c.published >= choice.since.isoformat())
    return query


def query_of(table: TableAbout, choice: Choice) -> sa.Select[Any]:
    """The query of a table's chosen rows, with their part (``bodies`` and ``gazetteer`` have none)."""
    if table.name in SHARED:
        return _shared(table, choice)
    if table.name == "articles":
        query = joined(sa.select(*_article_columns(choice), *part_columns()), tables.extractions)
        order: list[Any] = [tables.extractions.c.article]
    elif table.name == "facts_wide":
        return wide(choice)
    else:
        source = getattr(tables, table.name)
        query = joined(sa.select(source, *part_columns()), source)
        order = [source.c[name] for name in table.key]
    lang, month = part_columns()
    return chosen(query, choice).order_by(lang.element, month.element, *order)


def _article_columns(choice: Choice) -> list[sa.ColumnElement[Any]]:
    names = ARTICLES.split() + ["text"] * choice.with_text
    found: list[sa.ColumnElement[Any]] = []
    for name in names:
        for source in (tables.extractions, articles, versions):
            if name in source.c:
                found.append(source.c[name])
                break
    return found


def _shared(table: TableAbout, choice: Choice) -> sa.Select[Any]:
    """Bodies, or places, that the chosen articles name."""
    source = getattr(tables, table.name)
    key = source.c[table.key[0]]
    users = {
        "bodies": (tables.organizations.c.body, tables.facts.c.subject_id),
        "gazetteer": (tables.places.c.code, tables.organizations.c.place, tables.facts.c.place),
    }[table.name]
    query = sa.select(source)
    if choice.langs or choice.sites or choice.since:
        used = [chosen(joined(sa.select(column), column.table), choice) for column in users]
        query = query.where(sa.or_(*(key.in_(one) for one in used)))
    return query  # put in order by Python: ids have hyphens and dots, which databases sort in ways of their own


def wide(choice: Choice) -> sa.Select[Any]:
    """Facts with everything beside them; of several sources the first is shown."""
    f, b, g = tables.facts, tables.bodies, tables.gazetteer
    now = versions.c.published >= AFTER.isoformat()
    # what a code means depends on the day; what came of several provinces has no one before
    plain = sa.not_(sa.and_(now, g.c.merged == 1))
    first = tables.fact_sources
    query = sa.select(
        *f.c,
        b.c.kind.label("subject_kind"),
        b.c.level.label("subject_level"),
        sa.case((now, g.c.name), else_=sa.func.coalesce(g.c.name_before, g.c.name)).label("place_name"),
        sa.case((plain, g.c.province_before)).label("province_before"),
        sa.case((plain, g.c.province_before_name)).label("province_before_name"),
        g.c.province_after,
        g.c.province_after_name,
        tables.extractions.c.lang,
        articles.c.site,
        versions.c.published,
        versions.c.title,
        articles.c.url,
        first.c.evidence,
        *part_columns(),
    )
    source = (
        f.outerjoin(b, b.c.id == f.c.subject_id)
        .outerjoin(g, g.c.code == f.c.place)
        .outerjoin(first, sa.and_(first.c.article == f.c.article, first.c.fact == f.c.number, first.c.number == 0))
        .join(tables.extractions, tables.extractions.c.article == f.c.article)
        .join(articles, articles.c.id == f.c.article)
        .join(
            versions,
            sa.and_(
                versions.c.article == tables.extractions.c.article, versions.c.number == tables.extractions.c.version
            ),
        )
    )
    lang, month = part_columns()
    return chosen(query.select_from(source), choice).order_by(lang.element, month.element, f.c.article, f.c.number)
