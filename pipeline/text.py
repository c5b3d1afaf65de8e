"""A matching view of a text, with the way back to the original characters.

``fold`` makes letters and marks that mean the same look the same: digits of every script become ASCII, presentation
forms their letters, hamza and ya forms one letter each, small letters stand for capitals, decomposed Vietnamese is
composed and its tone marks sit on one vowel; tatweel, vowel marks, ZWNJ and bidi controls fall away. The original is
never changed: ``View.span`` maps a match back to the offsets of the text that came in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

#: Characters that carry no meaning for matching: vowel marks, tatweel, joiners, bidi controls, soft hyphens, stray
#: accents.
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
)
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_COMPOSABLE = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_PRESENTATION = "\ufb00-\ufdff\ufe70-\ufefc"

#: What does not fold one character to one: clusters to compose, ligatures to take apart, runs to drop.
_SPECIAL = re.compile(f"[{_MARKS}{_INVISIBLE}{_PRESENTATION}]+")
_IRREGULAR = re.compile(f"[{_COMPOSABLE}][\u0300-\u036f]+|[{_PRESENTATION}]|[{_MARKS}{_INVISIBLE}]+")
#: Vowel marks that belong to the letter before them, so that a mention ending there takes them along.
_TRAILING = re.compile(f"[{_MARKS}]+")

_WORD = re.compile(r"\w+")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
#: The first lines of a text, where its title stands if it is there: before it the page's menu, a section, a date.
_TOP = 10

_LETTERS = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ؤ", "و"),
    **dict.fromkeys("ئىیېےۍ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةۀەہھۃۂ", "ه"),
    "٪": "%",
    "﹪": "%",
    "⁄": "/",
    "∕": "/",
    **dict.fromkeys("‐‑‒–—―−﹣", "-"),
    **dict.fromkeys("“”„«»‹›", '"'),
    **dict.fromkeys("‘’‚ʼ`´", "'"),
    **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
    "\t": " ",
    "\x00": " ",
    "ð": "đ",
}

#: Vietnamese tone marks on the last vowel of oa, oe, uy, as the newer spelling has them, and where the older one puts
#: them.
_TONE_PLACES = {
    a + b: c + d
    for a, b, c, d in (
        *(("o", y, x, "a") for x, y in zip("òóỏõọ", "àáảãạ", strict=True)),
        *(("o", y, x, "e") for x, y in zip("òóỏõọ", "èéẻẽẹ", strict=True)),
        *(("u", y, x, "y") for x, y in zip("ùúủũụ", "ỳýỷỹỵ", strict=True)),
    )
}
_TONES = re.compile(r"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?![^\W\d_])")


class _Folds(dict[int, str]):
    """One character to one, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _LETTERS.get(char)
        if folded is None:
            category = unicodedata.category(char)
            if category == "Nd":
                folded = str(unicodedata.decimal(char))
            elif category == "Zs" or (category == "Cc" and char != "\n"):
                folded = " "
            else:
                if "\uff01" <= char <= "\uff5e":
                    char = chr(code - 0xFEE0)
                folded = _LETTERS.get(char.lower(), char.lower())
                if len(folded) != 1:
                    folded = folded[0] if folded else char
        self[code] = folded
        return folded


_FOLDS = _Folds()


@dataclass(slots=True)
class View:
    """``folded`` is what rules match on; offsets of ``original`` come back from ``span``.

    ``_at`` holds, in ascending order, folded offsets from which on ``_shift`` (of the same length) is added to reach
    the original.
    """

    original: str
    folded: str
    _at: list[int] = field(default_factory=list)
    _shift: list[int] = field(default_factory=list)

    def offset(self, position: int) -> int:
        """The original offset of the character at ``position`` of the folded text."""
        if not self._at:
            return position
        step = bisect_right(self._at, position) - 1
        return position + self._shift[step] if step >= 0 else position

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original half-open offsets of the folded half-open ones; vowel marks after the last letter belong to it."""
        if not self._at or start >= end:
            return self.offset(start), self.offset(end)
        first, last = self.offset(start), self.offset(end - 1) + 1
        marks = _TRAILING.match(self.original, last)
        return first, marks.end() if marks else last


def fold_string(text: str) -> str:
    """The folded form alone, for words of tables: the same as ``fold(text).folded``."""
    return fold(text).folded


def fold(text: str) -> View:
    """A view of ``text`` (any string at all) to match on; takes time linear in its length."""
    if not _SPECIAL.search(text):
        return View(text, _TONES.sub(_tone, text.translate(_FOLDS)))
    pieces: list[str] = []
    at: list[int] = []
    shift: list[int] = []
    done = length = 0
    for match in _irregulars(text):
        start, end = match.span()
        regular = text[done:start].translate(_FOLDS)
        replaced = _irregular(match.group())
        pieces += (regular, replaced)
        length += start - done
        for extra in range(1, len(replaced)):
            # The letters of a ligature all stand at its one character.
            at.append(length + extra)
            shift.append(start - length - extra)
        length += len(replaced)
        at.append(length)
        shift.append(end - length)
        done = end
    pieces.append(text[done:].translate(_FOLDS))
    folded = "".join(pieces)
    return View(text, _TONES.sub(_tone, folded), at, shift)


def _irregulars(text: str) -> Iterator[re.Match[str]]:
    """What does not fold one character to one. A search for one class of characters is the fastest there is, so the
    places are found by it, and only there a letter is looked for to which the marks belong.
    """
    for run in _SPECIAL.finditer(text):
        yield from _IRREGULAR.finditer(text, max(0, run.start() - 1), run.end())


def _tone(match: re.Match[str]) -> str:
    """A tone mark where the older spelling has it; after q, u is no vowel and the pair is left alone."""
    before = match.string[match.start() - 1 : match.start()]
    return match.group() if before == "q" else _TONE_PLACES.get(match.group(), match.group())


def same_words(a: str, b: str) -> bool:
    """Whether two lines say the same words, however they are spaced, punctuated and spelled."""
    return _WORD.findall(fold_string(a)) == _WORD.findall(fold_string(b))


def with_title(text: str, title: str | None) -> str:
    """An article's text with its title as the first line, unless one of its first lines begins with the title already.

    Pages and feeds give the title apart; offsets count in the text, so a figure in the headline is found only there.
    """
    line = " ".join((title or "").split())
    wanted = _WORD.findall(fold_string(line))
    if not wanted:
        return text
    first = islice((m.group() for m in _LINE.finditer(text)), _TOP)
    # cut, because a line may be the whole text; nothing that folds away makes a title twice as long and more
    if any(_WORD.findall(fold_string(f[: 2 * len(line) + 80]))[: len(wanted)] == wanted for f in first):
        return text
    return f"{line}\n{text}" if text else line


def _irregular(run: str) -> str:
    """What takes the place of a run that ``_IRREGULAR`` matched."""
    first = run[0]
    if "\ufb00" <= first <= "\ufefc" and len(run) == 1 and first != "\ufeff":
        plain = unicodedata.normalize("NFKC", first)
        return "".join(c.translate(_FOLDS) for c in plain if not _IRREGULAR.match(c))
    if first.isalpha() and not _TRAILING.match(first):
        composed = unicodedata.normalize("NFC", run)[0]
        return composed.translate(_FOLDS)
    return ""
