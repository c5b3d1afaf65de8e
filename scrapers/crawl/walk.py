"""One site's walk: its sources, then its articles, each address by itself and each outcome in one transaction.

Killed at any moment, the next run goes on with the address that was under way: an exchange is archived first and the
store changed after, and what the store does not know was not done.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from pipeline.store import StoreError
from scrapers.archive import ArchiveError
from scrapers.canonical import canonical
from scrapers.crawl.events import Listener, Report
from scrapers.crawl.keep import Keeper, storable
from scrapers.crawl.sources import Reader
from scrapers.crawl.state import Address, State, key_of, stamp
from scrapers.discover import Found
from scrapers.fetch import (
    FEED,
    PAGE,
    SITEMAP,
    Busy,
    Fetched,
    Fetcher,
    FetchError,
    Prior,
    RobotsRefused,
    StatusRefused,
    TooLarge,
)
from scrapers.sites import Site

#: Set in the environment, it has an unforeseen error end the run in its traceback.
TRACEBACK = "CHIBO_TRACEBACK"
KINDS = {"feed": "feed", "sitemap": "sitemap", "news-sitemap": "sitemap", "listing": "listing", "topic": "listing"}
SOURCES = ("feed", "sitemap", "listing")
ACCEPT = {"feed": FEED, "sitemap": SITEMAP, "listing": (*PAGE, "application/json"), "article": PAGE}
#: A source is looked at again when this has passed; less than from one night to the next.
SOURCE_AGAIN = timedelta(hours=6)
#: An article that nobody says has changed is asked for again, conditionally, when it is as old again as it was, for a
#: month.
SOONEST, LATEST = timedelta(hours=20), timedelta(days=30)
WEEK, HOUR = timedelta(days=7), 3600.0
#: Failures in a row after which the whole host is left alone for a while, by their weight: three that say so clearly,
#: or twenty slow pages.
PATIENCE = 20
TROUBLE = {"busy": 7, "connect": 7, "dns": 7, "tls": 7, "timeout": 1}


@dataclass(slots=True, kw_only=True)
class Shared:
    """What the walks of one run have in common."""

    state: State
    report: Report
    listener: Listener
    since: date | None = None
    left: int | None = None  # articles that may still be asked for
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> bool:
        """Whether one more article may be asked for."""
        with self.lock:
            if self.left is not None:
                if self.left <= 0:
                    return False
                self.left -= 1
        return not self.stop.is_set()

    def tell(self, **event: Any) -> None:
        """Pass an event on."""
        with self.lock:
            self.listener(event)


class Walk:
    """Walks one site."""

    def __init__(self, site: Site, fetcher: Fetcher, shared: Shared) -> None:
        self.site = site
        self.fetcher = fetcher
        self.shared = shared
        self.state = shared.state
        self.keeper = Keeper(site, shared.state)
        self.reader = Reader(site, shared.state)
        self._trouble = 0

    def run(self) -> None:
        """Everything that is due now."""
        with self.state.store.write() as connection:
            self.state.learn(connection, self.site.id, self._own())
        while due := self.state.due(self.site.id, SOURCES, self.shared.since, limit=1):
            if self.shared.stop.is_set() or not self._visit(due[0]):
                return
        count = self.state.count_due(self.site.id, ("article",), self.shared.since)
        self.shared.tell(event="due", site=self.site.id, count=count)
        while due := self.state.due(self.site.id, ("article",), self.shared.since):
            for address in due:
                if not self.shared.take() or not self._visit(address):
                    return

    def _own(self) -> Iterator[tuple[Found, int]]:
        for listing in self.site.lists:
            if listing.url and listing.kind in KINDS:
                yield Found(listing.url, kind=KINDS[listing.kind]), 0
            for url in listing.addresses:
                yield Found(url), 0

    def _visit(self, address: Address) -> bool:
        """Ask for one address until there is an outcome, and keep that; ``False`` when the host wants to be left
        alone.
        """
        host = urlsplit(address.url).netloc
        if until := self.state.busy_until(host):
            self.shared.tell(event="host-busy", site=self.site.id, host=host, until=until)
            self.shared.report.count(self.site.id, "host-busy")
            return False
        prior = Prior(
            etag=address.etag,
            last_modified=address.last_modified,
            payload_digest=address.payload_digest,
            fetched=datetime.fromisoformat(address.fetched) if address.fetched else None,
        )
        attempts = address.attempts
        while True:
            try:
                fetched = self.fetcher.once(address.url, ACCEPT[address.kind], prior if address.fetched else None)
                self._trouble = 0
                self._told(address, *self._kept(address, fetched), fetched.status)
                return True
            except FetchError as error:
                wait = self.fetcher.policy.wait(error, attempts)
                if wait is None:
                    return self._failed(address, error)
                attempts += 1
                with self.state.store.write() as connection:
                    self.state.save(connection, address.id, attempts=attempts)
                self.fetcher.clock.sleep(wait)
                if self.shared.stop.is_set():
                    return False

    def _kept(self, address: Address, fetched: Fetched, note: str = "fetched") -> tuple[str, str]:
        """What :meth:`_arrived` makes of it; a page that nobody foresaw must not cost the night."""
        try:
            return self._arrived(address, fetched, note)
        except (FetchError, StoreError, ArchiveError):
            raise
        except Exception as error:
            if os.environ.get(TRACEBACK):
                raise
            self.shared.tell(
                event="defect", site=self.site.id, url=address.url, error=f"{type(error).__name__}: {error}"
            )
            changes = self.state.failed(address)
            with self.state.store.write() as connection:
                self.state.save(connection, address.id, status="failed", reason="defect", **changes)
            return "failed", "defect"

    def _told(self, address: Address, decision: str, reason: str, status: int | None) -> None:
        self.shared.report.count(self.site.id, f"{address.kind}: {reason}")
        self.shared.tell(
            event="visit",
            site=self.site.id,
            kind=address.kind,
            url=address.url,
            decision=decision,
            reason=reason,
            status=status,
        )

    def _failed(self, address: Address, error: FetchError) -> bool:
        status = error.status if isinstance(error, StatusRefused) else None
        if isinstance(error, TooLarge) and error.partial is not None and address.kind in ("feed", "sitemap"):
            self._told(address, *self._kept(address, error.partial, error.reason), error.partial.status)
            return True
        decision = "gone" if status in (404, 410) else "failed" if error.passing else "refused"
        # not at once, or a run would go on for as long as the host is busy
        wait = timedelta(seconds=max(error.wait, HOUR)) if isinstance(error, Busy) else None
        changes = self.state.failed(address, wait)
        if isinstance(error, RobotsRefused):  # costs the host nothing, and is no failure of the address
            changes["failures"] = address.failures
            changes["next_try"] = stamp(
                self.state.clock.now() + (SOONEST if error.reason == "robots-unreachable" else WEEK)
            )
        if status == 410 or error.reason in ("address", "too-large", "content-type", "encoding"):
            changes["next_try"] = None  # it will be the same until its source says that it changed
        if address.kind != "article" and changes["next_try"] is None:
            changes["next_try"] = stamp(self.state.clock.now() + WEEK)
        with self.state.store.write() as connection:
            self.state.save(connection, address.id, status=decision, http_status=status, reason=error.reason, **changes)
        self._told(address, decision, error.reason, status)
        self._trouble += TROUBLE.get("busy" if isinstance(error, Busy) else error.reason, -self._trouble)
        if self._trouble >= PATIENCE:
            self.state.busy(urlsplit(address.url).netloc, error.wait if isinstance(error, Busy) else HOUR)
        return True

    def _arrived(self, address: Address, fetched: Fetched, note: str) -> tuple[str, str]:
        """Keep what an address gave: decision and reason."""
        if fetched.location is not None:
            return self._moved(address, fetched)
        changes: dict[str, Any] = {"http_status": fetched.status, "reason": None, "attempts": 0, "failures": 0}
        if fetched.unchanged:
            changes["next_try"] = self._again(address, address.fetched)
            if address.status in ("irrelevant", "refused"):  # what it was read as still holds
                del changes["reason"]
            else:
                changes["status"] = "fetched"
            with self.state.store.write() as connection:
                self.state.save(connection, address.id, **changes, seen_modified=address.modified)
            return "unchanged", "unchanged"
        now = stamp(fetched.fetched)
        changes.update(
            status="fetched",
            fetched=now,
            seen_modified=address.modified,
            etag=storable(fetched.headers.get("ETag")),
            last_modified=storable(fetched.headers.get("Last-Modified")),
            payload_digest=fetched.record.payload_digest if fetched.record else None,
        )
        fresh = Address(**{**{k: getattr(address, k) for k in Address.__slots__}, **picked(changes)})
        changes["next_try"] = self._again(fresh, now)
        if address.kind == "article":
            outcome = self.keeper.read(address, fetched)
            changes.update(outcome.changes)
            with self.state.store.write() as connection:
                self.state.save(connection, address.id, **changes)
                reason = self.keeper.keep(connection, address, fetched, outcome)
            return changes["status"], reason
        with self.state.store.write() as connection:
            changes["found_digest"] = self.reader.learn(connection, address, fetched)
            self.state.save(connection, address.id, **changes)
        return "fetched", note

    def _again(self, address: Address, fetched: str | None) -> str | None:
        now = self.state.clock.now()
        if address.kind == "listing" and address.depth > 0:
            return None  # the page before it says when
        if address.kind == "sitemap" and address.depth > 0 and address.modified:
            return None  # the index says when
        if address.kind != "article":
            return stamp(now + SOURCE_AGAIN)
        if address.modified or not (address.etag or address.last_modified) or not fetched:
            return None  # its source says when; or it could not be asked for without its body coming again
        age = now - datetime.fromisoformat(fetched)
        return stamp(now + max(age, SOONEST)) if age < LATEST else None

    def _moved(self, address: Address, fetched: Fetched) -> tuple[str, str]:
        """A redirect: the address it leads to is visited in its own turn, so that each exchange is kept by itself."""
        changes: dict[str, Any] = {"http_status": fetched.status, "attempts": 0, "next_try": None}
        reason = "redirects"
        try:
            target = canonical(fetched.location or "")
        except ValueError:
            target, reason = "", "address"
        if target == address.url != fetched.location:  # another spelling of the same address: it insists on its own
            return self._arrived(address, self.fetcher.get(fetched.location or "", ACCEPT[address.kind]), "fetched")
        if target and address.kind == "article" and not self._ours(target, address.url):
            target, reason = "", "elsewhere"
        with self.state.store.write() as connection:
            if target and address.hops < self.fetcher.policy.max_hops:
                key = key_of(self.site.id, address.kind, target)
                self.state.save(connection, address.id, status="moved", moved_to=key)
                if self.state.moved(connection, address.id) is not None:
                    found = Found(target, address.published, address.modified, address.kind)
                    self.state.learn(connection, self.site.id, [(found, address.depth)], address.hops + 1)
                    reason = ""
            if not reason:
                again = None if address.kind == "article" else self._again(address, None)
                self.state.save(connection, address.id, **{**changes, "reason": None, "next_try": again})
            else:
                self.state.save(connection, address.id, **changes, status="refused", moved_to=None, reason=reason)
        return ("moved", "moved") if not reason else ("refused", reason)

    def _ours(self, target: str, url: str) -> bool:
        """Whether a redirect stays with the site: an article by its rules, or at least on the same host."""
        hosts = [(urlsplit(one).hostname or "").removeprefix("www.") for one in (target, url)]
        return self.site.is_article(target) or hosts[0] == hosts[1]


def picked(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes that a visit looks at itself."""
    return {k: v for k, v in changes.items() if k in Address.__slots__}
