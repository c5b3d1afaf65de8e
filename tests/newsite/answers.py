"""How the test news site answers a request: what there is, and every way in which a server goes wrong."""

from __future__ import annotations

import functools
import gzip
import hashlib
import sys
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import brotli  # type: ignore[import-untyped]

from tests.newsite.pages import Page

if TYPE_CHECKING:
    from tests.newsite.server import NewsSite

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
            self.news.log(Hit(self.path, 200, 0))
            return drip(self, b"<p>x</p>" * (1 if behaviour == "slow" else 8000), 0.05 if behaviour == "slow" else 0)
        return self.say(body)


def drip(handler: BaseHTTPRequestHandler, piece: bytes, pause: float) -> None:
    """Answer without an end, a piece at a time, for longer than any client of the tests waits."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(pause)
