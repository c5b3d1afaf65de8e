"""One exchange over the wire: sent, read within its limits, and never longer than its deadline."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ProtocolError, ReadTimeoutError

from scrapers.net.addresses import Guard, GuardedAdapter, NotPublic
from scrapers.net.decode import Body, Bomb, NotSo
from scrapers.net.errors import AddressRefused, ConnectFailed, FetchError, TimedOut, TooLarge, Undecodable
from scrapers.net.hosts import Clock
from scrapers.net.messages import Exchange, Prior
from scrapers.net.policy import Policy

PIECE = 1 << 16
#: What a whole document ends with; a body that breaks off here has lost nothing, whatever its Content-Length says.
ENDS = (b"</html>", b"</rss>", b"</feed>", b"</urlset>", b"</sitemapindex>", b"</rdf:rdf>")


class Deadline:
    """Shuts the socket that is being read when the time is up: a read timeout alone is met by a byte now and then."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self.peer: str | None = None
        self._socket: Any = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def hold(self, sock: Any) -> None:
        """Read from ``sock`` from now on."""
        self._socket = sock
        try:
            self.peer = str(sock.getpeername()[0])
        except OSError:
            self.peer = None
        if self.expired:
            self._expire()

    def _expire(self) -> None:
        self.expired = True
        try:
            if self._socket is not None:
                # the plain call, for TLS too: it wakes the reader, whatever state TLS is in
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            self._socket = None  # closed already

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


class Wire:
    """Sends requests over a guarded ``requests`` session, one session a thread."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self.policy = policy
        self.clock = clock
        self.guard = Guard(policy.allow_private, policy.networks)
        self._local = threading.local()

    def session(self) -> requests.Session:
        """The session of the calling thread."""
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.trust_env = False  # a proxy would resolve names where they cannot be checked
            adapter = GuardedAdapter(self.guard)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            session.headers.clear()
            session.headers.update(
                {
                    "User-Agent": self.policy.user_agent,
                    "Accept-Encoding": "gzip, deflate, br",
                    "Accept": "*/*",
                    "Connection": "keep-alive",
                }
            )
            self._local.session = session
        found: requests.Session = self._local.session
        return found

    def close(self) -> None:
        """Close the calling thread's connections."""
        if hasattr(self._local, "session"):
            self._local.session.close()
            del self._local.session

    def send(
        self, url: str, prior: Prior | None, judge: Callable[[Exchange], None]
    ) -> tuple[Exchange, bytes, FetchError | None]:
        """One GET: the exchange, the body after decompression, and what is wrong with it, if anything.

        ``judge`` sees the exchange when only its headers are there, and may raise a :class:`FetchError`: then the body
        stays unread. What fails before there are headers is raised.
        """
        session = self.session()
        try:
            prepared = session.prepare_request(requests.Request("GET", url, headers=conditions(prior)))
        except (requests.RequestException, ValueError) as error:
            raise AddressRefused(url, f"not an address that can be asked for: {error}") from error
        with Deadline(self.policy.total_timeout) as deadline:
            self.guard.watched.on = deadline.hold
            with translated(url, deadline):
                timeout = (self.policy.connect_timeout, self.policy.read_timeout)
                response = session.get_adapter(url).send(prepared, stream=True, timeout=timeout)
            try:
                exchange = Exchange(
                    url=url,
                    fetched=self.clock.now(),
                    request_headers=[
                        ("Host", urlsplit(url).netloc),
                        *((k, str(v)) for k, v in prepared.headers.items()),
                    ],
                    status=response.status_code,
                    status_text=response.reason or "",
                    headers=list(response.raw.headers.items()),
                    ip=deadline.peer,
                    prior=prior,
                )
                try:
                    judge(exchange)
                except FetchError as error:
                    exchange.truncated = "unspecified"
                    return exchange, b"", error
                content, problem = self._read(response.raw, exchange, deadline)
                return exchange, content, problem
            finally:
                response.close()
                self.guard.watched.on = None

    def _read(self, raw: Any, exchange: Exchange, deadline: Deadline) -> tuple[bytes, FetchError | None]:
        url, parts, size = exchange.url, [], 0
        problem: FetchError | None = None
        try:
            body = Body(raw.headers.get("Content-Encoding", ""), self.policy.max_bytes)
        except NotSo as error:
            exchange.truncated = "unspecified"
            return b"", Undecodable(url, f"the body cannot be read: {error}")
        try:
            with translated(url, deadline):
                while piece := raw.read1(PIECE, decode_content=False):
                    parts.append(piece)
                    size += len(piece)
                    body.feed(piece)
                    if size > self.policy.max_bytes:
                        raise Bomb(f"more than {self.policy.max_bytes:,} bytes on the wire")
                if deadline.expired:
                    raise TimedOut(url, f"not finished within {self.policy.total_timeout:g} s")
        except Bomb as error:
            exchange.truncated, problem = "length", TooLarge(url, f"too large: {error}")
        except NotSo as error:
            problem = Undecodable(url, f"the body is not what its Content-Encoding says: {error}")
        except TimedOut as error:
            exchange.truncated, problem = "time", error
        except ConnectFailed as error:
            exchange.truncated = "disconnect"
            whole = body.content.rstrip()[-20:].lower().endswith(ENDS)
            problem = None if whole else error
        exchange.body = b"".join(parts)
        return body.content, problem


def conditions(prior: Prior | None) -> dict[str, str]:
    """The headers that ask only for what changed."""
    if prior is None:
        return {}
    pairs = {"If-None-Match": prior.etag, "If-Modified-Since": prior.last_modified}
    return {k: v for k, v in pairs.items() if v}


@contextmanager
def translated(url: str, deadline: Deadline) -> Iterator[None]:
    """Errors of requests, urllib3 and the socket, as ours."""
    try:
        yield
    except NotPublic as error:
        raise AddressRefused(url, str(error)) from error
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        if deadline.expired:
            raise TimedOut(url, "not finished within the time for one page") from error
        if isinstance(error, requests.Timeout | ReadTimeoutError | TimeoutError):
            raise TimedOut(url, "no answer in time") from error
        if isinstance(error, requests.exceptions.SSLError):
            raise ConnectFailed(url, f"TLS: {cause(error)}", "tls") from error
        if any(isinstance(e, NameResolutionError) for e in chain(error)):
            raise ConnectFailed(url, "no such host, or names cannot be resolved now", "dns") from error
        if isinstance(error, ProtocolError):
            raise ConnectFailed(url, f"the connection broke: {cause(error)}", "incomplete") from error
        raise ConnectFailed(url, f"no connection: {cause(error)}") from error


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, its arguments and reasons, and theirs."""
    if error is not None:
        yield error
        inner = getattr(error, "reason", None) or next((a for a in error.args if isinstance(a, BaseException)), None)
        yield from chain(inner if isinstance(inner, BaseException) else None)


def cause(error: BaseException) -> str:
    """The innermost error's own words, on one line."""
    return " ".join(str(list(chain(error))[-1]).split())[:200]
