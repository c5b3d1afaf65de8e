"""Bytes of a page or a text -> str, by what its sender said and, where that cannot be true, by the bytes themselves.

Headers and meta elements lie often enough that they are not believed blindly: bytes that are valid UTF-8 with
characters beyond ASCII in it are UTF-8, whatever was declared, because text in another encoding is next to never valid
UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

#: How much of a long page is looked at when the encoding has to be told from the bytes.
_SAMPLE = 65_536

#: Letters that running text of one script holds and that a wrong table does not yield by chance.
_ARABIC = re.compile(r"[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u0300\u0301\u0303\u0309\u0323]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

#: Single-byte encodings of the three languages, with the letters that speak for each.
_LEGACY = (("cp1256", _ARABIC), ("cp1258", _VIETNAMESE))


def decode(raw: bytes, charset: str | None = None) -> str:
    """The page's text. ``charset`` is what the HTTP header said: a charset's name or a whole Content-Type value.

    Never fails: what no encoding explains becomes U+FFFD.
    """
    bom, stripped = _bom(raw)
    if bom:
        return stripped.decode(bom, "replace")
    wide = _utf16_without_mark(raw)
    if wide:
        return raw.decode(wide, "replace")
    if _is_utf8(raw):
        return raw.decode("utf-8", "replace")
    declared = _known(charset) or html_body_declared_encoding(raw[:_SAMPLE])
    guessed = _legacy(raw)
    if declared in (None, "utf-8", "iso8859-1", "cp1252", "ascii"):
        # A declaration of UTF-8 that the bytes refute, or of a Western table that no page in our languages uses.
        mostly_utf8 = _mostly_utf8(raw)
        declared = "utf-8" if mostly_utf8 else (guessed or declared)
    return raw.decode(declared or guessed or "utf-8", "replace")


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


def _mostly_utf8(raw: bytes) -> bool:
    """True where at most one character in fifty beyond ASCII is broken: a truncated or patched UTF-8 page."""
    text = raw[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for char in text if ord(char) > 127)
    return beyond > 0 and broken * 50 <= beyond


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 sent without its mark: markup is ASCII, so every other byte of its first characters is NUL."""
    head = raw[:40]
    if len(head) < 8:
        return None
    if head[1::2].count(0) * 10 > len(head[1::2]) * 6 and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) * 10 > len(head[0::2]) * 6 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _legacy(raw: bytes) -> str | None:
    """The single-byte encoding under which the bytes beyond ASCII read as letters of their script, or None."""
    sample = re.sub(rb"<[^>]*>", b" ", raw[:_SAMPLE])
    beyond = sum(1 for byte in sample if byte > 127)
    best: tuple[float, str | None] = (0.5, None)
    for encoding, letters in _LEGACY:
        text = sample.decode(encoding, "replace")
        share = len(letters.findall(text)) / beyond if beyond else 0.0
        if encoding == "cp1258" and len(_LATIN_WORD.findall(text)) < beyond / 20:
            continue
        if share > best[0]:
            best = (share, encoding)
    return best[1]
