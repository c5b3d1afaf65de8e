"""Texts of every kind, for the tests that hold for any text at all."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from pipeline import packs
from pipeline.numerals import Numerals
from pipeline.resources import corpus

#: What breaks programs that read text: joiners, bidi controls, vowel marks, tatweel, presentation forms, ligatures,
#: combining marks, digits of many scripts, separators of lines, NUL, lone surrogates, letters whose lower case grows.
ODD = (
    "\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u0640\u064b\u0650\u0670\u0654\ufef7\ufdfa\ufe8e\ufb01\u0301\u0323\u031b"
    "٣۴৫५３𝟗²½\u2028\u2029\x85\x00\x0b\ud800\udfff\U0010ffffİßǅﬀ٪٫٬،؛%‰/-–.,:;()\"'\n\r\t \u00a0\u2009\u3000"
)
MARKS = [
    "/",
    "-",
    ".",
    ",",
    ":",
    "%",
    "٪",
    "٫",
    "٬",
    "،",
    "(",
    ")",
    "\n",
    "\n\n",
    " ",
    " ",
    "  ",
    "\u200c",
    "'",
    '"',
    "…",
]


@cache
def words(lang: str) -> tuple[str, ...]:
    """The words that a pack knows, folded."""
    pack = packs.load(lang)
    known = {" ".join(key) for table in pack.tables.values() for key in table.entries}
    return tuple(sorted(known | Numerals(pack).words() | Numerals(pack, "ordinals").words()))


@cache
def article(lang: str) -> str:
    """Articles of the corpus in a language, one after the other."""
    return "\n".join(
        path.read_text("utf-8").split('"text": "', 1)[1] for path in sorted(corpus(lang).glob("*.json"))[:3]
    )


DIGITS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(0, 31).map(str),
    st.integers(1300, 2100).map(str),
    st.text("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", min_size=1, max_size=20),
)
#: Any characters at all, lone surrogates among them.
ANY = st.text(st.characters(), max_size=200)
STRANGE = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=120)


def mixed(lang: str) -> st.SearchStrategy[str]:
    """Words that a pack knows, digits and marks, with odd characters in between: where the rules are at work."""
    piece = st.one_of(
        st.sampled_from(words(lang)),
        st.sampled_from(words(lang)),
        DIGITS,
        st.sampled_from(MARKS),
        st.sampled_from(["17-NQ/TW", "41-CTr/TU", "XIV", "12/3", "2020-2025", "15/6/2021", "4.0", "1.234,5"]),
        st.text(st.sampled_from(ODD), min_size=1, max_size=3),
    )
    return st.lists(st.tuples(piece, st.sampled_from([" ", " ", " ", "", "\n"])), max_size=40).map(
        lambda pairs: "".join(part + gap for part, gap in pairs)
    )
