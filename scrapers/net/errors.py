"""What can go wrong on the way to a page.

FetchError              .url  .reason (a short word, for counting)
├── AddressRefused      not an http(s) address, or one that is not on the public Internet
├── RobotsRefused       robots.txt forbids it, or could not be had
├── ConnectFailed       no such host, no connection, TLS, or the connection broke
├── TimedOut            no byte within the read timeout, or the whole took too long
├── TooLarge            more than the limit, after decompression; ``.partial`` holds what came before it
├── Undecodable         a body that is not what its Content-Encoding says
├── WrongType           a content type that was not asked for
├── RedirectRefused     a redirect loop, too many hops, or one that leads nowhere
└── StatusRefused       the server's answer is no page; ``.status``
    └── Busy            429 or 503 with Retry-After; ``.wait`` in seconds
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.net.messages import Fetched


class FetchError(Exception):
    """A page that could not be had. The message says which, what was found, and what can be done."""

    reason = "failed"
    #: whether the same request may succeed in a moment
    passing = False

    def __init__(self, url: str, message: str, reason: str | None = None) -> None:
        super().__init__(f"{shown(url)}: {message}")
        self.url = url
        if reason:
            self.reason = reason


class AddressRefused(FetchError):
    """Not an address that may be fetched; nothing was sent."""

    reason = "address"


class RobotsRefused(FetchError):
    """Forbidden by the host's robots.txt, or that file could not be had; the page was not asked for."""

    reason = "robots"


class ConnectFailed(FetchError):
    """No connection, or one that broke before the end."""

    reason = "connect"
    passing = True


class TimedOut(FetchError):
    """Too slow: between two bytes, or as a whole."""

    reason = "timeout"
    passing = True


class TooLarge(FetchError):
    """More bytes than the limit, after decompression."""

    reason = "too-large"

    def __init__(self, url: str, message: str, partial: Fetched | None = None) -> None:
        super().__init__(url, message)
        self.partial = partial


class Undecodable(FetchError):
    """The body is not in the encoding that the header names."""

    reason = "encoding"


class WrongType(FetchError):
    """A content type other than those asked for; the body was not read."""

    reason = "content-type"


class RedirectRefused(FetchError):
    """Redirects that go round, or too far, or nowhere."""

    reason = "redirects"


class StatusRefused(FetchError):
    """An HTTP status that brings no page. ``reason`` is ``http-404`` and the like."""

    def __init__(self, url: str, status: int, message: str | None = None) -> None:
        super().__init__(url, message or f"the server answered {status}", f"http-{status}")
        self.status = status
        self.passing = status in (429, 500, 502, 503, 504)


class Busy(StatusRefused):
    """The server asks to come back later: ``wait`` is its Retry-After in seconds."""

    def __init__(self, url: str, status: int, wait: float) -> None:
        super().__init__(url, status, f"the server answered {status} and asks to wait {wait:.0f} s")
        self.wait = wait


def shown(url: str) -> str:
    """An address fit for a message on one line: no control characters, at most 300 characters."""
    clean = "".join(c if c.isprintable() else f"%{ord(c):02X}" for c in url)
    return clean if len(clean) <= 300 else clean[:297] + "..."
