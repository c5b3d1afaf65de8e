"""What the names tagger sees of a word: its letters, its shape, and how well it reads as a syllable of a Vietnamese
name.

    Features(lang).of(view, start, end)   -> (words, features): folded offsets and a list of strings for each word

Words are those of the folded text, whole: what a pack's tables know must not change what the weights were trained on.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from pipeline import name_index
from pipeline.person_names import persons
from pipeline.spelling import Speller, base, spelling_languages, toneless
from pipeline.text import View

#: The version of the features: weights trained on other ones are refused.
VERSION = 1
_WORD = re.compile(r"\d+|[^\W\d_]+|([^\w\s]|_)\1*")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
#: Costs of a syllable are told in steps of this many nats, the last step open.
STEP, STEPS = 2.5, 5
#: Words remembered, at most.
REMEMBERED = 100_000


class _Word(NamedTuple):
    """The features of a word by itself, and as a neighbour at four places; ``kind`` goes into pairs."""

    own: list[str]
    around: tuple[list[str], list[str], list[str], list[str]]
    word: str
    kind: str


_EDGE = _Word([], (["-1:^"], ["+1:$"], [], []), "", "^")


class Features:
    """The features of one language; make it with ``features``, which keeps one a language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._speller = Speller.load(lang) if lang in spelling_languages() else None
        self._seen: dict[tuple[str, str], _Word] = {}

    def of(self, view: View, start: int, end: int) -> tuple[list[tuple[int, int]], list[list[str]]]:
        """The words of a stretch of the folded text: their folded offsets, and what the tagger sees of each."""
        offsets: list[tuple[int, int]] = []
        words = [_EDGE, _EDGE]
        original, offset, seen = view.original, view.offset, self._seen
        for match in _WORD.finditer(view.folded, start, end):
            word = match.group()
            at = match.start()
            case = _case(original[offset(at) : offset(match.end() - 1) + 1]) if _LATIN.match(word) else ""
            offsets.append((at, match.end()))
            words.append(seen.get((word, case)) or self._read(word, case))
        words += (_EDGE, _EDGE)
        out: list[list[str]] = []
        for i in range(2, len(words) - 2):
            before, here, after = words[i - 1], words[i], words[i + 1]
            kind = here.kind
            out.append(
                [
                    *here.own,
                    *before.around[0],
                    *after.around[1],
                    *words[i - 2].around[2],
                    *words[i + 2].around[3],
                    f"k-:{before.kind}|{kind}",
                    f"k+:{kind}|{after.kind}",
                    f"k-+:{before.kind}|{kind}|{after.kind}",
                    f"w-k:{before.word}|{kind}",
                    f"kw+:{kind}|{after.word}",
                ]
            )
        return offsets, out

    def _read(self, word: str, case: str) -> _Word:
        shape = _shape(word)
        told = f"#{len(word)}" if shape == "9" else word
        family, later = (_costs(word, self.lang) if shape == "a" else (math.inf, math.inf)) if case != "c" else _NONE
        kind = f"{shape}{case}{_step(family)}{_step(later)}"
        own = ["w:" + told, "k:" + kind, f"f:{case}{_step(family)}", f"l:{case}{_step(later)}"]
        if shape == "a":
            own += [f"p{n}:{word[:n]}" for n in (2, 3) if len(word) > n]
            own += [f"s{n}:{word[-n:]}" for n in (2, 3) if len(word) > n]
            own += self._glued(word)
        around = ["-1:" + told], ["+1:" + told], ["-2:" + told], ["+2:" + told]
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        read = self._seen[word, case] = _Word(own, around, told, kind)
        return read

    def _glued(self, word: str) -> list[str]:
        """What is left of a word when a letter that may be glued to it is taken off."""
        for clitic in self._speller.proclitics if self._speller else ():
            if word.startswith(clitic) and len(word) > len(clitic) + 1:
                rest = word[len(clitic) :]
                family, later = _costs(rest, self.lang)
                return ["g:" + rest, f"gk:{_step(family)}{_step(later)}"]
        return []

    def glued(self, word: str) -> int:
        """How many letters at the head of a folded word are glued to a name: it is a family name only without
        them."""
        for clitic in self._speller.proclitics if self._speller else ():
            if word.startswith(clitic) and len(word) > len(clitic) + 1:
                whole, rest = _costs(word, self.lang), _costs(word[len(clitic) :], self.lang)
                if math.isinf(whole[1]) and not math.isinf(rest[1]):
                    return len(clitic)
        return 0


_NONE = (math.inf, math.inf)


@cache
def features(lang: str) -> Features:
    """The features of a language, made once a process."""
    return Features(lang)


def _case(original: str) -> str:
    """How a word in Latin letters is written: ``C`` with a capital, ``U`` all in capitals, ``c`` with none."""
    if not original[:1].isupper():
        return "c"
    return "U" if len(original) > 1 and original.isupper() else "C"


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "9"
    if not word[0].isalpha():
        return word[:1]
    return "a"


def _step(cost: float) -> str:
    return "-" if math.isinf(cost) else str(min(int(cost / STEP), STEPS))


def _costs(word: str, lang: str) -> tuple[float, float]:
    """What a word costs as a family name and as a later name of a Vietnamese person; infinity where it is no
    syllable."""
    lexicon = persons()
    family = later = math.inf
    for syllable, spelled, exact in _syllables(word, lang):
        first = (rarity for name, rarity in lexicon.first[syllable] if not exact or name.lower() == word)
        both = (*lexicon.inner[syllable], *lexicon.last[syllable])
        rest = (rarity for name, rarity in both if not exact or name.lower() == word)
        family = min([family, *(spelled + rarity for rarity in first)])
        later = min([later, spelled + SYLLABLE, *(spelled + rarity for rarity in rest)])
    return family, later


#: What a syllable costs that no list of names has.
SYLLABLE = 12.0


def _syllables(word: str, lang: str) -> list[tuple[str, float, bool]]:
    """The syllables, tones off, that a word may be, what the spelling costs, and whether its tones are told."""
    if _LATIN.match(word):
        plain = base(word)
        if plain != word:
            return [(toneless(word), 0.0, True)] if plain in name_index.bare_syllables() else []
        bare = name_index.bare_syllables().get(word, "")
        return [(syllable, 0.0, False) for syllable, _, _ in (item.rpartition(":") for item in bare.split(" ") if item)]
    if lang not in spelling_languages():
        return []
    pairs = name_index.syllables(lang)[Speller.load(lang).skeleton_word(word)]
    return [(syllable, cost, False) for syllable, cost in pairs]
