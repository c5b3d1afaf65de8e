"""Encodings told by the bytes alone, for text files and pages alike.

UTF-16 is told by its form. A legacy code page is told by its letters: a page is right when the words that it yields are
spelled with the letters of a language there is a pack for (``alphabets``), so a new pack brings its code page along. On
cuts of 50 bytes this is right more often than charset-normalizer (``tests/cli/test_decode.py`` has the figures), and it
needs no list of languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.resources import models_dir

#: Bytes looked at to tell the encoding; the whole file is decoded afterwards.
SAMPLE = 1 << 16
#: Code pages tried where the bytes are not Unicode, the first of equals wins.
CODE_PAGES = tuple(f"windows-{n}" for n in (1256, 1258, 1252, 1250, 1251, 1253, 1254, 1255, 1257))
#: Share of the letters, in words with a letter beyond ASCII, that must stand in words of one alphabet.
ENOUGH = 0.6

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly all code units lie in the blocks of alphabetic scripts in one byte
    order only.
    """
    sample = sample[: len(sample) // 2 * 2]
    if not _CONTROL.search(sample):  # every other byte of Latin letters, spaces and digits is a low one
        return None
    shares = {order: _alphabetic(sample, order) for order in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda order: shares[order])
    return best if shares[best] >= 0.95 and min(shares.values()) < shares[best] else None


def _alphabetic(sample: bytes, order: str) -> float:
    """The share of letters, digits, marks, punctuation and spaces of alphabetic scripts."""
    text = sample.decode(order, "replace")
    good = sum(
        1
        for c in text
        if (" " <= c < "\u0860" or c in "\t\n\r" or "\u1e00" <= c < "\u2070" or "\ufb50" <= c <= "\ufeff")
        and unicodedata.category(c) != "Cn"
    )
    return good / max(1, len(text))


def mostly_utf8(sample: bytes) -> bool:
    """More characters in order than bytes out of order: UTF-8 that was damaged, not a code page."""
    fitting, loose = _MULTIBYTE.subn(b"", sample)[::-1]
    return fitting > sum(byte >= 0x80 for byte in loose)


def code_page(sample: bytes, letters: Iterable[frozenset[str]]) -> str | None:
    """The code page whose words are spelled with one of the alphabets given, ``None`` where no page does well
    enough.
    """
    alphabets = list(letters)
    best, reached = None, ENOUGH
    for page in CODE_PAGES:
        text = unicodedata.normalize("NFC", sample.decode(page, "replace").replace("\ufffd", "\x00")).lower()
        words = [w for w in _WORD.findall(text) if not w.isascii()]
        total = sum(map(len, words))
        if not total:
            continue
        share = max(
            (sum(len(w) for w in words if alphabet.issuperset(w)) / total for alphabet in alphabets), default=0.0
        )
        if share > reached:
            best, reached = page, share
    return best


@cache
def alphabets() -> tuple[frozenset[str], ...]:
    """The letters, lower case and composed, that each pack spells its words with; read off the words themselves."""
    return tuple(alphabet(path.parent.glob("*.toml")) for path in sorted(models_dir().glob("*/pack.toml")))


def alphabet(files: Iterable[Path]) -> frozenset[str]:
    """The letters of the words beyond ASCII in a pack's files; one that stands there once or twice is an accident."""
    counts: Counter[str] = Counter()
    for path in files:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).lower()
        for word in _WORD.findall(text):
            if not word.isascii():
                counts.update(word)
    common = sum(counts.values()) / 5000
    return frozenset(letter for letter, n in counts.items() if n >= max(2, common))
