"""Vietnamese names and the spellings they take in other scripts, there and back.

    spellings("Yên Mô", lang)       -> ["ين مو", …] best first, at most ``limit``
    candidates("دانج دينه ترينه", lang, persons())
                                    -> (Candidate(name="Đặng Đình Trình", cost=…, known=False), …) best first
    candidates("خانه دونغ", lang, gazetteer.lexicon("commune"))
    syllables("ترينه", lang)        -> {"trinh": 0.04} what one word can be; {} for what is no Vietnamese syllable

``persons`` is ``pipeline.person_names.persons``; ``pipeline.gazetteer`` has the lexicon of places.

Costs are negative natural logarithms, lower is better: what the spelling costs (``pipeline.spelling``) plus how rare
the name is (the lexicon). The search goes by syllable over a lattice of the text's letters, so it also finds joined
spellings ("هانوي"), a syllable written in two words, and words whose ZWNJ was lost. In a language whose pack spells
nothing, and for words left in Latin letters, a name's letters may lack their marks ("Uong Bi"). ``known`` tells a
name of the lexicon from one put together of its syllables. Files read: ``models/<lang>/names.toml``,
``models/<lang>/given.tsv``, and the tables in ``models/gazetteer/index``.
"""

from __future__ import annotations

import heapq
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from pipeline import name_index as tables
from pipeline.spelling import Speller, base, fold_words, spelling_languages, toneless

#: Longest spelling of one syllable, in letters; partial names kept while searching.
LONGEST, BEAM = 8, 20
#: Syllables tried at one place, and a cost that hardly any syllable is above: what a longer reading may still lose to
#: a shorter one.
OPTIONS, SYLLABLE = 12, 8.0
#: A partial name that costs this much more than the best of its length is given up.
WIDTH = 6.0
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]")


class Candidate(NamedTuple):
    """A Vietnamese name that a text may stand for."""

    name: str
    cost: float
    known: bool


#: A stretch of letters read as one syllable: where it ends, the syllable with its tones off, the cost.
Edge = tuple[int, str, float]


def _nothing() -> Mapping[str, Sequence[tuple[str, float]]]:
    return defaultdict(tuple)


@dataclass(eq=False)
class Lexicon:
    """Which names there are, and how common.

    ``names`` maps a whole name, tones off, to (name, cost) pairs; ``first``, ``inner``, ``last`` and ``alone`` map a
    syllable, tones off, to (syllable, cost) pairs for names put together of syllables, by position, for any syllable
    at all; ``pairs`` holds what a last pair costs less than its parts, ``male`` how likely the bearer of a middle or
    given name is a man. ``free`` is added to the cost of a name that is put together; infinity forbids those.
    """

    names: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    keys: Sequence[str] = ()
    first: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=_nothing)
    inner: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=_nothing)
    last: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=_nothing)
    alone: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=_nothing)
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)
    male: Mapping[str, float] = field(default_factory=dict)
    free: float = 0.0


def spellings(name: str, lang: str, limit: int = 200) -> list[str]:
    """The spellings of a name, best first, its syllables as words; the name itself where the language spells in Latin
    letters."""
    if lang not in spelling_languages():
        return [name]
    speller = Speller.load(lang)
    heads: list[tuple[float, str]] = [(0.0, "")]
    for word in fold_words(name):
        options = speller.spell(word)
        joined = (
            (cost + extra, f"{head} {letters}".strip()) for cost, head in heads for letters, extra in options.items()
        )
        heads = heapq.nsmallest(limit, joined)
    return list(dict.fromkeys(head for _, head in heads if head))


def syllables(word: str, lang: str) -> dict[str, float]:
    """The Vietnamese syllables (tones off) that one whole word can stand for, with their costs, the cheapest first."""
    letters, breaks, table = _letters(word, lang)
    return dict(table[letters]) if len(breaks) == 1 else {}


@lru_cache(maxsize=20_000)
def candidates(text: str, lang: str, lexicon: Lexicon, limit: int = 10) -> tuple[Candidate, ...]:
    """The names that ``text`` may stand for, best first; an empty tuple where no reading fits."""
    edges, size = _lattice(text, lang)
    if not size:
        return ()
    found: dict[str, Candidate] = {}
    for candidate in _known(edges, size, lexicon):
        if candidate.name not in found or candidate.cost < found[candidate.name].cost:
            found[candidate.name] = candidate
    if lexicon.free < math.inf:
        for candidate in _composed(edges, size, lexicon):
            found.setdefault(candidate.name, candidate)
    return tuple(heapq.nsmallest(limit, found.values(), key=lambda c: (c.cost, c.name)))


def _letters(text: str, lang: str) -> tuple[str, set[int], tables.Syllables]:
    """The text's letters without spaces, the offsets at which a word ends, and the table that reads them."""
    words = fold_words(text)
    if lang in spelling_languages() and not any(_LATIN.match(word) for word in words):
        speller = Speller.load(lang)
        words = [speller.skeleton_word(word) for word in words]
        table = tables.syllables(lang)
    else:
        borne = {base(word).replace(" ", ""): f"{toneless(word)}:0" for word in words if base(word) != word}
        words = [base(word).replace(" ", "") for word in words]
        table = tables.Syllables({**tables.bare_syllables(), **borne})
    breaks, total = set(), 0
    for word in words:
        total += len(word)
        breaks.add(total)
    return "".join(words), breaks, table


def _lattice(text: str, lang: str) -> tuple[list[list[Edge]], int]:
    letters, breaks, table = _letters(text, lang)
    size = len(letters)
    joined, split = (
        (Speller.load(lang).joined, Speller.load(lang).split) if lang in spelling_languages() else (2.5, 4.0)
    )
    edges: list[list[Edge]] = [[] for _ in range(size + 1)]
    before = [0] * (size + 2)
    for at in range(size + 1):
        before[at + 1] = before[at] + (at in breaks)
    for start in range(size):
        found, first = edges[start], before[start + 1]
        for end, pairs in table.within(letters, start, LONGEST):
            extra = (0.0 if end in breaks else joined) + split * (before[end] - first)
            found += [(end, syllable, cost + extra) for syllable, cost in pairs]
    return edges, size


def _known(edges: list[list[Edge]], size: int, lexicon: Lexicon) -> Iterable[Candidate]:
    """Names of the lexicon that the lattice can be read as: a walk that goes on only where some name begins so."""
    keys, names = lexicon.keys, lexicon.names
    many = len(keys)
    stack: list[tuple[int, str, float]] = [(0, "", 0.0)]
    while stack:
        at, key, cost = stack.pop()
        for end, syllable, more in edges[at]:
            longer = key + syllable
            place = bisect_left(keys, longer)
            if place == many or not keys[place].startswith(longer):
                continue
            if end < size:
                stack.append((end, longer + " ", cost + more))
            elif keys[place] == longer:
                for name, rarity in names[longer]:
                    yield Candidate(name, cost + more + rarity, True)


def _composed(edges: list[list[Edge]], size: int, lexicon: Lexicon) -> list[Candidate]:
    """Names put together of syllables, by a beam search from the left."""
    beams: dict[int, list[tuple[float, tuple[str, ...]]]] = {0: [(lexicon.free, ())]}
    for at in range(size):
        heads = beams.pop(at, None)
        if not heads:
            continue
        heads = sorted(heads)[:BEAM]
        bound = heads[0][0] + WIDTH
        for end, options in _words(edges[at], size, lexicon, at == 0).items():
            beam = beams.setdefault(end, [])
            cheapest = options[0][0]
            for cost, words in heads:
                if cost + cheapest > bound + SYLLABLE:
                    break
                if end < size or not words:
                    beam += ((cost + extra, (*words, word)) for extra, word in options)
                else:
                    fits = _fits(words, lexicon)
                    beam += ((cost + extra - fits(word), (*words, word)) for extra, word in options)
    return [Candidate(" ".join(words), cost, False) for cost, words in sorted(beams.get(size, ()))[:BEAM]]


def _fits(words: tuple[str, ...], lexicon: Lexicon) -> Callable[[str], float]:
    """How much cheaper a last name is after these: one that is known to go with them, and one of the same gender."""
    man = woman = 1.0
    for word in words[1:]:
        share = lexicon.male.get(word, 0.5)
        man, woman = man * share, woman * (1.0 - share)
    man = man / (man + woman)

    def bonus(last: str) -> float:
        share = lexicon.male.get(last, 0.5)
        return math.log(2.0 * (man * share + (1.0 - man) * (1.0 - share))) + lexicon.pairs.get((words[-1], last), 0.0)

    return bonus


def _words(edges: list[Edge], size: int, lexicon: Lexicon, begins: bool) -> dict[int, list[tuple[float, str]]]:
    """The likeliest syllables by where they end, each with what its spelling and its rarity cost at this position."""
    found: dict[int, list[tuple[float, str]]] = {}
    for end, syllable, cost in edges:
        if end == size:
            table = lexicon.alone if begins else lexicon.last
        else:
            table = lexicon.first if begins else lexicon.inner
        words = table[syllable]
        if words:
            found.setdefault(end, []).extend((cost + rarity, word) for word, rarity in words)
    return {end: sorted(options)[:OPTIONS] for end, options in found.items()}
