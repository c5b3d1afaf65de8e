"""The sample news site: a few invented pages in every language, served on this machine for as long as it is needed.

Its pages, feed, sitemap and site files lie in ``corpus/site/``; ``@BASE@`` in them stands for the address where it is
served.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from pipeline.resources import corpus
from pipeline.store import Store
from pipeline.store.schema import addresses
from scrapers.crawl import Options, Report, crawl
from scrapers.crawl.events import Listener
from scrapers.fetch import Policy
from scrapers.sites import Site, load

TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8"}
BASE = b"@BASE@"


@dataclass(frozen=True, slots=True)
class Sample:
    """The site while it is served: its address, and its site files as the crawl takes them."""

    base: str
    sites: tuple[Site, ...]


@contextmanager
def serve(host: str = "127.0.0.1", port: int = 0) -> Iterator[Sample]:
    """Serve the sample site on a loopback address: on ``port``, or on a free one where that is taken or 0."""
    folder = corpus("site")
    pages = {f"/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*")) if path.is_file()}
    server = _listening(host, port, pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    base = f"http://{host}:{server.server_port}"
    try:
        yield Sample(base, tuple(rules(folder / "sites", base)))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rules(folder: Path, base: str) -> Iterator[Site]:
    """The sample's site files, for the address where it is served now."""
    with TemporaryDirectory() as made:
        for path in sorted(folder.glob("*/*.toml")):
            copy = Path(made, path.parent.name, path.name)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes().replace(BASE, base.encode()))
            yield load(copy)


def _listening(host: str, port: int, pages: dict[str, Path]) -> ThreadingHTTPServer:
    def handler(*rest: Any) -> _Handler:
        return _Handler(pages, *rest)

    try:
        server = ThreadingHTTPServer((host, port), handler)
    except OSError:
        server = ThreadingHTTPServer((host, 0), handler)
    server.daemon_threads = True
    return server


def crawl_sample(store: Store, archive: Path, listener: Listener) -> Report:
    """Serve the sample, crawl it into a store and an archive folder, and stop serving.

    A store that has the sample already gets it from the same address, so that the second time is a second night.
    """
    with store.read() as connection:
        query = sa.select(addresses.c.url).where(addresses.c.url.like("http://127.0.0.1:%/sitemap.xml")).limit(1)
        known = connection.execute(query).scalar()
    with serve(port=(urlsplit(known).port or 0) if known else 0) as sample:
        policy = Policy(contact="the sample's own reader", networks=("127.0.0.1/32",), delay=0.0, retries=1)
        return crawl(store, sample.sites, Options(policy=policy, archive=archive), listener)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def __init__(self, pages: dict[str, Path], *rest: Any) -> None:
        self.pages = pages
        super().__init__(*rest)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the crawl tells what it does."""

    def do_GET(self) -> None:
        path = self.pages.get(urlsplit(self.path).path)
        kind = TYPES.get(path.suffix if path else "")
        if path is None or kind is None:
            return self._say(404, "text/plain", b"no such page\n")
        base = f"http://{self.headers.get('Host', 'localhost')}".encode("latin-1", "replace")
        etag = f'"{PurePosixPath(path).stem}-{path.stat().st_size}"'
        if self.headers.get("If-None-Match") == etag:
            return self._say(304, kind, b"", etag)
        return self._say(200, kind, path.read_bytes().replace(BASE, base), etag)

    def _say(self, status: int, kind: str, body: bytes, etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if etag:
            self.send_header("ETag", etag)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
