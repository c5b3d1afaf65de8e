"""WARC in and out (ISO 28500): every exchange of the crawl, and the articles of any archive.

A night's exchanges with one site are one file, ``<folder>/<site>/<site>-<day>-<number>.warc.gz``; a new number at 1 GB.
While it is written its name ends in ``.open``; :func:`recover` looks over the files that a killed process left so, and
sets a torn record at the end aside in ``.torn``. What is archived already is not archived again: a payload that did not
change gives a revisit record.
"""

from __future__ import annotations

import io
import os
import string
import uuid
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from scrapers.net.messages import Exchange, Record
from scrapers.warc.articles import articles
from scrapers.warc.reading import Torn, whole_length

__all__ = ["Archive", "ArchiveError", "Torn", "articles"]

ROTATE = 1_000_000_000
OPEN = ".open"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class ArchiveError(Exception):
    """An archive that cannot be written; the file ends where its last whole record ends."""


class Archive:
    """The archive of one site, for one night. Use it from one thread at a time."""

    def __init__(self, folder: Path, site: str, night: datetime, rotate: int = ROTATE) -> None:
        """``folder`` is made where there is none. ``rotate`` is the size in bytes at which a new file begins."""
        self.folder = folder / site
        self.site = site
        self.rotate = rotate
        self._stem = f"{site}-{night:%Y%m%d}"
        self._out: io.FileIO | None = None
        self._path = Path()
        self._asked = ""

    def write(self, exchange: Exchange) -> Record:
        """Put an exchange on the disk, safe against a crash once this returns; raises :class:`ArchiveError`.

        All or nothing: where the disk is full the file is cut back to its last whole record.
        """
        digest = payload_digest(exchange.body)
        made = uuid.uuid5(
            uuid.NAMESPACE_URL, f"{exchange.url} {exchange.fetched.isoformat()} {digest} {exchange.status}"
        )
        identity = f"<urn:uuid:{made}>"
        block = self._block(exchange, digest, identity)
        out = self._ready(len(block))
        start = out.tell()
        try:
            put(out, block)
            os.fsync(out.fileno())
        except OSError as error:
            out.truncate(start)
            out.seek(start)
            raise ArchiveError(
                f"{self._path}: {error.strerror}; make room there, then run again: nothing that was kept is lost"
            ) from error
        return Record(self._path.name.removesuffix(OPEN), identity, digest)

    def close(self) -> None:
        """Finish the file and give it its lasting name."""
        if self._out is not None:
            self._out.close()
            self._out = None
            self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))

    def _block(self, exchange: Exchange, digest: str, identity: str) -> bytes:
        """The response (or revisit) record and the request record, gzipped each by itself."""
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        when = exchange.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
        extra = {"WARC-Record-ID": identity, "WARC-Date": when}
        if exchange.ip:
            extra["WARC-IP-Address"] = exchange.ip
        if exchange.truncated:
            extra["WARC-Truncated"] = exchange.truncated
        line = f"{exchange.status} {ascii_line(exchange.status_text)}".strip()
        http = StatusAndHeaders(line, archived_headers(exchange.headers), protocol="HTTP/1.1")
        prior = exchange.prior
        unchanged = exchange.status == 304
        if prior and prior.payload_digest and (unchanged or prior.payload_digest == digest):
            response = writer.create_revisit_record(
                exchange.url,
                digest=prior.payload_digest,
                refers_to_uri=exchange.url,
                refers_to_date=prior.fetched.strftime("%Y-%m-%dT%H:%M:%SZ") if prior.fetched else when,
                http_headers=http,
                warc_headers_dict=extra,
            )
            if unchanged:
                response.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        else:
            response = writer.create_warc_record(
                exchange.url,
                "response",
                payload=io.BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=http,
                warc_headers_dict={**extra, "WARC-Payload-Digest": digest},
            )
        request = writer.create_warc_record(
            exchange.url,
            "request",
            payload=io.BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(request_line(exchange.url), exchange.request_headers, is_http_request=True),
            warc_headers_dict={
                "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, identity + ' request')}>",
                "WARC-Date": when,
                "WARC-Concurrent-To": identity,
            },
        )
        writer.write_record(response)
        writer.write_record(request)
        return buffer.getvalue()

    def _ready(self, more: int) -> io.FileIO:
        try:
            if self._out is None:
                self._open()
            elif self._out.tell() and self._out.tell() + more > self.rotate:
                self.close()
                self._open()
        except OSError as error:
            raise ArchiveError(f"{self.folder}: cannot be written: {error.strerror}") from error
        assert self._out is not None
        return self._out

    def _open(self) -> None:
        """Go on with the night's last file while it is small enough, else begin the next."""
        self.folder.mkdir(parents=True, exist_ok=True)
        names = sorted({p.name.removesuffix(OPEN) for p in self.folder.glob(f"{self._stem}-*.warc.gz*") if is_warc(p)})
        path = self.folder / names[-1] if names else self.folder / f"{self._stem}-00000.warc.gz"
        if names and size(path) >= self.rotate:
            path = self.folder / f"{self._stem}-{len(names):05d}.warc.gz"
        under_way = path.with_name(path.name + OPEN)
        if path.exists():
            path.rename(under_way)
        self._path = under_way
        self._out = under_way.open("ab", buffering=0)
        if self._out.tell() == 0:
            self._begin()

    def _begin(self) -> None:
        assert self._out is not None
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        name = self._path.name.removesuffix(OPEN)
        about = {"software": "Chibo", "format": "WARC File Format 1.1", "isPartOf": self.site}
        record = writer.create_warcinfo_record(name, about)
        # the same file made again is the same: its identity and time come from its name
        day = name.rsplit("-", 2)[1]
        record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>")
        record.rec_headers.replace_header("WARC-Date", f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z")
        writer.write_record(record)
        try:
            put(self._out, buffer.getvalue())
        except OSError:
            self._out.truncate(0)
            raise


def payload_digest(body: bytes) -> str:
    """WARC-Payload-Digest of the bytes as they were sent."""
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def archived_headers(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The response's headers; a transfer coding that is taken off the body is told under another name."""
    kept = []
    for name, value in headers:
        renamed = "X-Archive-Orig-Transfer-Encoding" if name.lower() == "transfer-encoding" else ascii_line(name)
        kept.append((renamed, " ".join(value.splitlines())))  # warcio writes other letters in percent signs
    return kept


def request_line(url: str) -> str:
    """``GET /path?query HTTP/1.1``."""
    rest = url.split("://", 1)[1]
    path = rest[rest.index("/") :] if "/" in rest else "/"
    return f"GET {quote(path, safe=string.punctuation)} HTTP/1.1"


def ascii_line(text: str) -> str:
    """The text as a status line or a header's name may have it."""
    return " ".join(text.encode("ascii", "replace").decode("ascii").split())


def is_warc(path: Path) -> bool:
    """Whether it is a file of ours, finished or not, and not one that was set aside."""
    return path.name.endswith((".warc.gz", ".warc.gz" + OPEN))


def size(path: Path) -> int:
    """Bytes of the file, under either of its names; 0 where there is none."""
    for p in (path, path.with_name(path.name + OPEN)):
        if p.exists():
            return p.stat().st_size
    return 0


def recover(folder: Path) -> list[Path]:
    """Finish the files that a killed process left open; gives those whose end was torn.

    Call it before any :class:`Archive` is made, and with nobody else writing to the folder.
    """
    torn = []
    for path in sorted(folder.glob(f"*/*.warc.gz{OPEN}")):
        lasting = path.with_name(path.name.removesuffix(OPEN))
        if set_torn_aside(path):
            torn.append(lasting)
        path.rename(lasting)
    return torn


def put(out: io.FileIO, data: bytes) -> None:
    """Write all of it: an unbuffered write may take less, and says so only by its count."""
    view = memoryview(data)
    while view:
        view = view[out.write(view) or 0 :]


def set_torn_aside(path: Path) -> int:
    """Cut a file that a killed process left back to its last whole record; how many bytes went into ``.torn``."""
    keep = whole_length(path)
    with path.open("r+b") as file:
        file.seek(keep)
        rest = file.read()
        if rest:
            aside = path.with_name(f"{path.name.removesuffix(OPEN)}.{keep}.torn")
            aside.write_bytes(rest)
            file.truncate(keep)
            os.fsync(file.fileno())
    return len(rest)
