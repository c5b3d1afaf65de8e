"""Records out of WARC files, and how far a file is whole."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

log = logging.getLogger(__name__)

PIECE = 1 << 20
#: Payloads beyond this are passed over: no page is that large, and memory is not endless.
MAX_PAYLOAD = 50_000_000


class Torn(Exception):
    """A record that ends before its time."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One record: WARC's own headers that matter, HTTP's, and the payload as it was sent."""

    type: str
    id: str
    url: str
    date: datetime | None
    payload_digest: str | None
    status: int
    headers: dict[str, str]
    payload: bytes
    truncated: str | None = None


def whole_length(path: Path) -> int:
    """How many bytes of a gzipped WARC file are whole records, from its beginning."""
    keep = position = 0
    with path.open("rb") as file:
        data = file.read(PIECE)
        while data:
            engine = zlib.decompressobj(31)
            head = b""
            while True:
                try:
                    piece = engine.decompress(data, PIECE)
                except zlib.error:
                    return keep
                head = head or piece[:5]
                used = len(data) - len(engine.unused_data if engine.eof else engine.unconsumed_tail)
                position += used
                data = data[used:]
                if engine.eof:
                    break
                data = data or file.read(PIECE)
                if not data:
                    return keep
            if head != b"WARC/":
                return keep
            keep = position
            data = data or file.read(PIECE)
    return keep


def records(path: Path) -> Iterator[Entry]:
    """The records of a WARC file, plain or gzipped, in its order; a torn one at the end is told of and never given.

    Raises :class:`Torn` for a file that is no WARC file at all.
    """
    given = 0
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file, arc2warc=True):
                payload = record.raw_stream.read(MAX_PAYLOAD + 1)
                while rest := record.raw_stream.read(PIECE):
                    payload = payload if len(payload) > MAX_PAYLOAD else payload + rest
                if getattr(record.raw_stream, "limit", 0) > 0:
                    log.warning("%s: ends in a torn record, which is left out: %s", path, target(record))
                    return
                given += 1
                if len(payload) <= MAX_PAYLOAD:
                    yield entry(record, payload)
                else:
                    log.warning("%s: %s is larger than %d bytes and left out", path, target(record), MAX_PAYLOAD)
        except (ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
            if not given:
                raise Torn(f"{path}: not a WARC file ({error}); .warc and .warc.gz are read") from error
            log.warning("%s: cannot be read beyond record %d: %s", path, given, error)


def entry(record: Any, payload: bytes) -> Entry:
    """What warcio read, as plain data."""
    rec, http = record.rec_headers, record.http_headers
    return Entry(
        type=record.rec_type or "",
        id=rec.get_header("WARC-Record-ID") or "",
        url=target(record),
        date=moment(rec.get_header("WARC-Date")),
        payload_digest=rec.get_header("WARC-Payload-Digest"),
        status=status(http.get_statuscode() if http else None),
        headers={k.lower(): v for k, v in http.headers} if http else {},
        payload=payload,
        truncated=rec.get_header("WARC-Truncated"),
    )


def target(record: Any) -> str:
    """The record's address; some writers put it in angle brackets."""
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def status(text: str | None) -> int:
    """An HTTP status, 0 where there is none."""
    return int(text) if text and text.isdecimal() else 0


def moment(text: str | None) -> datetime | None:
    """A WARC-Date, which is UTC."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
