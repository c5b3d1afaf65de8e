"""Where a body's own name ends: the words after "company" or "school" that are its name.

Where a language tells names by capitals, a name goes on as long as they do; elsewhere as long as every word spells
Vietnamese syllables, or is written in Latin letters.
"""

from __future__ import annotations

from typing import Any

from pipeline.bodies import catalogue
from pipeline.gazetteer import load
from pipeline.names import candidates, syllables
from pipeline.packs import Pack
from pipeline.person_names import persons
from pipeline.place_scan import UNLIKELY
from pipeline.spelling import source_tables
from pipeline.text import fold_string
from pipeline.tokens import Tokens

#: The most words of one name, by capitals and by syllables.
MOST_CAPITALS, MOST_SYLLABLES = 9, 4
#: Marks that may stand between two words of one name.
_INSIDE = frozenset(("-", "&", "–"))
#: A person's name behind a body's has so many words at least, and begins with a family name.
PERSON = 3


class OwnNames(dict[int, "tuple[int, str] | None"]):
    """The proper names of a text by their first token: (token after it, the words as written), read when asked for."""

    def __init__(self, pack: Pack, tokens: Tokens) -> None:
        super().__init__()
        self.pack, self.tokens = pack, tokens
        self.read = self._by_capitals if pack.settings.get("capitals") else self._by_syllables
        self.joins = _INSIDE.union(key[0] for key in pack.table("org_and").entries if len(key) == 1)
        self.common = {key[0] for key in pack.table("common").entries if len(key) == 1}
        self.joints = {key[0] for key in pack.table("joint").entries}
        self.everyday = {fold_string(word) for word in pack.files.get("names", {}).get("everyday", [])}

    def get(self, i: int, default: Any = None) -> Any:
        """The name at a token; ``default`` where none begins there."""
        if i not in self:
            end = self.read(i) if i < len(self.tokens) else i
            self[i] = (end, self.tokens.original(i, end)) if end > i else None
        return self[i] or default

    def _by_capitals(self, i: int) -> int:
        tokens, inside = self.tokens, self.pack.table("own_word")
        places = tokens.memo.get("place", {})
        j = end = i
        while j < len(tokens) and j - i < MOST_CAPITALS:
            place = places.get(j)
            hit = tokens.match(inside, j) if tokens.capital(j) else None
            if j > i and place is not None:
                j = end = place[0]
            elif hit is not None:
                j = end = hit[0]
            elif self._goes_on(i, j, end):
                j += 1
            elif j > i and tokens.keys[j][0] in self.common:
                # A sentence begins where its stop was lost ("… TP.HCM Theo ông").
                break
            elif self._is_capital(j) or (j > i and tokens.keys[j][0].isdigit() and len(tokens.keys[j][0]) < 4):
                j = end = j + 1
            else:
                break
        if end - i == 1 and len(tokens.keys[i][0]) == 1:
            return i
        return _before_person(tokens, i, end)

    def _is_capital(self, j: int) -> bool:
        return j < len(self.tokens) and self.tokens.capital(j) and self.tokens.keys[j][0][0].isalpha()

    def _goes_on(self, i: int, j: int, end: int) -> bool:
        """Whether the token is one within a name: a mark, a conjunction, or the second half of a word, before a
        capital."""
        key = self.tokens.keys[j][0]
        if j == i or j > end or not self._is_capital(j + 1):
            return False
        if key in _INSIDE:
            return True
        if key in self.joins:
            # "Nông nghiệp và Phát triển nông thôn", but not "Vinamilk và Vinatex".
            hit = self.tokens.match(self.pack.table("own_word"), j + 1)
            return hit is not None and hit[0] - j > 2 and j - i > 1
        if not self._is_capital(j - 1) or (j - 2 >= i and self._is_capital(j - 2)):
            # "Bóng đèn Điện Quang", but not "Tiền Phong trả lời PV".
            return False
        return key[0].isalpha() and not self._is_capital(j) and key not in self.common and key not in self.joints

    def _by_syllables(self, i: int) -> int:
        """The run of words that spell syllables; a place's name may hold an everyday word."""
        ends: list[int] = []
        plain, j = i, i
        while j < len(self.tokens) and len(ends) < MOST_SYLLABLES:
            # Pieces of one word: a syllable may look like a prefix and a word, or two prefixes.
            end = j + 1
            while end < len(self.tokens) and self.tokens.glued(end) and self.tokens.keys[end][0][0].isalpha():
                end += 1
            word = self.tokens.view.folded[self.tokens.starts[j] : self.tokens.ends[end - 1]]
            if not word[0].isalpha() or not (word.isascii() or _spells(word, self.pack.lang)):
                break
            if plain == j and word not in self.everyday:
                plain = end
            ends.append(end)
            j = end
        known = next((end for end in reversed(ends[1:]) if end > plain and self._is_known(i, end)), i)
        latin = plain > i and self.tokens.keys[i][0].isascii() and len(self.tokens.keys[i][0]) > 1
        return max(known, plain if latin or (len(ends) > 1 and plain >= ends[1]) else i)

    def _is_known(self, i: int, end: int) -> bool:
        """Whether the words spell a place of the gazetteer, or whom much is named after."""
        text = self.tokens.original(i, end)
        if any(cost <= UNLIKELY for _, cost in load().by_spelling(text, self.pack.lang)):
            return True
        namesakes = catalogue().namesakes
        return any(c.name in namesakes for c in candidates(text, self.pack.lang, persons()))


def _spells(word: str, lang: str) -> bool:
    return len(word) < 8 and bool(syllables(word, lang))


def _before_person(tokens: Tokens, i: int, end: int) -> int:
    """The end of the name without the person's name that follows it with no mark between."""
    families = source_tables()["family"]
    for at in range(i + 1, end - PERSON + 1):
        if end - at <= PERSON + 1 and tokens.original(at, at + 1) in families:
            return at
    return end
