"""Content-Encoding, undone within a limit: a small body that unpacks to gigabytes stops there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

#: More codings than this on one body is an attack, not a habit.
MAX_CODINGS = 3
STEP = 1 << 16


class Bomb(Exception):
    """More came out than the limit allows."""


class NotSo(Exception):
    """The bytes are not in the coding that they claim."""


class Decoder(Protocol):
    """One coding, undone piece by piece."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that come out, each about ``STEP`` bytes."""
        ...


class Zlib:
    """gzip (several members too) and deflate, with its zlib header or, as many servers have it, without."""

    def __init__(self, gzip: bool) -> None:
        self.gzip = gzip
        self.engine = zlib.decompressobj(31 if gzip else 15)
        self.fresh = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        full = False
        while data or full:
            if self.engine.eof:
                if not self.gzip or not data.startswith(b"\x1f\x8b"):
                    return  # padding after the end, which browsers pass over too
                self.engine = zlib.decompressobj(31)
            try:
                piece = self.engine.decompress(data, STEP)
            except zlib.error as error:
                if self.gzip or not self.fresh:
                    raise NotSo(str(error)) from error
                self.engine, self.fresh = zlib.decompressobj(-15), False
                continue
            self.fresh = False
            full = len(piece) == STEP
            data = self.engine.unused_data if self.engine.eof else self.engine.unconsumed_tail
            if piece:
                yield piece


class Brotli:
    """br."""

    def __init__(self) -> None:
        self.engine = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            # can_accept_more_data() says yes while there is output left, so ask until none comes
            while not self.engine.is_finished() and (piece := self.engine.process(data, output_buffer_limit=STEP)):
                yield piece
                data = b""
        except brotli.error as error:
            raise NotSo(str(error)) from error


class Body:
    """A body under decoding.

    >>> import gzip
    >>> body = Body("gzip", limit=10_000_000)
    >>> body.feed(gzip.compress(b"abc"))
    >>> body.content
    b'abc'
    """

    def __init__(self, coding: str, limit: int) -> None:
        """``coding`` is the Content-Encoding header; raises :class:`NotSo` for one that was never offered."""
        names = [n.strip().lower() for n in coding.split(",") if n.strip().lower() not in ("", "identity")]
        if len(names) > MAX_CODINGS:
            raise NotSo(f"{len(names)} codings on one body; at most {MAX_CODINGS} are taken")
        self.chain: list[Decoder] = []
        for name in reversed(names):  # the coding named last was put on last
            if name in ("gzip", "x-gzip"):
                self.chain.append(Zlib(gzip=True))
            elif name == "deflate":
                self.chain.append(Zlib(gzip=False))
            elif name == "br":
                self.chain.append(Brotli())
            else:
                raise NotSo(f"Content-Encoding {name!r}; gzip, deflate and br were offered")
        self.limit = limit
        self.left = [limit] * (len(self.chain) + 1)  # what may still come out of each coding, and in the end
        self.parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire; raises :class:`Bomb` past the limit, :class:`NotSo` for broken data."""
        self._through(0, data)

    def _through(self, depth: int, data: bytes) -> None:
        keep = max(self.left[depth], 0)
        self.left[depth] -= len(data)
        if depth == len(self.chain):
            self.parts.append(data[:keep])
        else:
            for piece in self.chain[depth].feed(data):
                self._through(depth + 1, piece)
        if self.left[depth] < 0:
            raise Bomb(f"more than {self.limit:,} bytes")

    @property
    def content(self) -> bytes:
        """What has come out so far, at most the limit."""
        return b"".join(self.parts)
