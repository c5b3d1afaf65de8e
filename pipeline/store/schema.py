"""The tables of the crawl, as SQLAlchemy knows them. What makes them on disk is :mod:`pipeline.store.migrations`."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Table, Text

metadata = sa.MetaData()

#: What an address is, and what became of it.
KINDS = ("article", "feed", "sitemap", "listing")
STATUSES = ("new", "fetched", "moved", "gone", "failed", "refused", "irrelevant")

#: Every address that was ever seen. ``id`` is 16 hex digits: of an article the SHA-256 of ``url``, which is its id in
#: the results too; of a source, which several sites may share, that of site and address.
addresses = Table(
    "addresses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),  # canonical
    Column("site", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("depth", sa.Integer, nullable=False),  # of a nested sitemap, or the number of a listing's page
    Column("first_seen", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("published", Text),  # as the feed or sitemap that named it says, with its offset
    Column("modified", Text),  # likewise
    Column("status", Text, nullable=False),
    Column("http_status", sa.Integer),
    Column("reason", Text),  # why it failed, was refused or is gone
    Column("next_try", Text),  # null: not until its source says that it changed
    Column("attempts", sa.Integer, nullable=False),  # tries that failed in the visit under way
    Column("failures", sa.Integer, nullable=False),  # visits in a row that failed
    Column("fetched", Text),  # when its payload came
    Column("seen_modified", Text),  # ``modified`` at that time
    Column("etag", Text),
    Column("last_modified", Text),
    Column("payload_digest", Text),
    Column("moved_to", Text),
    Column("hops", sa.Integer, nullable=False),  # redirects that led here
    Column("found_digest", Text),  # of the article addresses that a listing's page named
    sa.UniqueConstraint("url", "site"),
    sa.Index("addresses_due", "site", "kind", "next_try"),
)

#: One row an article, at the address where it was had.
articles = Table(
    "articles",
    metadata,
    Column("id", Text, ForeignKey("addresses.id"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("lang", Text),
    Column("version", sa.Integer, nullable=False),  # the latest
    Column("linked", sa.Integer, nullable=False),  # the version whose duplicates and story were looked for
    Column("first_fetched", Text, nullable=False),
    Column("story", Text),  # the same for the versions of one article in several languages
    Column("duplicate_of", Text, ForeignKey("articles.id")),  # the first that had (nearly) this text
    sa.Index("articles_story", "story"),
    sa.Index("articles_site", "site", "first_fetched"),
)

#: Every state of an article that was seen.
versions = Table(
    "versions",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("number", sa.Integer, primary_key=True),
    Column("fetched", Text, nullable=False),
    Column("published", Text),  # ISO 8601, with the offset that the source gave
    Column("title", Text),
    Column("author", Text),
    Column("source_url", Text),
    Column("text", Text, nullable=False),
    Column("text_digest", Text, nullable=False),  # of title and text
    Column("payload_digest", Text),
    Column("warc_file", Text),
    Column("warc_record", Text),
    Column("relevance", sa.Double),
    Column("sketch", Text, nullable=False),  # bottom-k MinHash, hex
    sa.Index("versions_published", "published"),
)

#: The least hashes of each article's sketch: articles that share one may be near-duplicates.
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
)

#: What ties the versions of one story together: a common slug, a source link.
story_keys = Table(
    "story_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    sa.Index("story_keys_article", "article"),
)

#: robots.txt by origin; ``status`` 0 where nothing answered.
robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("fetched", Text, nullable=False),
    Column("status", sa.Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("why", Text, nullable=False),
)

#: Hosts that asked to be left alone for a while.
hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("not_before", Text, nullable=False),
)
