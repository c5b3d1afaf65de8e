"""What the crawl knows of every address, in the store: when it is due, what became of it, what it last was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.store import Store
from pipeline.store.schema import addresses, articles, hosts, robots
from scrapers.canonical import canonical, identify
from scrapers.discover import Found
from scrapers.net.hosts import Clock
from scrapers.net.robots import Entry

#: Addresses looked up at once.
CHUNK = 400
#: When a failed visit is tried again, by how many failed in a row; after the last of them never.
AGAIN = tuple(timedelta(hours=h) for h in (20, 44, 92, 188, 380))
DUE_ORDER = sa.func.coalesce(addresses.c.published, addresses.c.modified, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A row of ``addresses``, as far as a visit needs it."""

    id: str
    url: str
    kind: str
    depth: int
    published: str | None
    modified: str | None
    status: str
    attempts: int
    failures: int
    fetched: str | None
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    hops: int
    found_digest: str | None


COLUMNS = [addresses.c[name] for name in Address.__slots__]


class State:
    """The crawl's side of the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock

    def now(self) -> str:
        """The moment, as it is written into the store."""
        return stamp(self.clock.now())

    def due(self, site: str, kinds: Collection[str], since: date | None = None, limit: int = CHUNK) -> list[Address]:
        """Addresses whose time has come: sources by depth, articles the newest first."""
        query = (
            sa.select(*COLUMNS)
            .where(addresses.c.site == site, addresses.c.kind.in_(kinds), addresses.c.next_try <= self.now())
            .order_by(addresses.c.depth, DUE_ORDER.desc(), addresses.c.url)
            .limit(limit)
        )
        if since is not None:
            # the day as the source writes it; what has no date is looked at
            query = query.where(sa.or_(DUE_ORDER == "", since.isoformat() <= DUE_ORDER))
        with self.store.read() as connection:
            return [Address(**row) for row in connection.execute(query).mappings()]

    def count_due(self, site: str, kinds: Collection[str], since: date | None = None) -> int:
        """How many :meth:`due` would give, were there no limit."""
        query = sa.select(sa.func.count()).where(
            addresses.c.site == site, addresses.c.kind.in_(kinds), addresses.c.next_try <= self.now()
        )
        if since is not None:
            query = query.where(sa.or_(DUE_ORDER == "", since.isoformat() <= DUE_ORDER))
        with self.store.read() as connection:
            return int(connection.execute(query).scalar_one())

    def learn(self, connection: Connection, site: str, found: Iterable[tuple[Found, int]], hops: int = 0) -> int:
        """Take in addresses (each with its depth) that a source named; how many were new."""
        new, stream = 0, iter(found)
        while chunk := list(islice(stream, CHUNK)):
            new += self._learn(connection, site, dict(keyed(site, chunk)), hops)
        return new

    def _learn(self, connection: Connection, site: str, found: dict[str, tuple[str, Found, int]], hops: int) -> int:
        now = self.now()
        known = {
            row.id: row
            for row in connection.execute(
                sa.select(addresses.c.id, addresses.c.published, addresses.c.modified, addresses.c.seen_modified).where(
                    addresses.c.id.in_(list(found))
                )
            )
        }
        fresh = [
            {
                "id": key,
                "url": url,
                "site": site,
                "kind": item.kind,
                "depth": depth,
                "first_seen": now,
                "last_seen": now,
                "published": item.published,
                "modified": item.modified,
                "status": "new",
                "next_try": now,
                "attempts": 0,
                "failures": 0,
                "hops": hops,
            }
            for key, (url, item, depth) in found.items()
            if key not in known
        ]
        if fresh:
            connection.execute(addresses.insert(), fresh)
        for key, row in known.items():
            item = found[key][1]
            changes: dict[str, Any] = {"last_seen": now}
            if item.published and not row.published:
                changes["published"] = item.published
            if item.modified and item.modified != row.modified:
                changes["modified"] = item.modified
                if item.modified != row.seen_modified:
                    changes["next_try"] = now  # the source says that it changed
            self.save(connection, key, **changes)
        return len(fresh)

    def save(self, connection: Connection, key: str, **changes: Any) -> None:
        """Change an address's row."""
        connection.execute(addresses.update().where(addresses.c.id == key).values(**changes))

    def failed(self, address: Address, wait: timedelta | None = None) -> dict[str, Any]:
        """What a failed visit changes: when it is tried again, sooner or later or never."""
        when = wait or (AGAIN[address.failures] if address.failures < len(AGAIN) else None)
        next_try = stamp(self.clock.now() + when) if when is not None else None
        return {"attempts": 0, "failures": address.failures + 1, "next_try": next_try}

    def pages_before(self, connection: Connection, site: str, depth: int) -> set[str]:
        """The digests of what the site's listing pages before this one named."""
        query = sa.select(addresses.c.found_digest).where(
            addresses.c.site == site, addresses.c.kind == "listing", addresses.c.depth < depth
        )
        return {digest for (digest,) in connection.execute(query) if digest}

    def rearm(self, connection: Connection, site: str, found: Found, depth: int) -> None:
        """Make a listing's next page due now."""
        self.learn(connection, site, [(found, depth)])
        self.save(connection, key_of(site, found.kind, canonical(found.url)), next_try=self.now())

    def moved(self, connection: Connection, key: str) -> str | None:
        """Where the chain of moves that begins at ``key`` ends; ``None`` where it goes round."""
        passed = set()
        while key not in passed:
            passed.add(key)
            target = connection.execute(
                sa.select(addresses.c.moved_to).where(addresses.c.id == key, addresses.c.status == "moved")
            ).scalar()
            if target is None:
                return key
            key = target
        return None

    def busy_until(self, host: str) -> str | None:
        """Until when a host asked to be left alone, if that is still to come."""
        with self.store.read() as connection:
            until = connection.execute(sa.select(hosts.c.not_before).where(hosts.c.host == host)).scalar()
        return until if until and until > self.now() else None

    def busy(self, host: str, wait: float) -> None:
        """Leave a host alone for ``wait`` seconds."""
        until = stamp(self.clock.now() + timedelta(seconds=wait))
        with self.store.write() as connection:
            connection.execute(hosts.delete().where(hosts.c.host == host))
            connection.execute(hosts.insert().values(host=host, not_before=until))

    def unlinked(self, connection: Connection, limit: int) -> list[Any]:
        """Articles whose latest version was not yet looked at for duplicates and stories, the oldest first."""
        query = (
            sa.select(articles.c.id, articles.c.url, articles.c.site, articles.c.version)
            .where(articles.c.linked < articles.c.version)
            .order_by(articles.c.first_fetched, articles.c.id)
            .limit(limit)
        )
        return list(connection.execute(query))


class RobotsShelf:
    """robots.txt files, kept in the store between runs."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, origin: str) -> Entry | None:
        """The entry, however old."""
        with self.store.read() as connection:
            row = connection.execute(sa.select(robots).where(robots.c.origin == origin)).first()
        return Entry(row.origin, datetime.fromisoformat(row.fetched), row.status, row.body, row.why) if row else None

    def put(self, entry: Entry) -> None:
        """Keep it in place of the one before."""
        with self.store.write() as connection:
            connection.execute(robots.delete().where(robots.c.origin == entry.origin))
            connection.execute(
                robots.insert().values(
                    origin=entry.origin,
                    fetched=stamp(entry.fetched),
                    status=entry.status,
                    body=entry.body,
                    why=entry.why,
                )
            )


def stamp(moment: datetime) -> str:
    """A time of ours as text that sorts."""
    return moment.isoformat(timespec="seconds")


def keyed(site: str, found: Iterable[tuple[Found, int]]) -> Iterator[tuple[str, tuple[str, Found, int]]]:
    """Each address by its id, in its one spelling; what is no address is left out."""
    for item, depth in found:
        try:
            url = canonical(item.url)
        except ValueError:
            continue
        yield key_of(site, item.kind, url), (url, item, depth)


def key_of(site: str, kind: str, url: str) -> str:
    """The id of a canonical address: an article's is its own, a source's that of the site that reads it."""
    return identify(url if kind == "article" else f"{site} {url}")
