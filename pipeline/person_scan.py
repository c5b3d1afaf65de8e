"""Finds runs of words in a text that read like a Vietnamese person's full name: a family name, then one to four
syllables.

    runs(view, lang) -> [Run(start, end, words, cost), ...]   disjoint, in the order of the text, original offsets

A run proposes; roles beside it, places found on the same words, and ``pipeline.names.candidates`` on its letters
decide. In a language that writes names in Latin letters, and for names left in those, every word begins with a
capital.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from pipeline import name_index
from pipeline.person_names import persons
from pipeline.spelling import Speller, base, source_tables, spelling_languages
from pipeline.text import View

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
#: Costs (spelling and rarity together) above which a word is no family name and no later one. A third word may be any
#: syllable at all, which costs ``RARE`` beside its spelling: given names are many.
FAMILY, LATER, RARE, UNLISTED = 9.0, 10.5, 12.0, 13.0
#: Words of a full name; a family name this common that comes third or later, two more after it, begins another name.
LEAST, MOST, COMMON = 2, 5, -math.log(0.05)


class Run(NamedTuple):
    """Words that read like a full name: original offsets, their number, what they cost at least, each by itself, and
    the offsets in the folded text."""

    start: int
    end: int
    words: int
    cost: float
    begin: int
    stop: int


class _Word(NamedTuple):
    """A word of the folded text and what it costs as a family name and as a later one (infinity: it is none).

    Two of a name's words are not ``everyday`` ones. A ``bare`` word bears no marks; ``lost`` is a family name that
    should.
    """

    start: int
    end: int
    family: float = math.inf
    later: float = math.inf
    everyday: bool = False
    bare: bool = False
    lost: bool = False


def runs(view: View, lang: str) -> list[Run]:
    """The runs of a folded text that read like full names, the longest from the left."""
    words = [_read(view, match.start(), match.end(), lang) for match in _WORD.finditer(view.folded)]
    out: list[Run] = []
    at = 0
    while at < len(words):
        run = _run(view, words, at)
        if run is not None:
            out.append(run)
        at += run.words if run is not None else 1
    return out


def run_at(view: View, lang: str, begin: int) -> Run | None:
    """The run that begins at an offset of the folded text, whatever the words before it are."""
    near = islice(_WORD.finditer(view.folded, begin), MOST + 3)
    words = [_read(view, match.start(), match.end(), lang) for match in near]
    return _run(view, words, 0) if words and words[0].start == begin else None


def _run(view: View, words: Sequence[_Word], at: int) -> Run | None:
    last = _last(view.folded, words, at) if words[at].family <= FAMILY else at
    if last - at + 1 < LEAST:
        return None
    cost = words[at].family + sum(word.later for word in words[at + 1 : last + 1])
    start, end = view.span(words[at].start, words[last].end)
    return Run(start, end, last - at + 1, cost, words[at].start, words[last].end)


def _last(folded: str, words: Sequence[_Word], at: int) -> int:
    """The last word of the run that begins with word ``at``; ``at`` itself where there is none."""
    last = at
    while last + 1 < min(len(words), at + MOST):
        word = words[last + 1]
        if folded[words[last].end : word.start] != " " or (words[at].lost and not word.bare):
            break
        if word.later > (UNLISTED if last == at + 1 and not word.everyday else LATER):
            break
        if (
            last > at
            and word.family <= COMMON
            and [w.later <= LATER for w in words[last + 2 : last + 4]] == [True, True]
        ):
            break
        last += 1
    # An everyday word may end a name that would be too short without it: family, middle and given name.
    while last > at + 2 and words[last].everyday:
        last -= 1
    telling = sum(not word.everyday for word in words[at : last + 1])
    return last if telling >= LEAST and (last > at + 1 or not words[at].lost) else at


@cache
def _families() -> dict[str, float]:
    """Family names in lower case with their costs."""
    shares = source_tables()["family"]
    total = sum(shares.values())
    return {name.lower(): -math.log(share / total) for name, share in shares.items()}


@cache
def _bare_families() -> dict[str, float]:
    """The same without their marks, the commonest of those that look alike."""
    costs: dict[str, float] = {}
    for name, cost in _families().items():
        costs[base(name)] = min(cost, costs.get(base(name), cost))
    return costs


@cache
def _cost(lang: str, letters: str) -> tuple[float, float]:
    """What a word of a language's own letters costs as a family name and as a later one, at least."""
    family = later = math.inf
    lexicon = persons()
    for syllable, spelled in name_index.syllables(lang)[letters]:
        family = min(
            [family, *(spelled + rarity for name, rarity in lexicon.first[syllable] if name.lower() in _families())]
        )
        both = (*lexicon.inner[syllable], *lexicon.last[syllable])
        later = min([later, spelled + RARE, *(spelled + rarity for _, rarity in both)])
    return family, later


def _read(view: View, start: int, end: int, lang: str) -> _Word:
    word = view.folded[start:end]
    if _LATIN.match(word):
        if not view.original[view.offset(start)].isupper():
            return _Word(start, end)
        family, later, bare, lost = _latin(word)
        return _Word(start, end, family, later, False, bare, lost)
    if lang not in spelling_languages():
        return _Word(start, end)
    family, later, everyday, cut = _spelled(lang, word)
    return _Word(start + cut, end, family, later, everyday)


@lru_cache(maxsize=100_000)
def _spelled(lang: str, word: str) -> tuple[float, float, bool, int]:
    """What a word of a language's own letters costs as a family name and as a later one, whether it is an everyday
    word, and how many letters are glued before it."""
    speller = Speller.load(lang)
    letters = speller.skeleton_word(word)
    family, later = _cost(lang, letters)
    if later <= UNLISTED:
        return family, later, letters in speller.everyday, 0
    for clitic in speller.proclitics:
        if word.startswith(clitic):
            rest = speller.skeleton_word(word[len(clitic) :])
            family, _ = _cost(lang, rest)
            if family <= FAMILY and len(rest) > 1:
                return family, math.inf, rest in speller.everyday, len(clitic)
    return math.inf, math.inf, False, 0


@lru_cache(maxsize=100_000)
def _latin(word: str) -> tuple[float, float, bool, bool]:
    """A capitalized word in Latin letters: a syllable where its letters, with or without their marks, are one's; what
    it costs, whether it bears no marks, whether it should."""
    plain = base(word)
    if plain not in name_index.bare_syllables():
        return math.inf, math.inf, False, False
    family = _families().get(word)
    if family is None and plain == word:
        return _bare_families().get(word, math.inf), 0.0, True, True
    return math.inf if family is None else family, 0.0, plain == word, False
