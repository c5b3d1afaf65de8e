"""A small HTTP server for the tests of the door, and a door that may go there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scrapers.fetch import Fetcher, Hosts, Policy
from tests.newsite.rules import FIRST_NIGHT, Frozen

LOOP = "127.0.0.2"
Route = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    routes: dict[str, Route]
    hits: list[tuple[str, dict[str, str]]]

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.hits.append((self.path, dict(self.headers)))
        try:
            self.routes.get(self.path, missing)(self)
            self.wfile.flush()
        except OSError:
            self.close_connection = True

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        named.setdefault("Content-Type", "text/html")
        named.setdefault("Content-Length", str(len(body)))
        for key, value in named.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)


def missing(handler: Handler) -> None:
    handler.say(b"no", 404)


@contextmanager
def serving(routes: dict[str, Route], host: str = LOOP) -> Iterator[Any]:
    """A server on a loopback address: ``.base`` and ``.hits``."""

    class Mine(Handler):
        hits: list[tuple[str, dict[str, str]]] = []  # noqa: RUF012

    Mine.routes = routes
    server: Any = ThreadingHTTPServer((host, 0), Mine)
    server.daemon_threads = True
    server.base, server.hits = f"http://{host}:{server.server_port}", Mine.hits
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def door(clock: Frozen | None = None, record: Any = None, **changed: Any) -> Fetcher:
    told: dict[str, Any] = {
        "contact": "desk@chibo.example",
        "networks": (f"{LOOP}/32",),
        "delay": 0.0,
        "read_timeout": 2.0,
        "total_timeout": 3.0,
        "retries": 1,
        "backoff": 0.0,
        **changed,
    }
    return Fetcher(Policy(**told), hosts=Hosts(clock or Frozen(FIRST_NIGHT)), record=record)


PAGE = b"<html><body>ch\xc3\xa0o</body></html>"


def redirect(target: str, handler: Handler) -> None:
    handler.say(b"", 302, Location=target)
