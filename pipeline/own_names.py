"""Where a body's own name ends: the words after "company" or "school" that are its name.

Where a language tells names by capitals, a name goes on as long as they do; elsewhere as long as every word spells
Vietnamese syllables, or is written in Latin letters.
"""

from __future__ import annotations

from typing import Any

from pipeline.names import syllables
from pipeline.packs import Pack
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
        self.everyday = {fold_string(word) for word in pack.files.get("names", {}).get("everyday", [])}

    def get(self, i: int, default: Any = None) -> Any:
        """The name at a token; ``default`` where none begins there."""
        if i not in self:
            end = self.read(i) if i < len(self.tokens) else i
            self[i] = (end, self.tokens.original(i, end)) if end > i else None
        return self[i] or default

    def _by_capitals(self, i: int) -> int:
        tokens, inside = self.tokens, self.pack.table("own_word")
        j = end = i
        while j < len(tokens) and j - i < MOST_CAPITALS:
            key = tokens.keys[j][0]
            if j > i and key in self.joins and end == j and j + 1 < len(tokens):
                # "Nông nghiệp và Phát triển nông thôn", but not "Vinamilk và Vinatex".
                hit = tokens.match(inside, j + 1)
                if key in _INSIDE or (hit is not None and hit[0] - j > 2 and j - i > 1 and tokens.capital(j + 1)):
                    j += 1
                    continue
                break
            hit = tokens.match(inside, j) if tokens.capital(j) else None
            if hit is not None:
                j = end = hit[0]
                continue
            if not (tokens.capital(j) and key[0].isalpha()) and not (j > i and key.isdigit() and len(key) < 4):
                break
            j += 1
            end = j
        return _before_person(tokens, i, end)

    def _by_syllables(self, i: int) -> int:
        j, words = i, 0
        while j < len(self.tokens) and words < MOST_SYLLABLES:
            # Pieces of one word: a syllable may look like a prefix and a word, or two prefixes.
            end = j + 1
            while end < len(self.tokens) and self.tokens.glued(end) and self.tokens.keys[end][0][0].isalpha():
                end += 1
            word = self.tokens.view.folded[self.tokens.starts[j] : self.tokens.ends[end - 1]]
            if not word[0].isalpha() or word in self.everyday:
                break
            if not word.isascii() and not _spells(word, self.pack.lang):
                break
            j, words = end, words + 1
        latin = j > i and self.tokens.keys[i][0].isascii()
        return j if words > 1 or latin else i


def _spells(word: str, lang: str) -> bool:
    return len(word) < 8 and bool(syllables(word, lang))


def _before_person(tokens: Tokens, i: int, end: int) -> int:
    """The end of the name without the person's name that follows it with no mark between."""
    families = source_tables()["family"]
    for at in range(i + 1, end - PERSON + 1):
        if end - at <= PERSON + 1 and tokens.original(at, at + 1) in families:
            return at
    return end
