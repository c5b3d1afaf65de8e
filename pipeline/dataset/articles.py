"""The articles in the store: which are to be extracted, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pipeline.records import Article
from pipeline.store import Store
from pipeline.store.dataset import extractions
from pipeline.store.schema import addresses, articles, versions
from scrapers.crawl.keep import moment

#: Articles looked up at once.
CHUNK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The latest version of an article, as the store holds it."""

    article: Article
    version: int
    text_digest: str
    told: str | None  # when it appeared, as its source said
    warc_file: str | None
    warc_record: str | None


def select() -> sa.Select[Any]:
    """Every article in the dataset, with the version that was extracted."""
    return (
        sa.select(
            articles.c.id,
            articles.c.url,
            articles.c.site,
            articles.c.story,
            articles.c.duplicate_of,
            extractions.c.lang,
            extractions.c.version,
            extractions.c.sentences,
            extractions.c.zones,
            versions.c.published,
            versions.c.title,
            versions.c.author,
            versions.c.source_url,
            versions.c.text,
            versions.c.text_digest,
            versions.c.relevance,
            versions.c.fetched,
            versions.c.warc_file,
            versions.c.warc_record,
        )
        .select_from(extractions)
        .join(articles, articles.c.id == extractions.c.article)
        .join(
            versions,
            sa.and_(versions.c.article == extractions.c.article, versions.c.number == extractions.c.version),
        )
    )


def waiting(store: Store, everything: bool) -> Iterator[Held]:
    """The latest versions that are not in the dataset yet, or of ``everything``, by id; a chunk in memory at a time."""
    query = _latest().order_by(articles.c.id).limit(CHUNK)
    if not everything:
        query = query.where(_outdated())
    last = ""
    while True:
        with store.read() as connection:
            rows = list(connection.execute(query.where(articles.c.id > last)).mappings())
        for row in rows:
            yield held(row)
        if len(rows) < CHUNK:
            return
        last = rows[-1]["id"]


def by_file(store: Store) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(record, article) of the latest versions that have one, by site and archive file."""
    query = (
        sa.select(articles.c.site, versions.c.warc_file, versions.c.warc_record, articles.c.id)
        .join(versions, _same_version())
        .where(versions.c.warc_file.is_not(None), versions.c.warc_record.is_not(None))
    )
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    with store.read() as connection:
        for site, name, record, article in connection.execute(query):
            found.setdefault((site, name), []).append((record, article))
    return {key: sorted(found[key]) for key in sorted(found)}


def by_id(store: Store, article: str) -> Held:
    """The latest version of one article."""
    with store.read() as connection:
        return held(connection.execute(_latest().where(articles.c.id == article)).mappings().one())


def count(store: Store, everything: bool) -> int:
    """How many :func:`waiting` gives."""
    query = sa.select(sa.func.count()).select_from(articles)
    if not everything:
        query = (
            query.join(versions, _same_version())
            .outerjoin(extractions, extractions.c.article == articles.c.id)
            .where(_outdated())
        )
    with store.read() as connection:
        return int(connection.execute(query).scalar_one())


def _same_version() -> sa.ColumnElement[bool]:
    return sa.and_(versions.c.article == articles.c.id, versions.c.number == articles.c.version)


def _outdated() -> sa.ColumnElement[bool]:
    """Whether an article's latest version is not the one in the dataset."""
    return sa.or_(
        extractions.c.article.is_(None),
        extractions.c.version != articles.c.version,
        extractions.c.text_digest != versions.c.text_digest,
    )


def _latest() -> sa.Select[Any]:
    return (
        sa.select(
            articles.c.id,
            articles.c.url,
            articles.c.site,
            articles.c.lang,
            versions,
            addresses.c.published.label("told"),
        )
        .select_from(articles)
        .join(versions, _same_version())
        .join(addresses, addresses.c.id == articles.c.id)
        .outerjoin(extractions, extractions.c.article == articles.c.id)
    )


def article_of(row: Any) -> Article:
    """The article of a row of either query."""
    same = ("text", "id", "url", "source_url", "site", "lang", "title", "author")
    return Article(**{name: row[name] for name in same}, published=moment(row["published"]))


def held(row: Any) -> Held:
    """A row as the articles' query gives it."""
    return Held(
        article=article_of(row),
        version=row["number"],
        text_digest=row["text_digest"],
        told=row["told"],
        warc_file=row["warc_file"],
        warc_record=row["warc_record"],
    )
