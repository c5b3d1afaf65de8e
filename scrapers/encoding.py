"""Bytes of a page or a text -> str, by what its sender said and, where that cannot be true, by the bytes themselves.

Headers and meta elements lie often enough that they are not believed blindly: bytes that are valid UTF-8 with
characters beyond ASCII in it are UTF-8, whatever was declared, because text in another encoding is next to never valid
UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from scrapers.codepages import SAMPLE, alphabets, code_page, mostly_utf8, wide

_TAG = re.compile(rb"<[^>]*>")
#: What systems declare that know nothing of the page: UTF-8 where the bytes refute it, and Western tables, which no
#: page in our languages uses.
_NOTHING_SAID = (None, "utf-8", "iso8859-1", "cp1252", "ascii")


def decode(raw: bytes, charset: str | None = None) -> str:
    """The page's text. ``charset`` is what the HTTP header said: a charset's name or a whole Content-Type value.

    Never fails: what no encoding explains becomes U+FFFD.
    """
    bom, stripped = _bom(raw)
    if bom:
        return stripped.decode(bom, "replace")
    sample = raw[:SAMPLE]
    order = wide(sample)
    if order:
        return raw.decode(order, "replace")
    if _is_utf8(raw):
        return raw.decode("utf-8", "replace")
    declared = _known(charset) or html_body_declared_encoding(sample)
    if declared in _NOTHING_SAID:
        declared = "utf-8" if mostly_utf8(sample) else (_guess(sample) or declared)
    return raw.decode(declared or "utf-8", "replace")


def _bom(raw: bytes) -> tuple[str | None, bytes]:
    encoding, mark = read_bom(raw[:4])
    return (encoding, raw[len(mark) :]) if encoding and mark else (None, raw)


def _known(charset: str | None) -> str | None:
    """Python's name of a declared encoding; None where nothing or nonsense was declared."""
    if not charset:
        return None
    named = http_content_type_encoding(charset) if "=" in charset else resolve_encoding(charset.strip(" \"'"))
    if named is None:
        return None
    try:
        return codecs.lookup(named).name
    except LookupError:
        return None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(sample: bytes) -> str | None:
    """The code page that the words between the tags are spelled in, or None."""
    return code_page(_TAG.sub(b" ", sample), alphabets())
