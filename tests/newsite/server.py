"""The test news site: an HTTP server on a loopback address of its own, which remembers what it was asked."""

from __future__ import annotations

import functools
import gzip
import hashlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import brotli  # type: ignore[import-untyped]

from tests.newsite.pages import LANGS, Page, Plan

PER_SITEMAP = 150
PER_LISTING = 25
ROBOTS = "User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n"
ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
BOMB_FEED = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]>'
    '<rss version="2.0"><channel><title>&e9;</title><item><title>&e9;</title><link>&e9;</link></item></channel></rss>'
)


@dataclass
class Hit:
    """One request: its path, the status it got, and the bytes of the body that were sent."""

    path: str
    status: int
    size: int


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


@functools.cache
def bomb(kind: str) -> bytes:
    """A hundred megabytes of nothing, gzipped; half of that in brotli, which is slow to make."""
    if kind == "gzip":
        return gzip.compress(bytes(100_000_000), 1, mtime=0)
    return bytes(brotli.compress(bytes(50_000_000), quality=1))


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what half of these pages are for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SiteHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: two wait for each other on loopback

    def __init__(self, news: NewsSite, *rest: Any) -> None:
        self.news = news
        super().__init__(*rest)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet; the site keeps its own log."""

    def do_GET(self) -> None:
        self.news.asked.append(self.path)
        try:
            with self.news.counted(self.path):
                self.route()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def route(self) -> None:
        news, parts = self.news, urlsplit(self.path)
        name = parts.path
        if name == "/robots.txt":
            return self.say(news.robots[1].encode(), "text/plain", status=news.robots[0])
        if self.path in news.insists:
            return self.say(b"", status=302, extra={"Location": news.insists[self.path]})
        if name in news.plan.moved:
            return self.say(b"", status=301, extra={"Location": news.plan.moved[name]})
        if name in news.plan.pages:
            return self.page(news.plan.pages[name])
        if name == "/sitemap.xml":
            return self.say(news.sitemap_index(None).encode(), "application/xml")
        if name == "/sitemap-million.xml.gz":
            return self.say(news.million_entries(), "application/gzip")
        if name.startswith("/sitemap-"):
            words = name.removeprefix("/sitemap-").split(".")[0].split("-")
            if len(words) == 1:
                return self.say(news.sitemap_index(words[0]).encode(), "application/xml")
            text = news.sitemap(words[0], int(words[1])).encode()
            return self.say(gzip.compress(text, mtime=0) if name.endswith(".gz") else text, "application/xml")
        if name == "/bomb/feed.xml":
            return self.say(BOMB_FEED.encode(), "application/rss+xml")
        if name.endswith("/feed.xml"):
            return self.say(news.feed(name.split("/")[1]).encode(), "application/rss+xml")
        if name.endswith("/list"):
            number = int(parse_qs(parts.query).get("page", ["1"])[0])
            return self.say(news.listing(name.split("/")[1], number).encode(), "text/html; charset=utf-8")
        return self.say(b"no such page", "text/plain", status=404)

    def say(
        self,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        extra: dict[str, str] | None = None,
    ) -> None:
        """Send an answer with an ETag, or 304 where the client has it."""
        headers = {"Content-Type": kind, **(extra or {})}
        if status == 200:
            headers["ETag"] = f'"{hashlib.md5(body).hexdigest()}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
        self.send_response(status)
        if status != 304:
            headers.setdefault("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)
        self.news.log(Hit(self.path, status, len(body)))

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The same Date in every answer, so that two runs can be compared byte for byte."""
        return "Thu, 20 Nov 2025 01:00:00 GMT"

    def page(self, page: Page) -> None:
        news, behaviour = self.news, page.behaviour
        body = page.html(news.day, news.base).encode("cp1256" if behaviour == "cp1256" else "utf-8", "replace")
        simple = {
            "gone": lambda: self.say(b"gone", status=410),
            "vanished": lambda: self.say(b"not found", status=404),
            "error": lambda: self.say(b"oops", status=500),
            "bomb": lambda: self.say(bomb("gzip"), extra={"Content-Encoding": "gzip"}),
            "brotli-bomb": lambda: self.say(bomb("br"), extra={"Content-Encoding": "br"}),
            "not-gzip": lambda: self.say(body, extra={"Content-Encoding": "gzip"}),
            "loop": lambda: self.say(
                b"", status=302, extra={"Location": page.path + "?again=1" if "?" not in self.path else page.path}
            ),
            "metadata-service": lambda: self.say(
                b"", status=302, extra={"Location": f"http://169.254.169.254{page.path}"}
            ),
            "loopback": lambda: self.say(b"", status=302, extra={"Location": news.trap.rstrip("/") + page.path}),
            "image": lambda: self.say(b"\x89PNG", "image/png"),
            "busy": lambda: self.say(b"later", status=429, extra={"Retry-After": "7200"}),
            "gzip": lambda: self.say(gzip.compress(body, mtime=0), extra={"Content-Encoding": "gzip"}),
            "brotli": lambda: self.say(brotli.compress(body, quality=1), extra={"Content-Encoding": "br"}),
            "cp1256": lambda: self.say(body, "text/html; charset=utf-8"),
            "no-charset": lambda: self.say(body, "text/html"),
        }
        if behaviour in simple:
            return simple[behaviour]()
        if behaviour == "busy-once" and news.first_time(page.path):
            return self.say(b"later", status=429, extra={"Retry-After": "1"})
        if behaviour in ("too-short-by-header", "broken"):
            self.close_connection = True
            sent = body if behaviour == "too-short-by-header" else body[: len(body) // 2]
            return self.say(sent, extra={"Content-Length": str(len(body) + 999)})
        if behaviour in ("slow", "endless"):
            return self.drip(b"<p>x</p>" * (1 if behaviour == "slow" else 8000), 0.05 if behaviour == "slow" else 0)
        return self.say(body)

    def drip(self, piece: bytes, pause: float) -> None:
        self.close_connection = True
        self.news.log(Hit(self.path, 200, 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(pause)
