"""robots.txt (RFC 9309), read by protego: 4xx allows all, 5xx and unreachable forbid all, kept for a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from scrapers.net.errors import AddressRefused, FetchError, StatusRefused, TooLarge
from scrapers.net.hosts import Clock

KEEP = timedelta(days=1)
#: A little less, so that what could not be had one night is asked for the next night, though that begin some minutes
#: earlier.
KEEP_FAILURE = timedelta(hours=20)
#: RFC 9309 asks to read at least 500 KiB.
MAX_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One origin's answer. ``status`` is an HTTP status, 0 where nothing answered; ``why`` is the failure in words."""

    origin: str
    fetched: datetime
    status: int
    body: str = ""
    why: str = ""


class Shelf(Protocol):
    """Where answers are kept between runs."""

    def get(self, origin: str) -> Entry | None:
        """The entry, however old."""
        ...

    def put(self, entry: Entry) -> None:
        """Keep it."""
        ...


class Memory:
    """A shelf that lasts as long as the process."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def get(self, origin: str) -> Entry | None:
        return self._entries.get(origin)

    def put(self, entry: Entry) -> None:
        self._entries[entry.origin] = entry


class Robots:
    """What a host's robots.txt lets ``agent`` do."""

    def __init__(self, agent: str, clock: Clock, shelf: Shelf | None = None) -> None:
        self.agent = agent
        self.clock = clock
        self.shelf = shelf or Memory()
        self._parsed: dict[tuple[str, datetime], Protego] = {}

    def refusal(self, url: str, ask: Callable[[str], bytes]) -> tuple[str, str] | None:
        """Why ``url`` may not be fetched, in words and as a reason to count; ``None`` where it may.

        ``ask`` fetches a robots.txt where none is kept, or raises FetchError.
        """
        entry = self._entry(url, ask)
        if entry.status == 0 or entry.status >= 500:
            words = f"nothing is fetched for a day from a host whose robots.txt cannot be had: {entry.why}"
            return words, "robots-unreachable"
        if 400 <= entry.status < 500:
            return None
        return None if self._rules(entry).can_fetch(url, self.agent) else ("forbidden by robots.txt", "robots")

    def delay(self, url: str) -> float:
        """The Crawl-delay in seconds, 0 where none is known."""
        entry = self.shelf.get(origin(url))
        if entry is None or entry.status != 200:
            return 0.0
        return float(self._rules(entry).crawl_delay(self.agent) or 0.0)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the file names."""
        entry = self.shelf.get(origin(url))
        return list(self._rules(entry).sitemaps) if entry is not None and entry.status == 200 else []

    def _entry(self, url: str, ask: Callable[[str], bytes]) -> Entry:
        site = origin(url)
        kept, now = self.shelf.get(site), self.clock.now()
        if kept is not None and now - kept.fetched < (KEEP if 0 < kept.status < 500 else KEEP_FAILURE):
            return kept
        try:
            entry = Entry(site, now, 200, readable(ask(site + "/robots.txt")))
        except AddressRefused:
            raise  # the page itself is refused for the same reason, and says it better
        except TooLarge as error:
            body = error.partial.content if error.partial else b""
            entry = Entry(site, now, 200, readable(body))
        except StatusRefused as error:
            # 429 asks for less, which is no leave to go on
            entry = Entry(site, now, 503 if error.status == 429 else error.status, "", str(error))
        except FetchError as error:
            entry = Entry(site, now, 0, "", str(error))
        self.shelf.put(entry)
        return entry

    def _rules(self, entry: Entry) -> Protego:
        key = (entry.origin, entry.fetched)
        if key not in self._parsed:
            self._parsed[key] = Protego.parse(entry.body)
        return self._parsed[key]


def readable(body: bytes) -> str:
    """The file's text, without what neither a parser nor a database takes."""
    return body.decode("utf-8", "replace").replace("\x00", "")


def origin(url: str) -> str:
    """Scheme, host and port: ``http://a.example:8080``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
