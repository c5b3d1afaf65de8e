"""The only door to the network.

    >>> from scrapers.fetch import Fetcher, FetchError, Policy
    >>> door = Fetcher(Policy(contact="desk@example.org"))
    >>> try:
    ...     door.get("ftp://example.org/news")
    ... except FetchError as error:
    ...     print(error.reason)
    address

What can go wrong is a small tree of errors: :mod:`scrapers.net.errors`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from urllib.parse import urldefrag, urljoin, urlsplit

from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from scrapers.net.errors import (
    AddressRefused,
    Busy,
    ConnectFailed,
    FetchError,
    RedirectRefused,
    RobotsRefused,
    StatusRefused,
    TimedOut,
    TooLarge,
    Undecodable,
    WrongType,
)
from scrapers.net.hosts import Clock, Hosts
from scrapers.net.messages import FEED, PAGE, SITEMAP, Exchange, Fetched, Prior, Record, header_type
from scrapers.net.policy import Policy
from scrapers.net.robots import MAX_BYTES, Robots
from scrapers.net.wire import Wire

__all__ = [
    "FEED",
    "PAGE",
    "SITEMAP",
    "AddressRefused",
    "Busy",
    "Clock",
    "ConnectFailed",
    "Exchange",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Hosts",
    "Policy",
    "Prior",
    "Record",
    "RedirectRefused",
    "Robots",
    "RobotsRefused",
    "StatusRefused",
    "TimedOut",
    "TooLarge",
    "Undecodable",
    "WrongType",
]

#: Bytes that are archived of a page that is too large: fewer than the smallest gzip bomb.
HEAD = 4096
REDIRECTS = (301, 302, 303, 307, 308)
Recorder = Callable[[Exchange], Record | None]


class Fetcher:
    """Fetches pages, politely and within limits. Safe to share between threads.

    Fetchers may share their hosts and robots: then they keep their turns together.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        hosts: Hosts | None = None,
        robots: Robots | None = None,
        record: Recorder | None = None,
    ) -> None:
        """``record`` is called with every exchange as soon as it is over, before anybody sees the page."""
        self.policy = policy or Policy()
        self.hosts = hosts or Hosts(Clock())
        self.clock = self.hosts.clock
        self.robots = robots or Robots(self.policy.agent, self.clock)
        self.record = record
        self.counts: Counter[str] = Counter()
        self._wire = Wire(self.policy, self.clock)
        self._plain = Wire(replace(self.policy, max_bytes=MAX_BYTES), self.clock)

    def get(self, url: str, accept: Collection[str] = PAGE, prior: Prior | None = None) -> Fetched:
        """The page at ``url``, after redirects and retries; raises :class:`FetchError`.

        With ``prior`` the request is conditional, and the answer may be :attr:`Fetched.unchanged`.
        """

        def ask(hop: str) -> Fetched:
            return self.once(hop, accept, prior if hop == url else None)

        return self._follow(url, ask)

    def once(self, url: str, accept: Collection[str] = PAGE, prior: Prior | None = None) -> Fetched:
        """One exchange and no more: a redirect comes back with its ``location``, and nothing is tried again.

        Robots and turns are kept as in :meth:`get`. ``self.policy.wait(error, attempts)`` says whether and when to try
        again.
        """
        url = self._checked(url)
        if self.policy.robots:
            refusal = self.robots.refusal(url, self._robots_txt)
            if refusal:
                raise self._counted(RobotsRefused(url, *refusal))
        return self._exchange(self._wire, url, accept, prior)

    def close(self) -> None:
        """Close the calling thread's connections; the next request opens new ones."""
        self._wire.close()
        self._plain.close()

    def _patiently(self, ask: Callable[[], Fetched]) -> Fetched:
        attempts = 0
        while True:
            try:
                return ask()
            except FetchError as error:
                wait = self.policy.wait(error, attempts)
                if wait is None:
                    raise
                attempts += 1
                self.clock.sleep(wait)

    def _follow(self, url: str, ask: Callable[[str], Fetched]) -> Fetched:
        hops = [url]
        while True:
            fetched = self._patiently(partial(ask, hops[-1]))
            if fetched.location is None:
                fetched.requested, fetched.hops = url, hops
                return fetched
            if fetched.location in hops or len(hops) > self.policy.max_hops:
                what = "a redirect loop" if fetched.location in hops else f"more than {self.policy.max_hops} redirects"
                raise self._counted(RedirectRefused(url, f"{what}, last to {fetched.location}"))
            hops.append(fetched.location)

    def _robots_txt(self, url: str) -> bytes:
        def ask(hop: str) -> Fetched:
            try:
                return self._exchange(self._plain, self._checked(hop), (), None)
            except AddressRefused as error:
                if hop == url:
                    raise
                raise RedirectRefused(url, f"redirects to where nothing may be fetched: {error}") from error

        return self._follow(url, ask).content

    def _exchange(self, wire: Wire, url: str, accept: Collection[str], prior: Prior | None) -> Fetched:
        parts = urlsplit(url)
        delay = max(self.policy.delay, self.robots.delay(url)) if self.policy.robots else self.policy.delay

        def judge(exchange: Exchange) -> None:
            kind = header_type(exchange.header("Content-Type"))[0]
            if 200 <= exchange.status < 300 and accept and kind and kind not in accept:
                raise WrongType(url, f"is {kind}; {', '.join(accept)} were asked for")

        try:
            with self.hosts.turn(parts.netloc.lower(), delay):
                exchange, content, problem = wire.send(url, prior, judge)
        except FetchError as error:
            raise self._counted(error) from error.__cause__
        if isinstance(problem, TimedOut):
            exchange.body = b""  # how much had come is chance
        elif isinstance(problem, TooLarge) and accept is PAGE:
            exchange.body = exchange.body[:HEAD]  # enough to see what it was
        record = self.record(exchange) if self.record else None
        fetched = answer(exchange, content, record)
        if isinstance(problem, TooLarge):
            problem.partial = fetched
        problem = self._status_problem(exchange, prior) or problem
        if problem is not None:
            raise self._counted(problem)
        if exchange.status in REDIRECTS and not fetched.location:
            raise self._counted(RedirectRefused(url, f"status {exchange.status} without a Location"))
        self.counts["unchanged" if fetched.unchanged else "redirect" if fetched.location else "fetched"] += 1
        return fetched

    def _status_problem(self, exchange: Exchange, prior: Prior | None) -> FetchError | None:
        status = exchange.status
        if 200 <= status < 300 or status in REDIRECTS or (status == 304 and prior is not None):
            return None
        after = exchange.header("Retry-After")
        if status in (429, 503) and after:
            try:
                return Busy(exchange.url, status, max(0.0, Retry().parse_retry_after(after)))
            except InvalidHeader:
                return StatusRefused(
                    exchange.url, status, f"the server answered {status} (and Retry-After: {after!r}, which is no time)"
                )
        return StatusRefused(exchange.url, status)

    def _checked(self, url: str) -> str:
        """The address without its fragment; raises :class:`AddressRefused` for what is no web address."""
        try:
            parts = urlsplit(url)
            fine = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError as error:
            raise self._counted(AddressRefused(url, f"not an address: {error}")) from error
        if not fine:
            raise self._counted(
                AddressRefused(url, "not a web address; it must begin with http:// or https:// and name a host")
            )
        if "@" in parts.netloc:
            raise self._counted(AddressRefused(url, "holds a user name; addresses with one are not fetched"))
        if any(ord(c) <= 32 or ord(c) == 127 for c in url):
            raise self._counted(AddressRefused(url, "holds a space or a control character"))
        return urldefrag(url)[0]

    def _counted(self, error: FetchError) -> FetchError:
        self.counts[error.reason] += 1
        return error


def answer(exchange: Exchange, content: bytes, record: Record | None) -> Fetched:
    """What the exchange brought."""
    headers: CaseInsensitiveDict[str] = CaseInsensitiveDict()
    for name, value in exchange.headers:
        headers[name] = value
    kind, charset = header_type(exchange.header("Content-Type"))
    location = None
    if exchange.status in REDIRECTS and headers.get("Location"):
        # header bytes arrive as Latin-1; servers put UTF-8 there
        target = headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace").strip()
        location = urldefrag(urljoin(exchange.url, target))[0]
    return Fetched(
        url=exchange.url,
        requested=exchange.url,
        status=exchange.status,
        headers=headers,
        content=content,
        fetched=exchange.fetched,
        content_type=kind,
        charset=charset,
        location=location,
        record=record,
    )
