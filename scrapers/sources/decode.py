"""Bytes of a text file -> the text, whatever encoding it came in.

What is no UTF-8 is told by its letters, as on pages (``scrapers/codepages.py``); a text file declares nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapers.codepages import SAMPLE, alphabets, code_page, mostly_utf8, wide

#: A control character among this many is what a text may have by accident; a binary file has more.
CONTROLS = 0.01

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: How files begin that are no text and might look like one.
_MAGIC = (
    b"%PDF-",
    b"{\\rtf",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"GIF8",
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class BinaryError(ValueError):
    """The bytes are no text."""


class Decoded(NamedTuple):
    """A text, the encoding it was in, and what was lost (``None``: nothing)."""

    text: str
    encoding: str
    warning: str | None = None


def decode(data: bytes) -> Decoded:
    """The text of a file, letter for letter as its encoding has it; ``BinaryError`` where it is none.

    Broken UTF-8 yields U+FFFD where it is broken, with a warning.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    order = wide(data[:SAMPLE])
    if order:
        return _strictly(data, order)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        surrogates = _surrogates(data)
        if surrogates is not None:
            return Decoded(surrogates, "utf-8")
        broken = error
    page = None if mostly_utf8(data[:SAMPLE]) else code_page(data[:SAMPLE], alphabets())
    if page:
        return _strictly(data, page)
    return Decoded(data.decode("utf-8", "replace"), "utf-8", _broken("utf-8", broken))


def _strictly(data: bytes, encoding: str) -> Decoded:
    """Decoded with what is undefined in the encoding replaced, and said."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        return Decoded(data.decode(encoding, "replace"), encoding, _broken(encoding.removesuffix("-sig"), error))


def _broken(encoding: str, error: UnicodeDecodeError) -> str:
    """What is said of bytes that their encoding does not know."""
    return f"not valid {encoding.upper()} at byte {error.start}; what cannot be read is shown as \ufffd"


def _surrogates(data: bytes) -> str | None:
    """UTF-8 in which only lone surrogates are out of order, with these kept; else ``None``."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    if sample.startswith(_MAGIC):
        raise BinaryError("a binary file, no text")
    controls = len(_CONTROL.findall(sample))
    if controls > max(1, CONTROLS * len(sample)) and controls > 3:
        raise BinaryError(f"a binary file, no text ({controls} control characters in the first {len(sample)} bytes)")
