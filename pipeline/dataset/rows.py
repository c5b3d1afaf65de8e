"""An extraction as rows of the store's tables, and the way back."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.evidence import short
from pipeline.records import KINDS, RECORDS, Extraction, Fact, Sentence, Source, Zone, plain
from pipeline.store import dataset as tables
from scrapers.crawl.keep import storable

Row = dict[str, Any]
Rows = dict[str, list[Row]]

#: Fields whose column has another name than they have.
COLUMNS = {("organizations", "id"): "body", ("documents", "number"): "document_number"}
#: Fields that hold days.
DAYS = ("start_date", "end_date", "date")


def rows_of(found: Extraction) -> Rows:
    """Rows by table, but for what the store knows of the article itself; ``extractions`` has one, without version and
    run.
    """
    article = found.article
    out: Rows = {
        "extractions": [
            {
                "article": article.id,
                "lang": article.lang,
                "sentences": json.dumps([[s.start, s.end] for s in found.sentences], separators=(",", ":")),
                "zones": json.dumps([[z.start, z.end, z.zone] for z in found.zones], separators=(",", ":")),
            }
        ]
    }
    for kind in KINDS:
        out[kind] = [
            {"article": article.id, "number": number, **_columns(kind, record)}
            for number, record in enumerate(getattr(found, kind))
        ]
    out["facts"], out["fact_sources"] = [], []
    for number, fact in enumerate(found.facts):
        told = _columns("facts", fact)
        del told["sources"]
        out["facts"].append({"article": article.id, "number": number, **told})
        out["fact_sources"] += [
            {"article": article.id, "fact": number, "number": nth, **plain(source), "evidence": short(found, source)}
            for nth, source in enumerate(fact.sources)
        ]
    return out


def _columns(kind: str, record: Any) -> Row:
    told = plain(record)
    return {COLUMNS.get((kind, name), name): _cell(name, value) for name, value in told.items()}


def _cell(name: str, value: Any) -> Any:
    if name == "candidates":
        return json.dumps(value, ensure_ascii=False)
    return storable(value) if isinstance(value, str) else value


def extraction_of(connection: Connection, article: str) -> Extraction:
    """What the store holds of one article, as it was extracted; ``LookupError`` where it is not in the dataset."""
    from pipeline.dataset.articles import article_of, select

    row = connection.execute(select().where(tables.extractions.c.article == article)).mappings().first()
    if row is None:
        raise LookupError(f"{article}: not in the dataset; `chibo build` takes in what the crawl brought")
    found = Extraction(
        article=article_of(row),
        sentences=[Sentence(start=start, end=end) for start, end in json.loads(row["sentences"])],
        zones=[Zone(start=start, end=end, zone=zone) for start, end, zone in json.loads(row["zones"])],
    )
    for kind in KINDS:
        record = RECORDS[kind]
        setattr(found, kind, [record(**_fields(kind, record, told)) for told in _all(connection, kind, article)])
    sources: dict[int, list[Source]] = {}
    for told in _all(connection, "fact_sources", article, "fact", "number"):
        names = [field.name for field in fields(Source)]
        sources.setdefault(told["fact"], []).append(Source(**{name: told[name] for name in names}))
    for told in _all(connection, "facts", article):
        number = told["number"]
        found.facts.append(Fact(**_fields("facts", Fact, told), sources=sources.get(number, [])))
    return found


def _all(connection: Connection, kind: str, article: str, *order: str) -> list[Row]:
    table = getattr(tables, kind)
    query = sa.select(table).where(table.c.article == article).order_by(*(table.c[n] for n in order or ("number",)))
    return [dict(row) for row in connection.execute(query).mappings()]


def _fields(kind: str, record: Any, row: Row) -> Row:
    told: Row = {}
    for field in fields(record):
        column = COLUMNS.get((kind, field.name), field.name)
        if column not in row:
            continue
        value = row[column]
        if field.name in DAYS and value is not None:
            value = date.fromisoformat(value)
        elif field.name == "candidates":
            value = json.loads(value)
        elif field.name in ("value", "high", "total") and value is not None:
            value = whole(value)
        told[field.name] = value
    return told


def whole(value: float) -> int | float:
    """The number as an ``int`` where it is one."""
    return int(value) if float(value).is_integer() else value
