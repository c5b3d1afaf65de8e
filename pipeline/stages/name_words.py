"""The words that a name may be made of, and the phrases of a pack that stand beside names.

Where a pack says that capitals tell names, a name's word begins with one; elsewhere it spells a Vietnamese syllable,
or is written in Latin letters with a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from pipeline import name_index
from pipeline.docview import DocView
from pipeline.spelling import Speller, spelling_languages

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
#: What may stand between two words of a name.
_GAPS = (" ", "  ", "-", "'")
#: A spelling that costs more (nats) is hardly this syllable's.
STRANGE = 5.0


class Word(NamedTuple):
    """A word of the folded text: its offsets, and whether it is an everyday word too."""

    begin: int
    stop: int
    everyday: bool


class Phrase(NamedTuple):
    """An entry of a pack's table in the text: tokens ``i`` up to ``j`` and what it stands for."""

    i: int
    j: int
    value: str


@lru_cache(maxsize=100_000)
def spelled(lang: str, word: str) -> tuple[bool, bool]:
    """Whether a folded word spells a Vietnamese syllable in a language, and whether it is an everyday word."""
    speller = Speller.load(lang)
    letters = speller.skeleton_word(word)
    pairs = name_index.syllables(lang)[letters]
    return bool(pairs) and pairs[0][1] <= STRANGE, letters in speller.everyday


class Words:
    """The words of one article as parts of names."""

    def __init__(self, doc: DocView) -> None:
        self.tokens = doc.tokens
        self.view = doc.tokens.view
        self.folded = doc.tokens.view.folded
        self.lang = doc.pack.lang
        self.spells = self.lang in spelling_languages()
        self.clitics = Speller.load(self.lang).proclitics if self.spells else ()

    def token(self, offset: int) -> int:
        """The token that holds a folded offset."""
        return bisect_right(self.tokens.starts, offset) - 1

    def token_after(self, offset: int) -> int:
        """The first token that begins at or after a folded offset."""
        return bisect_left(self.tokens.starts, offset)

    def capital(self, offset: int) -> bool:
        """Whether a capital stands at a folded offset."""
        return self.view.original[self.view.offset(offset)].isupper()

    def text(self, begin: int, stop: int) -> str:
        """The original characters of a folded stretch."""
        start, end = self.view.span(begin, stop)
        return self.view.original[start:end]

    def word(self, begin: int) -> Word | None:
        """The word at a folded offset, where it may be a name's."""
        match = _WORD.match(self.folded, begin)
        if match is None:
            return None
        if not self.spells or _LATIN.match(match.group()):
            return Word(begin, match.end(), False) if self.capital(begin) else None
        syllable, everyday = spelled(self.lang, match.group())
        return Word(begin, match.end(), everyday) if syllable else None

    def row(self, begin: int, most: int) -> list[Word]:
        """The words from a folded offset on that may be one name's, at most ``most``."""
        found: list[Word] = []
        word = self.word(begin)
        while word is not None and len(found) < most:
            found.append(word)
            gap = next((gap for gap in _GAPS if self.folded.startswith(gap, word.stop)), None)
            if gap is None:
                break
            word = self.word(word.stop + len(gap))
        return found

    def starts(self) -> list[int]:
        """Folded offsets at which a row of name words begins: with one capital, or two syllables that are no everyday
        words."""
        found: list[int] = []
        if not self.spells:
            last = -2
            for i, keys in enumerate(self.tokens.keys):
                if keys[0][0].isalpha() and self.capital(self.tokens.starts[i]):
                    if last != i - 1 or self.tokens.starts[i] == self.tokens.ends[last]:
                        found.append(self.tokens.starts[i])
                    last = i
            return found
        before = (-9, -9)
        for match in _WORD.finditer(self.folded):
            begin, word = match.start(), match.group()
            syllable, everyday = spelled(self.lang, word)
            telling = syllable and not everyday
            if not telling:
                for clitic in self.clitics:
                    if word.startswith(clitic) and len(word) > len(clitic) + 1:
                        syllable, everyday = spelled(self.lang, word[len(clitic) :])
                        if syllable and not everyday:
                            begin += len(clitic)
                            break
                before = (begin, match.end()) if begin > match.start() else (-9, -9)
                continue
            if before[1] == begin - 1 and self.folded[before[1]] in " -":
                if not found or found[-1] != before[0]:
                    found.append(before[0])
                before = (before[0], match.end())
            else:
                before = (begin, match.end())
        return found


def phrases(doc: DocView, names: tuple[str, ...]) -> dict[str, list[Phrase]]:
    """Where the entries of several tables stand in an article, the longest at each token, in the order of the text."""
    tables = [(name, doc.pack.table(name)) for name in names]
    firsts: dict[str, list[int]] = {}
    for number, (_, table) in enumerate(tables):
        for key in table.first:
            firsts.setdefault(key, []).append(number)
    found: dict[str, list[Phrase]] = {name: [] for name in names}
    for i, keys in enumerate(doc.tokens.keys):
        for key in keys:
            if key in firsts:
                for number in firsts[key]:
                    name, table = tables[number]
                    hit = doc.tokens.match(table, i)
                    if hit is not None and not (found[name] and found[name][-1].i == i):
                        found[name].append(Phrase(i, hit[0], hit[1]))
    return found
