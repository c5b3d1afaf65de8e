"""The schema's history: each step once, in order, all in one transaction.

A step that has been released is never edited: what changes is a new step at the end of :data:`STEPS`. The SQL is what
SQLite and PostgreSQL have in common.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.store.dataset_step import DATASET


class TooNew(Exception):
    """The store was made by a newer program."""


CRAWL = """
CREATE TABLE addresses (
    id TEXT PRIMARY KEY NOT NULL,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'feed', 'sitemap', 'listing')),
    depth INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    published TEXT,
    modified TEXT,
    status TEXT NOT NULL
        CHECK (status IN ('new', 'fetched', 'moved', 'gone', 'failed', 'refused', 'irrelevant')),
    http_status INTEGER,
    reason TEXT,
    next_try TEXT,
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    fetched TEXT,
    seen_modified TEXT,
    etag TEXT,
    last_modified TEXT,
    payload_digest TEXT,
    moved_to TEXT,
    hops INTEGER NOT NULL,
    found_digest TEXT,
    UNIQUE (url, site)
);
CREATE INDEX addresses_due ON addresses (site, kind, next_try);
CREATE TABLE articles (
    id TEXT PRIMARY KEY NOT NULL REFERENCES addresses (id),
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    lang TEXT,
    version INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    first_fetched TEXT NOT NULL,
    story TEXT,
    duplicate_of TEXT REFERENCES articles (id)
);
CREATE INDEX articles_story ON articles (story);
CREATE INDEX articles_site ON articles (site, first_fetched);
CREATE TABLE versions (
    article TEXT NOT NULL REFERENCES articles (id),
    number INTEGER NOT NULL,
    fetched TEXT NOT NULL,
    published TEXT,
    title TEXT,
    author TEXT,
    source_url TEXT,
    text TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    payload_digest TEXT,
    warc_file TEXT,
    warc_record TEXT,
    relevance DOUBLE PRECISION,
    sketch TEXT NOT NULL,
    PRIMARY KEY (article, number)
);
CREATE TABLE fingerprints (
    hash TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (hash, article)
);
CREATE TABLE story_keys (
    key TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (key, article)
);
CREATE INDEX story_keys_article ON story_keys (article);
CREATE TABLE robots (
    origin TEXT PRIMARY KEY NOT NULL,
    fetched TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE TABLE hosts (
    host TEXT PRIMARY KEY NOT NULL,
    not_before TEXT NOT NULL
);
"""

#: What brings a store from version n to n + 1.
STEPS: tuple[str, ...] = (CRAWL, DATASET)


def migrate(connection: Connection) -> None:
    """Bring the store that ``connection``, in a transaction, is on up to date; raises :class:`TooNew`."""
    have = version(connection)
    refuse_newer(have)
    if have == len(STEPS):
        return
    if have == 0:
        connection.exec_driver_sql("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO schema_version (version) VALUES (0)")
    for step in STEPS[have:]:
        for statement in step.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    connection.execute(sa.text("UPDATE schema_version SET version = :v"), {"v": len(STEPS)})


def refuse_newer(have: int) -> None:
    """Raise :class:`TooNew` for a version that this program does not know."""
    if have > len(STEPS):
        raise TooNew(
            f"its schema is version {have}, this program knows up to {len(STEPS)}; "
            "use the Chibo that made it, or a newer one"
        )


def version(connection: Connection) -> int:
    """The version of the schema that is there; 0 for an empty database."""
    if not sa.inspect(connection).has_table("schema_version"):
        return 0
    found = connection.exec_driver_sql("SELECT version FROM schema_version").scalar()
    return int(found or 0)
