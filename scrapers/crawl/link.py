"""What ties articles together: the same text at another address, and one story in several languages.

Both are computed from what the store holds, in a fixed order, when the fetching is over; so they do not depend on
which site was faster, and a run that was killed comes to the same links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.store.schema import articles, fingerprints, story_keys, versions
from scrapers.canonical import identify
from scrapers.crawl.sketch import LOOKED_UP, SAME, resemblance, unpacked
from scrapers.crawl.state import State
from scrapers.sites import Site

BATCH = 100
#: A hash that more articles share than this is boilerplate, and no ground to compare them all.
CROWD = 200


def link(state: State, sites: Sequence[Site]) -> tuple[int, int]:
    """Find the near-duplicates and the stories of every article that is new or changed: how many of each were found."""
    known = {site.id: site for site in sites}
    duplicates = joined = 0
    while True:
        with state.store.write() as connection:
            batch = state.unlinked(connection, BATCH)
            for row in batch:
                duplicates += duplicate(connection, row)
                joined += story(connection, row, known.get(row.site))
                connection.execute(articles.update().where(articles.c.id == row.id).values(linked=row.version))
        if len(batch) < BATCH:
            return duplicates, joined


def duplicate(connection: Connection, row: Any) -> bool:
    """Tie an article to the first that had its text, if one had."""
    mine = unpacked(sketch_of(connection, row.id, row.version))
    least = mine[:LOOKED_UP]
    connection.execute(fingerprints.delete().where(fingerprints.c.article == row.id))
    shared: Counter[str] = Counter()
    for key in least:
        query = sa.select(fingerprints.c.article).where(fingerprints.c.hash == key).limit(CROWD)
        shared.update(article for (article,) in connection.execute(query))
    if least:
        connection.execute(fingerprints.insert(), [{"hash": key, "article": row.id} for key in least])
    first: str | None = None
    # the earliest linked article that resembles it, and where that is a copy itself, what it is a copy of
    candidates = connection.execute(
        sa.select(articles.c.id, articles.c.version, articles.c.duplicate_of)
        .where(articles.c.id.in_(sorted(shared)), articles.c.id != row.id)
        .order_by(articles.c.first_fetched, articles.c.id)
    ).all()
    for other in candidates:
        if (
            other.duplicate_of != row.id
            and resemblance(mine, unpacked(sketch_of(connection, other.id, other.version))) >= SAME
        ):
            first = other.duplicate_of or other.id
            break
    connection.execute(articles.update().where(articles.c.id == row.id).values(duplicate_of=first))
    return first is not None


def sketch_of(connection: Connection, article: str, number: int) -> str:
    """The packed sketch of one version."""
    query = sa.select(versions.c.sketch).where(versions.c.article == article, versions.c.number == number)
    return str(connection.execute(query).scalar() or "")


def story(connection: Connection, row: Any, site: Site | None) -> bool:
    """Join an article to those that share a slug or a source with it; the story's name is the least id among them.

    An article's own address is a key too, so that the article that others name as their source belongs to the story.
    """
    source = connection.execute(
        sa.select(versions.c.source_url).where(versions.c.article == row.id, versions.c.number == row.version)
    ).scalar()
    keys = {identify(row.url)}
    if source:
        keys.add(identify(source))
    slug = site.story(row.url) if site else None
    if slug:
        host = (urlsplit(row.url).hostname or "").removeprefix("www.")
        keys.add(identify(f"slug {host} {slug}"))
    connection.execute(story_keys.delete().where(story_keys.c.article == row.id))
    connection.execute(story_keys.insert(), [{"key": key, "article": row.id} for key in sorted(keys)])
    related = connection.execute(
        sa.select(articles.c.story)
        .join(story_keys, story_keys.c.article == articles.c.id)
        .where(story_keys.c.key.in_(sorted(keys)), articles.c.id != row.id, articles.c.story.is_not(None))
        .distinct()
    ).scalars()
    names = {str(name) for name in related}
    name = min(names | {row.id})
    connection.execute(articles.update().where(articles.c.id == row.id).values(story=name))
    if names - {name}:
        connection.execute(articles.update().where(articles.c.story.in_(sorted(names))).values(story=name))
    return bool(names)
