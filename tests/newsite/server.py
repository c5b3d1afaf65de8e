"""The test news site: an HTTP server on a loopback address of its own, which remembers what it was asked."""

from __future__ import annotations

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from tests.newsite.answers import Hit, QuietServer, SiteHandler, bomb
from tests.newsite.pages import LANGS, Page, Plan

PER_SITEMAP = 150
PER_LISTING = 25
ROBOTS = "User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n"


@dataclass
class NewsSite:
    """Use as a context manager; ``base`` is its address. ``day`` changes the pages that change."""

    plan: Plan
    host: str = "127.0.0.2"
    trap: str = "http://127.0.0.1:9/"
    million: bool = False
    day: int = 0
    hits: list[Hit] = field(default_factory=list)  # answers
    asked: list[str] = field(default_factory=list)  # paths, as soon as they are asked for
    robots: tuple[int, str] = (200, ROBOTS)
    insists: dict[str, str] = field(default_factory=dict)  # redirects by path and query

    def __enter__(self) -> Self:
        self._asked: set[str] = set()
        self._under_way = self.most_at_once = 0
        self._lock = threading.Lock()
        self._server = QuietServer((self.host, 0), functools.partial(SiteHandler, self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        if self.million:
            self.million_entries()  # takes longer than a client waits
        for kind in ("gzip", "br"):
            bomb(kind)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self._server.server_port}"

    @contextmanager
    def counted(self, path: str) -> Iterator[None]:
        """Keep the most requests that were ever under way at once.

        Pages that never end are left out: the server goes on with them after the client has gone.
        """
        page = self.plan.pages.get(path)
        if page is not None and page.behaviour in ("slow", "endless"):
            yield
            return
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    def million_entries(self) -> bytes:
        """The sitemap of a million entries; one article stands near its beginning."""
        real = next(p.path for p in self.plan.can_be_had().values() if "sitemap" in p.listed)
        return million(self.base, real)

    def first_time(self, path: str) -> bool:
        with self._lock:
            new = path not in self._asked
            self._asked.add(path)
            return new

    def log(self, hit: Hit) -> None:
        with self._lock:
            self.hits.append(hit)

    def sitemap_index(self, lang: str | None) -> str:
        if lang is None:
            names = [f"sitemap-{code}.xml" for code in LANGS] + (["sitemap-million.xml.gz"] if self.million else [])
        else:
            count = -(-len(self.plan.listed(lang, "sitemap")) // PER_SITEMAP)
            names = [f"sitemap-{lang}-{n}.xml{'.gz' if n % 2 else ''}" for n in range(count)]
        inner = "".join(f"<sitemap><loc>{self.base}/{name}</loc></sitemap>" for name in names)
        return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'

    def sitemap(self, lang: str, number: int) -> str:
        pages = self.plan.listed(lang, "sitemap")[number * PER_SITEMAP : (number + 1) * PER_SITEMAP]
        inner = "".join(self.entry(p) for p in pages)
        other = f"<url><loc>{self.base}/tag/party</loc></url><url><loc>not an address</loc></url>"
        return (
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{other}{inner}</urlset>'
        )

    def entry(self, page: Page) -> str:
        changed = (
            page.behaviour == "changing" and page.number % 3 == 0
        )  # of these the sitemap tells; of others nobody does
        modified = f"<lastmod>{page.published.isoformat()}</lastmod>"
        if changed and self.day:
            modified = f"<lastmod>2025-12-{self.day:02d}T01:00:00+07:00</lastmod>"
        shown = page.old_path or page.path
        told = changed or (page.number % 2 and page.behaviour != "changing")
        return f"<url><loc>{self.base}{shown}</loc>{modified if told else ''}</url>"

    def feed(self, lang: str) -> str:
        items = "".join(
            f"<item><title>x</title><link>{self.base}{p.old_path or p.path}?utm_source=rss&amp;utm_medium=feed</link>"
            f"<pubDate>{format_datetime(p.published)}</pubDate></item>"
            for p in self.plan.listed(lang, "feed")
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo Thử</title>{items}</channel></rss>'

    def listing(self, lang: str, number: int) -> str:
        pages = self.plan.listed(lang, "listing")[(number - 1) * PER_LISTING : number * PER_LISTING]
        items = "".join(f'<li><a href="{p.old_path or p.path}#top">x</a></li>' for p in pages)
        return f"<!doctype html><html><body><ul>{items}</ul><a href='/about'>about</a></body></html>"


@functools.cache
def million(base: str, real: str) -> bytes:
    """A sitemap of a million entries, gzipped; one real article stands near its beginning."""
    filler = "".join(f"<url><loc>{base}/tag/{n}</loc></url>" for n in range(1_000_000))
    return gzip.compress(f"<urlset><url><loc>{base}{real}</loc></url>{filler}</urlset>".encode(), 1, mtime=0)
