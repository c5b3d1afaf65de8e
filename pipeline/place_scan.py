"""Finds every name of the gazetteer in a text at once.

    scan(view, lang) -> [Found, ...]   longest first from the left, disjoint, in the order of the text

Words are joined as long as some name of the index goes on so; a bisection a word, hundreds of thousands of words a
second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline import name_index
from pipeline.spelling import Speller, fold_words, spelling_languages, toneless
from pipeline.text import View

_WORD = re.compile(r"[^\W_]+")
#: What may stand between two words of one name in a folded text.
_GAPS = frozenset((" ", "  ", "-", " - ", "- ", " -", "'", "' ", ".", ". "))
#: A spelling that costs more than this is a place's only with a word beside it that says so.
UNLIKELY = 2.0
_MOST_WORDS = 8
#: Letters from which on a province's syllables written as one word are no everyday word: in 280,000 words of an
#: encyclopedia and of posts, in two languages, none was taken for one.
JOINED = 5


class Found(NamedTuple):
    """A name in a text: original offsets, (entry of names.txt, cost) pairs, the cheapest first, whether it is ``weak``,
    and its offsets in the folded text.

    A weak one is a place only where something beside it says so (a level's word, a parent), since everyday words look
    like it: one syllable, words that are not a syllable each (a province's name joined into one word aside) or that are
    all everyday ones, or an unlikely spelling.
    """

    start: int
    end: int
    entries: tuple[tuple[int, float], ...]
    weak: bool
    begin: int
    stop: int


def scan(view: View, lang: str) -> list[Found]:
    """Every name of the gazetteer in a folded text. Words are joined over spaces, ZWNJ and hyphens; a glued letter
    stays outside."""
    spelled = lang in spelling_languages()
    names = name_index.table("names").keys_
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(view.folded)]
    joins = [
        b - a <= 3 and view.folded[a:b] in _GAPS
        for a, b in zip((0, *(w[1] for w in words)), (w[0] for w in words), strict=False)
    ]
    if not spelled:
        matches = _scan(words, joins, name_index.table("names"), None)
        cased = ((a, b, number) for a, b, number in matches if _capitalized(view, a, b))
        return [Found(*view.span(a, b), ((number, 0.0),), " " not in names[number], a, b) for a, b, number in cased]
    speller = Speller.load(lang)
    words = [(start, end, skeleton(lang, word)) for start, end, word in words]
    out: list[Found] = []
    for begin, stop, number in _scan(words, joins, name_index.table(lang), speller):
        start, end = view.span(begin, stop)
        entries, weak = _meanings(lang, number, view.original[start:end], stop - begin)
        out.append(Found(start, end, entries, weak, begin, stop))
    return out


@lru_cache(maxsize=100_000)
def skeleton(lang: str, word: str) -> str:
    """The skeleton of a folded word, remembered since texts repeat their words."""
    return Speller.load(lang).skeleton_word(word)


@lru_cache(maxsize=50_000)
def _meanings(lang: str, number: int, original: str, letters: int) -> tuple[tuple[tuple[int, float], ...], bool]:
    """What a key of a language's table means where it is written so, and whether it is weak there."""
    names, speller = name_index.table("names").keys_, Speller.load(lang)
    entries, native = entries_of(name_index.table(lang).values_[number])
    if native:
        return entries, False
    # A ZWNJ is dropped when the text is folded, but it parts syllables as a space does.
    spoken = [skeleton(lang, word) for word in fold_words(original.replace("\u200c", " "))]
    likely = (e for e in entries if len(spoken) > 1 and e[1] <= UNLIKELY)
    fit = tuple(e for e in likely if _aligned(names[e[0]], spoken, lang))
    if len(spoken) == 1 and letters >= JOINED:
        fit = tuple(e for e in entries if e[1] <= UNLIKELY and _is_province(names[e[0]]))
    return fit or entries, not fit or speller.everyday.issuperset(spoken)


def _scan(
    words: Sequence[tuple[int, int, str]],
    joins: Sequence[bool],
    table: name_index.SortedTable,
    speller: Speller | None,
) -> Iterator[tuple[int, int, int]]:
    """Longest matches from the left: folded start and end, number of the key.

    ``joins`` tells the words that go on where the one before ends; ``speller`` is ``None`` where keys keep their
    spaces. A match that begins with an everyday word gives way to one that begins after that and ends later.
    """
    at, everyday = 0, speller.everyday if speller is not None else frozenset[str]()
    while at < len(words):
        best = _longest(words, joins, table, speller, at)
        if best is not None and best[0] > at and words[at][2][best[1] :] in everyday:
            later = _longest(words, joins, table, speller, at + 1)
            if later is not None and later[0] > best[0]:
                best = None
        if best is None:
            at += 1
            continue
        last, skip, place = best
        yield words[at][0] + skip, words[last][1], place
        at = last + 1


def _longest(
    words: Sequence[tuple[int, int, str]],
    joins: Sequence[bool],
    table: name_index.SortedTable,
    speller: Speller | None,
    at: int,
) -> tuple[int, int, int] | None:
    """The longest name that begins with word ``at``: its last word, how many glued letters stand before it, its key."""
    first = words[at][2]
    skips = table.skips(first, speller.proclitics if speller is not None else ())
    if not skips:
        return None
    best: tuple[int, int, int] | None = None
    keys, total, glue = table.keys_, len(table), " " if speller is None else ""
    for skip in skips:
        joined = first[skip:]
        for last in range(at, min(at + _MOST_WORDS, len(words))):
            if last > at:
                if not joins[last]:
                    break
                joined += glue + words[last][2]
            place = table.at(joined)
            if place == total or not keys[place].startswith(joined):
                break
            if keys[place] == joined and (best is None or last > best[0]):
                best = (last, skip, place)
    return best


def _is_province(name: str) -> bool:
    """Whether a name of several syllables is borne by a province."""
    bearers = name_index.table("known").get(toneless(name), "")
    return " " in name and any(item.rsplit(":", 3)[1] != "0" for item in bearers.split("\t") if item)


def _aligned(name: str, words: Sequence[str], lang: str) -> bool:
    """Whether each word spells one syllable of the name."""
    parts, table = name.split(" "), name_index.syllables(lang)
    return len(parts) == len(words) and all(
        any(s == toneless(p) for s, _ in table[w]) for p, w in zip(parts, words, strict=True)
    )


def _capitalized(view: View, start: int, end: int) -> bool:
    """Whether the last word of a folded stretch begins with a capital, or with what has none, and the first too: but a
    region's name may begin with a small letter."""
    *_, last = _WORD.finditer(view.folded, start, end)
    return not view.original[view.offset(last.start())].islower() and (
        not view.original[view.offset(start)].islower() or last.start() > start
    )


def entries_of(value: str) -> tuple[tuple[tuple[int, float], ...], bool]:
    """(entry of names.txt, cost) pairs, and whether the first is a name that the language has of its own."""
    items = [item.partition(":") for item in value.split(" ") if item]
    return tuple((int(number), float(cost or 0)) for number, _, cost in items), bool(items) and not items[0][2]
