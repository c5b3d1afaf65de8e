"""The run: every site that is due, sites side by side, hosts one by one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.lock import held
from pipeline.store import Store
from scrapers.archive import Archive, ArchiveError, recover
from scrapers.crawl.events import Listener, Report
from scrapers.crawl.link import link
from scrapers.crawl.state import RobotsShelf, State
from scrapers.crawl.walk import SOURCES, Shared, Walk
from scrapers.fetch import Clock, Exchange, Fetcher, Hosts, Policy, Record, Robots
from scrapers.sites import Site


class CrawlError(Exception):
    """A run that cannot begin; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``since`` leaves out articles that their source dates earlier; ``limit`` is the most articles asked for in this
    run.
    """

    since: date | None = None
    limit: int | None = None
    jobs: int = 8
    policy: Policy = field(default_factory=Policy)
    archive: Path = Path("outputs", "warc")
    rotate: int = 1_000_000_000
    clock: Clock = field(default_factory=Clock)


def crawl(store: Store, sites: Sequence[Site], options: Options, listener: Listener) -> Report:
    """Fetch, archive and keep what is due; raises ArchiveError, StoreError and CrawlError, nothing kept being lost.

    Whatever ends a run, the next one goes on where it was.
    """
    with alone(options.archive):
        report = Report()
        report.torn = [path.name for path in recover(options.archive)]
        for name in report.torn:
            listener({"event": "torn", "file": name})
        state = State(store, options.clock)
        shared = Shared(state=state, report=report, listener=listener, since=options.since, left=options.limit)
        hosts = Hosts(options.clock)
        robots = Robots(options.policy.agent, options.clock, RobotsShelf(store))
        groups = by_host(current(sites, options.clock))
        with ThreadPoolExecutor(max_workers=max(1, min(options.jobs, len(groups) or 1))) as pool:
            futures = [pool.submit(_walk_all, group, shared, options, (hosts, robots)) for group in groups]
            try:
                errors = [error for future in futures if (error := future.exception())]
            except BaseException:  # an interrupt: each site finishes the exchange that it is at
                shared.stop.set()
                options.clock.wake()
                raise
        if errors:
            raise errors[0]
        report.duplicates, report.stories = link(state, sites)
    listener({"event": "end", **report.to_dict()})
    return report


def due(store: Store, sites: Sequence[Site], options: Options) -> list[dict[str, Any]]:
    """What a run would do now, without doing it: sources and articles that are due, by site, with their addresses."""
    state, left, found = State(store, options.clock), options.limit, []
    for site in current(sites, options.clock):
        sources = state.due(site.id, SOURCES, limit=10_000)
        known = {address.url for address in sources}
        first = [] if sources else [rule.url for rule in site.lists if rule.url]  # a site that was never visited
        articles = state.due(site.id, ("article",), options.since, limit=10_000 if left is None else left)
        left = None if left is None else left - len(articles)
        found.append(
            {
                "event": "would",
                "site": site.id,
                "sources": sorted(known) or first,
                "articles": [address.url for address in articles],
            }
        )
    return found


def current(sites: Sequence[Site], clock: Clock) -> list[Site]:
    """The sites that have not ended."""
    today = clock.now().date()
    return [site for site in sites if site.valid_until is None or site.valid_until >= today]


def by_host(sites: Sequence[Site]) -> list[list[Site]]:
    """Sites in groups that share no host: a group is walked by one thread, so that a host has one exchange under
    way.
    """
    groups: list[tuple[set[str], list[Site]]] = []
    for site in sites:
        urls = [
            site.home,
            *(rule.url for rule in site.lists if rule.url),
            *(u for r in site.lists for u in r.addresses),
        ]
        hosts = {urlsplit(url).netloc.lower() for url in urls}
        members = [site]
        for group in [g for g in groups if g[0] & hosts]:
            hosts |= group[0]
            members = group[1] + members
            groups.remove(group)
        groups.append((hosts, members))
    return [members for _, members in groups]


def _walk_all(sites: Sequence[Site], shared: Shared, options: Options, door: tuple[Hosts, Robots]) -> None:
    for site in sites:
        archive = Archive(options.archive, site.id.replace("/", "-"), options.clock.now(), options.rotate)

        def record(exchange: Exchange, archive: Archive = archive, site: Site = site) -> Record:
            shared.report.exchanged(site.id, weight(exchange))
            return archive.write(exchange)

        fetcher = Fetcher(replace(options.policy), hosts=door[0], robots=door[1], record=record)
        try:
            if not shared.stop.is_set():
                Walk(site, fetcher, shared).run()
        except BaseException:
            shared.stop.set()  # a full disk or a locked store is everybody's
            raise
        finally:
            fetcher.close()
            archive.close()


def weight(exchange: Exchange) -> int:
    """Bytes that came over the wire."""
    return len(exchange.body) + sum(len(k) + len(v) + 4 for k, v in exchange.headers) + len(exchange.status_text) + 17


def alone(folder: Path) -> AbstractContextManager[None]:
    """Hold the archive for one run."""
    return held(folder / "crawl.lock", "crawl", ArchiveError, CrawlError)
