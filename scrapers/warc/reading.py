"""Records out of WARC files, and how far a file is whole."""

from __future__ import annotations

import io
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
#: Records beyond this are passed over: no page is that large, and memory is not endless.
MAX_RECORD = 50_000_000
GZIP, MAGIC = b"\x1f\x8b", b"WARC/"


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


def members(path: Path, keep: int) -> Iterator[tuple[int, bytes]]:
    """The whole gzip members of a file: where each ends, and its first ``keep`` bytes, unpacked.

    Raises :class:`Torn` where the file ends in the middle of one, or is no gzip from there on.
    """
    end = 0
    with path.open("rb") as file:
        data = file.read(PIECE)
        while data:
            engine = zlib.decompressobj(31)
            parts: list[bytes] = []
            size = 0
            while True:
                if not data:
                    raise Torn(f"{path}: ends in the middle of the record at byte {end}")
                try:
                    piece = engine.decompress(data, PIECE)
                except zlib.error as error:
                    raise Torn(f"{path}: broken at byte {end}: {error}") from error
                if size < keep:
                    parts.append(piece[: keep - size])
                size += len(piece)
                rest = engine.unused_data or engine.unconsumed_tail
                end += len(data) - len(rest)
                data = rest or file.read(PIECE)
                if engine.eof:
                    break
            yield end, b"".join(parts)


def whole_length(path: Path) -> int:
    """How many bytes of a gzipped WARC file are whole records, from its beginning."""
    whole = 0
    try:
        for end, head in members(path, len(MAGIC)):
            if head != MAGIC:
                return whole
            whole = end
    except Torn:
        return whole
    return whole


def records(path: Path) -> Iterator[Entry]:
    """The records of a WARC file, plain or gzipped, in its order; a torn one at the end is told of and never given.

    Raises :class:`Torn` for a file that is no WARC file at all.
    """
    with path.open("rb") as file:
        head = file.read(2)
    if not head:
        return
    given = 0
    try:
        for record in zipped(path) if head == GZIP else plain(path):
            given += 1
            if record is not None:
                yield record
    except (Torn, ArchiveLoadFailed, EOFError, zlib.error, ValueError, AttributeError) as error:
        # AttributeError is what warcio has for a record whose head is cut off before its address
        if not given:
            raise Torn(f"{path}: not a WARC file ({error}); .warc and .warc.gz are read") from error
        log.warning("%s: read as far as record %d; what follows is torn: %s", path, given, error)


def zipped(path: Path) -> Iterator[Entry | None]:
    """The records of a gzipped file, a member each; ``None`` for one that is too large."""
    for end, data in members(path, MAX_RECORD + 1):
        if len(data) > MAX_RECORD:
            log.warning("%s: the record before byte %d is larger than %d bytes and left out", path, end, MAX_RECORD)
            yield None
            continue
        if not data.startswith((MAGIC, b"filedesc:", b"http")):  # the last two begin a record of the older ARC
            raise ValueError(f"no record before byte {end}")
        for record in ArchiveIterator(io.BytesIO(data), arc2warc=True):
            yield entry(record, record.raw_stream.read())


def plain(path: Path) -> Iterator[Entry | None]:
    """The records of a file that is not gzipped; ``None`` for one that is too large."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, arc2warc=True):
            if not record.rec_headers.get_header("Content-Length"):
                raise Torn(f"{path}: a record's head is cut off")
            payload = record.raw_stream.read(MAX_RECORD + 1)
            large = len(payload) > MAX_RECORD
            while large and record.raw_stream.read(PIECE):
                payload = b""
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise Torn(f"{path}: {target(record)} is cut off")
            if large:
                log.warning("%s: %s is larger than %d bytes and left out", path, target(record), MAX_RECORD)
            yield None if large else entry(record, payload)


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
