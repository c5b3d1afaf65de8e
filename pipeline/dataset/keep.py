"""Writing an article's rows: all of them in one transaction, or none; and what the rows have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.rows import Rows
from pipeline.gazetteer import FORMER, Place, load
from pipeline.store.dataset import FOUND, bodies, extractions, facts, gazetteer, organizations, places
from pipeline.store.schema import articles, versions

#: The first day of the 34 provinces.
AFTER = FORMER + timedelta(days=1)


def current(connection: Connection, article: str) -> tuple[int, str] | None:
    """The version of an article that is in the dataset, and the digest of its text."""
    query = sa.select(extractions.c.version, extractions.c.text_digest).where(extractions.c.article == article)
    row = connection.execute(query).first()
    return (row.version, row.text_digest) if row else None


def latest(connection: Connection, article: str) -> tuple[int, str]:
    """The latest version of an article that the store holds, and the digest of its text."""
    query = (
        sa.select(versions.c.number, versions.c.text_digest)
        .join(articles, sa.and_(articles.c.id == versions.c.article, articles.c.version == versions.c.number))
        .where(articles.c.id == article)
    )
    row = connection.execute(query).one()
    return row.number, row.text_digest


def replace(connection: Connection, rows: Rows, known: bool) -> None:
    """Put an article's rows in the place of those that are there, if it is ``known`` already."""
    [head] = rows["extractions"]
    if known:
        remove(connection, head["article"])
    named = _named(rows)
    codes = {row["place"] for row in (*rows["organizations"], *rows["facts"]) if row["place"]}
    codes |= {row["code"] for row in rows["places"] if row["code"]}
    if codes:
        connection.execute(_PLACE, [about(code) for code in sorted(codes)])
    if named:
        connection.execute(_BODY, [named[body] for body in sorted(named)])
    connection.execute(extractions.insert(), head)
    for table in FOUND:
        if rows[table.name]:
            connection.execute(table.insert(), rows[table.name])


# ON CONFLICT is common to SQLite and PostgreSQL, and SQLAlchemy has it by dialect only.
_BODY = sa.text(
    "INSERT INTO bodies (id, name, kind, level, place) VALUES (:id, :name, :kind, :level, :place) "
    "ON CONFLICT DO NOTHING"
)
_COLUMNS = [column.name for column in gazetteer.c]
_PLACE = sa.text(
    f"INSERT INTO gazetteer ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)}) ON CONFLICT DO NOTHING"
)


def _named(rows: Rows) -> dict[str, dict[str, Any]]:
    """The bodies that an article names, as it has them first, with a name where it says one; :func:`settle` weighs what
    all articles say, and till then nobody finds a body without name.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows["organizations"], key=lambda row: row["name"] is None):
        if row["body"]:
            told = {name: row[name] for name in ("name", "kind", "level", "place")}
            found.setdefault(row["body"], {"id": row["body"], **told})
    for row in rows["facts"]:
        if row["subject_id"]:
            told = {"name": row["subject"], "kind": None, "level": None, "place": None}
            found.setdefault(row["subject_id"], {"id": row["subject_id"], **told})
    return found


def remove(connection: Connection, article: str) -> None:
    """Take an article's rows out of the dataset."""
    for table in reversed(FOUND):
        connection.execute(table.delete().where(table.c.article == article))
    connection.execute(extractions.delete().where(extractions.c.article == article))


@cache
def about(code: str) -> dict[str, str | int | None]:
    """A row of ``gazetteer``; of a code that the gazetteer does not have, the code alone."""
    told: dict[str, str | int | None] = dict.fromkeys(column.name for column in gazetteer.c)
    told |= {"code": code, "merged": 0}
    for day in (FORMER, AFTER):
        place = load().by_code(code, day)
        if place is not None:
            told |= {"name": place.name, "level": place.level, "parent": place.parent}
            told |= {key: value for key, value in _provinces(place).items() if value is not None}
            if day == FORMER and (place.since is None or place.since <= FORMER):
                told["name_before"] = place.name
    for name, day in (("province_before", FORMER), ("province_after", AFTER)):
        province = load().by_code(str(told[name]), day) if told[name] else None
        told[f"{name}_name"] = province.name if province else None
    told["merged"] = int(code in _merged())
    return told


@cache
def _merged() -> frozenset[str]:
    """The provinces that were made of several."""
    old = (load().by_code(f"{number:02d}", FORMER) for number in range(1, 100))
    counts = Counter(place.successor for place in old if place is not None and place.until == FORMER)
    return frozenset(code for code, count in counts.items() if code and count > 1)


def _provinces(place: Place) -> dict[str, str | None]:
    """The provinces, of the 63 and of the 34, that a place lies in or is."""
    found: dict[str, str | None] = {"province_before": None, "province_after": None}
    for one in (place, *load().chain(place)):
        if one.level == "province" and one.until is not None and one.until <= FORMER:
            found["province_before"] = found["province_before"] or one.code
            found["province_after"] = found["province_after"] or one.successor
        elif one.level == "province":
            found["province_after"] = found["province_after"] or one.code
    return found


def settle(connection: Connection) -> None:
    """Make ``bodies`` and ``gazetteer`` what the mentions say, whatever was written before, in whatever order."""
    _settle_bodies(connection)
    used = sa.union(
        sa.select(places.c.code.label("code")).where(places.c.code.is_not(None)),
        sa.select(organizations.c.place).where(organizations.c.place.is_not(None)),
        sa.select(facts.c.place).where(facts.c.place.is_not(None)),
    )
    wanted = {code: about(code) for (code,) in connection.execute(used)}
    _bring(connection, gazetteer, gazetteer.c.code, wanted)


def _settle_bodies(connection: Connection) -> None:
    said = [organizations.c[name] for name in ("body", "name", "kind", "level", "place")]
    query = sa.select(*said, sa.func.count().label("times")).where(organizations.c.body.is_not(None)).group_by(*said)
    best: dict[str, tuple[Any, ...]] = {}
    for row in connection.execute(query):
        body, name, kind, level, place, times = tuple(row)
        # most often said, one with a name first; then the least in code points, the same on every database
        rank = (name is None, -times, name or "", kind, level or "", place or "", name, level, place)
        if body not in best or rank[:6] < best[body][:6]:
            best[body] = rank
    wanted = {
        body: {"id": body, "name": rank[6], "kind": rank[3], "level": rank[7], "place": rank[8]}
        for body, rank in best.items()
    }
    subjects = sa.select(facts.c.subject_id, facts.c.subject).where(facts.c.subject_id.is_not(None)).distinct()
    for body, name in sorted(((row[0], row[1]) for row in connection.execute(subjects)), key=repr):
        wanted.setdefault(body, {"id": body, "name": name, "kind": None, "level": None, "place": None})
    _bring(connection, bodies, bodies.c.id, wanted)


def _bring(connection: Connection, table: sa.Table, key: sa.Column[Any], wanted: Mapping[str, dict[str, Any]]) -> None:
    """Change what differs in a table, and take out what is wanted no more."""
    have = {row[key.name]: dict(row) for row in connection.execute(sa.select(table)).mappings()}
    for gone in _parts(sorted(set(have) - set(wanted))):
        connection.execute(table.delete().where(key.in_(gone)))
    for name, row in sorted(wanted.items()):
        if have.get(name) != row:
            connection.execute(table.update().where(key == name).values(**row))


def _parts(names: list[str], size: int = 400) -> Iterable[list[str]]:
    return (names[at : at + size] for at in range(0, len(names), size))
