"""The build: what the crawl brought and what changed, extracted and put into the dataset."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from pipeline.dataset import articles as held_articles
from pipeline.dataset.difference import COUNTED, Changes, stored
from pipeline.dataset.keep import current, latest, replace, settle
from pipeline.dataset.reread import pages
from pipeline.dataset.takein import take_in
from pipeline.dataset.work import Done, Item, extracted
from pipeline.store import Store
from pipeline.store.dataset import runs
from pipeline.store.schema import articles, versions
from scrapers import sites as known_sites
from scrapers.crawl.keep import said, storable, text_digest
from scrapers.crawl.link import link
from scrapers.crawl.sketch import packed, sketch
from scrapers.crawl.state import State, stamp
from scrapers.net.hosts import Clock
from scrapers.sites import Site

Listener = Callable[[dict[str, Any]], None]
#: Failures that a report names one by one.
NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``archive`` is the crawl's folder of WARC files; ``warcs`` are those of others, taken in first. ``sites`` are the
    rules that pages are read by again; all that there are where none is given.
    """

    jobs: int = 1
    rebuild: bool = False
    warcs: tuple[Path, ...] = ()
    archive: Path = Path("outputs", "warc")
    sites: Sequence[Site] | None = None
    clock: Clock = field(default_factory=Clock)
    command: str = "build"


@dataclass(slots=True, kw_only=True)
class Report:
    """What a build did. ``rows`` counts the rows written by table; ``changes`` what they changed, by table, indicator
    and site, for articles that were in the dataset before.
    """

    run: str
    engine: str
    taken_in: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, str]] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, keys in a fixed order."""
        return {
            "run": self.run,
            "engine": self.engine,
            "taken_in": dict(sorted(self.taken_in.items())),
            "articles": dict(sorted(self.articles.items())),
            "rows": dict(sorted(self.rows.items())),
            "failed": self.failed[:NAMED],
            "changes": self.changes.rows(),
            "examples": self.changes.examples,
        }


def engine_name() -> str:
    """The program that extracts: name and version."""
    try:
        return f"chibo {version('chibo')}"
    except PackageNotFoundError:
        return "chibo 0"


def build(store: Store, options: Options, listener: Listener | None = None) -> Report:
    """Bring the dataset up to what the store holds; with ``rebuild``, do all of it again and say what changed.

    An article is in the dataset whole or not at all; run again, a build does nothing, and two at once do each article
    once. Raises StoreError; ``OSError`` and Torn for a file in ``warcs`` that cannot be read; WorkerLost where one of
    several processes was ended.
    """
    tell = listener or (lambda event: None)
    with run(store, options) as report:
        if options.warcs:
            report.taken_in = take_in(store, options.warcs, options.clock.now())
            link(State(store, options.clock), _sites(options))
            tell({"event": "taken-in", **report.taken_in})
        tell({"event": "waiting", "count": held_articles.count(store, options.rebuild)})
        for done in extracted(_items(store, options), options.jobs):
            outcome = _keep(store, done, report, rebuild=options.rebuild)
            report.articles[outcome] += 1
            tell({"event": "article", "article": done.held.article.id, "url": done.held.article.url, "was": outcome})
        with store.write() as connection:
            settle(connection)
    tell({"event": "end", **report.to_dict()})
    return report


def _sites(options: Options) -> Sequence[Site]:
    return known_sites.sites() if options.sites is None else options.sites


def _items(store: Store, options: Options) -> Iterable[Item]:
    if options.rebuild:
        return pages(store, options.archive, {site.id: site for site in _sites(options)})
    return (Item(held=held) for held in held_articles.waiting(store, everything=False))


def _keep(store: Store, done: Done, report: Report, *, rebuild: bool) -> str:
    """Write an article's rows: ``added``, ``changed``, ``again`` (rebuilt), or why not."""
    held = done.held
    article, site = held.article.id, held.article.site or ""
    if done.rows is None:
        told = {"article": article, "url": held.article.url or "", "why": storable(done.problem) or ""}
        report.failed.append(told)
        return "failed"
    with store.write() as connection:
        if latest(connection, article) != (held.version, held.text_digest):
            return "overtaken"  # a newer version came meanwhile; the next build has it
        have = current(connection, article)
        if have == (held.version, held.text_digest) and not rebuild:
            return "there"  # another build was faster
        before = stored(connection, article) if have is not None else None
        digest = _reread(connection, done) if done.reread is not None else held.text_digest
        [head] = done.rows["extractions"]
        head |= {"version": held.version, "text_digest": digest, "engine": report.engine, "run": report.run}
        replace(connection, done.rows, known=have is not None)
    report.rows.update({table.name: len(done.rows[table.name]) for table in COUNTED})
    if before is not None:
        report.changes.compare(site, before, done.rows)
    if done.reread is not None:
        report.changes.text(site)
    return "added" if have is None else "again" if rebuild else "changed"


def _reread(connection: Connection, done: Done) -> str:
    """What a page is read as now, put in the place of how it was read before; the digest of it."""
    article = done.reread
    assert article is not None
    connection.execute(
        versions.update()
        .where(versions.c.article == article.id, versions.c.number == done.held.version)
        .values(**said(article), sketch=packed(sketch(article.text)))
    )
    # its duplicates are looked for again
    connection.execute(articles.update().where(articles.c.id == article.id).values(linked=0))
    return text_digest(article)


@contextmanager
def run(store: Store, options: Options) -> Iterator[Report]:
    """A row in ``runs`` for as long as a run takes, and its report in it at the end."""
    report = Report(run=uuid.uuid4().hex[:16], engine=engine_name())
    with store.write() as connection:
        connection.execute(
            runs.insert().values(
                id=report.run,
                command=options.command,
                engine=report.engine,
                started=stamp(options.clock.now()),
                status="running",
            )
        )
    status = "failed"
    try:
        yield report
        status = "done"
    finally:
        _finish(store, report, status, stamp(options.clock.now()))


def _finish(store: Store, report: Report, status: str, when: str) -> None:
    told = json.dumps(report.to_dict(), ensure_ascii=False)
    with store.write() as connection:
        changes = {"finished": when, "status": status, "report": told}
        connection.execute(runs.update().where(runs.c.id == report.run).values(**changes))
