"""What goes through the door: a question, an exchange as it went over the wire, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message

from requests.structures import CaseInsensitiveDict

#: Content types, by what is asked for. A response without a type is taken.
PAGE = ("text/html", "application/xhtml+xml", "text/plain")
FEED = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml", *PAGE)
SITEMAP = ("application/xml", "text/xml", "application/gzip", "application/x-gzip", "application/octet-stream", *PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is known of an address from the last time: its validators, and the payload that they stand for.

    ``payload_digest`` is the WARC one (``sha1:…`` of the bytes as they were sent); ``fetched`` is when it was archived.
    """

    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    fetched: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request and its response as they were on the wire, transfer coding taken off.

    ``truncated`` is ``None`` or why the body ends early, in WARC's words (``length``, ``time``, ``disconnect``).
    """

    url: str
    fetched: datetime
    request_headers: list[tuple[str, str]]
    status: int
    status_text: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    ip: str | None = None
    truncated: str | None = None
    prior: Prior | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Record:
    """Where an exchange lies in the archive: file name, WARC-Record-ID, and payload digest."""

    file: str
    id: str
    payload_digest: str


@dataclass(slots=True, kw_only=True)
class Fetched:
    """An answer. ``content`` is the body after decompression, at most the limit; ``charset`` what the header says.

    ``url`` is where it came from at last, ``requested`` what was asked for. ``location`` is set on a redirect that was
    not followed.
    """

    url: str
    requested: str
    status: int
    headers: CaseInsensitiveDict[str]
    content: bytes
    fetched: datetime
    content_type: str | None = None
    charset: str | None = None
    location: str | None = None
    record: Record | None = None
    hops: list[str] = field(default_factory=list)

    @property
    def unchanged(self) -> bool:
        """Whether the server said that what we have still holds (304)."""
        return self.status == 304


def header_type(header: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header, both lower case."""
    if not header or not header.strip():
        return None, None
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
    return header.split(";")[0].strip().lower(), message.get_content_charset()
