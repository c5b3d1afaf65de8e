"""Near-duplicates by MinHash over word shingles, in its bottom-k form.

The method is Broder's (1997, "On the resemblance and containment of documents"). MinHash rather than SimHash, because
it estimates what is asked for, the share of common shingles (Jaccard), with a known error (about 1/√k), whereas a
SimHash distance moves with the length of the text: a changed headline over a short article turns as many bits as
another article does. Bottom-k needs one hash a shingle instead of k, and its least few hashes are the index: two texts
that share four fifths of their shingles lack a common one among eight with a chance below one in ten thousand.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

#: Words in a shingle.
SHINGLE = 4
#: Hashes kept of a text, and how many of them are looked up.
KEPT = 96
LOOKED_UP = 8
#: Hex digits of a hash.
DIGITS = 14
#: Share of common shingles from which two texts are the same article; the tests of this module hold what it rests on.
SAME = 0.7
#: A text with fewer shingles says too little to be called a copy.
FEWEST = 20

WORD = re.compile(r"\w+")
#: Marks that come and go between copies of one text: joiners, tatweel, vowel signs.
LOOSE = re.compile("[\u200b-\u200f\u0640\u064b-\u0652\u0670\ufeff]")


def sketch(text: str) -> list[str]:
    """The ``KEPT`` least hashes of the text's shingles, ascending, ``DIGITS`` hex digits each; none for a short
    text.
    """
    words = WORD.findall(LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold())
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    if len(shingles) < FEWEST:
        return []
    hashes = sorted(blake2b(s.encode("utf-8", "replace"), digest_size=DIGITS // 2).hexdigest() for s in shingles)
    return hashes[:KEPT]


def resemblance(a: list[str], b: list[str]) -> float:
    """The estimated share of common shingles of two sketched texts, 0 to 1."""
    if not a or not b:
        return 0.0
    least = sorted({*a, *b})[: min(KEPT, max(len(a), len(b)))]
    common = set(a) & set(b)
    return sum(1 for h in least if h in common) / len(least)


def packed(hashes: list[str]) -> str:
    """A sketch as one text."""
    return "".join(hashes)


def unpacked(text: str) -> list[str]:
    """The sketch that :func:`packed` made."""
    return [text[i : i + DIGITS] for i in range(0, len(text), DIGITS)]
