"""Tokens of a folded text, as a pack sees them.

A word may be known as it stands, or only after a glued conjunction or preposition is cut off (its *clitics*), after
the article is taken away, or when a compound number is taken apart. What the pack's vocabulary knows decides, so an
unknown word stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.packs import TOKEN, Pack, Table
from pipeline.patterns import literals
from pipeline.text import View, fold_string

#: Longer words are no words of any language; looking for parts in them would take time without end.
LONGEST_WORD = 40
TOO_LONG = ("…",)
TATWEEL = "\u0640"
#: What is cut out first: a run of letters and digits, line ends, a run of one mark. Runs of letters and digits mixed
#: are cut again.
_RUN = re.compile(r"\w+|\n+|([^\w\s])\1*")

#: A word of a table is taken apart only where so many letters are left of it.
LEAST_REST = 3


def unglue(pack: Pack, words: Iterable[str]) -> None:
    """Take glued prefixes off the words inside a table's longer entries, where what is left is a word of the pack too.

    So "lil-lajna" in one table's entry does not keep "lajna" of another from being found behind its prefix. ``words``
    are those of rules and numerals, which stay as they are, as do entries of one word.
    """
    clitics = sorted(pack.settings.get("clitics", []), key=len, reverse=True)
    if not clitics:
        return
    article = pack.settings.get("article", "")
    entries = [key for table in pack.tables.values() for key in table.entries]
    kept = {key[0] for key in entries if len(key) == 1}.union(words)
    known = kept.union(word for key in entries for word in key)
    known.update([word[len(article) :] for word in known if article and word.startswith(article)])

    def parts(word: str) -> tuple[str, ...]:
        if word not in kept:
            for clitic in clitics:
                rest = word[len(clitic) :]
                if word.startswith(clitic) and len(rest) >= LEAST_REST and rest in known:
                    return (clitic, *parts(rest))
        return (word,)

    for table in pack.tables.values():
        split = {key: tuple(p for word in key for p in parts(word)) for key in table.entries if len(key) > 1}
        if any(key != apart for key, apart in split.items()):
            table.entries = {split.get(key, key): value for key, value in table.entries.items()}
            table.first, table.last = {}, {}
            table.index()


Part = tuple[tuple[str, ...], int, int]
#: The forms under which tables may know a piece of a word; its offsets in the word; whether a rule can begin there;
#: whether it is a numeral.
Piece = tuple[tuple[str, ...], int, int, tuple[str, ...], bool]


class Splitter:
    """Takes a word to its pieces. ``begins`` are the words at which a rule can begin, ``numerals`` the words that
    numbers begin with.
    """

    def __init__(
        self,
        pack: Pack,
        numbers: Iterable[str],
        segment: Callable[[str], list[str]],
        begins: dict[str, set[str]],
        numerals: set[str],
    ) -> None:
        self.begins, self.numerals = begins, numerals
        self.vocabulary = {word for table in pack.tables.values() for key in table.entries for word in key}
        self.vocabulary.update(numbers)
        for rules in pack.rules.values():
            self.vocabulary.update(word for rule in rules for word in literals(rule.pattern))
        for patterns in pack.patterns.values():
            self.vocabulary.update(word for pattern in patterns.values() for word in literals(pattern))
        self.clitics = sorted(pack.settings.get("clitics", []), key=len, reverse=True)
        self.article: str = pack.settings.get("article", "")
        self.contracted = set(pack.settings.get("contracted", []))
        self.split = {fold_string(word): word for word in pack.settings.get("split", [])}
        self.segment = segment
        self.known: dict[str, tuple[Piece, ...]] = {}
        #: Of those, the whole words at which nothing begins, with their keys: most words of a text.
        self.cold: dict[str, tuple[str, ...]] = {}

    def pieces(self, word: str) -> tuple[Piece, ...]:
        """The pieces of a folded word; their offsets are relative to it."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > 200_000:
                self.known.clear()
                self.cold.clear()
            parts: list[Part] = [((word,), 0, len(word))]
            runs = [] if word.isalpha() else list(TOKEN.finditer(word))
            if len(runs) > 1:
                return tuple(
                    (keys, run.start() + a, run.start() + b, stages, numeral)
                    for run in runs
                    for keys, a, b, stages, numeral in self.part(run.group())
                )
            if len(word) <= LONGEST_WORD:
                parts = self._split(word, 0)
            found = self.known[word] = tuple((keys, a, b, *self.heat(keys)) for keys, a, b in parts)
            if len(found) == 1 and not found[0][3] and not found[0][4]:
                self.cold[word] = found[0][0]
        return found

    def part(self, token: str) -> tuple[Piece, ...]:
        """The pieces of one token: a word, a run of digits, or a mark."""
        if token[0].isalpha():
            return self.pieces(token)
        keys = (token,) if len(token) <= LONGEST_WORD else TOO_LONG
        if token[0].isdecimal() and keys is not TOO_LONG:
            return ((keys, 0, len(token), tuple(self.begins), True),)
        return ((keys, 0, len(token), *self.heat(keys)),)

    def heat(self, keys: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
        """Whether a rule can begin at a token with these keys, and whether a number can."""
        stages = tuple(stage for stage, words in self.begins.items() if not words.isdisjoint(keys))
        return stages, not self.numerals.isdisjoint(keys)

    def glue(self, word: str) -> bool:
        """Whether a folded word is nothing but prefixes that may be glued to a number ("وبالـ20")."""
        while word and word != self.article:
            clitic = next((c for c in self.clitics if word.startswith(c)), None)
            if clitic is None:
                return False
            word = word[len(clitic) :]
        return True

    def written(self, word: str, original: str) -> tuple[Piece, ...]:
        """The pieces of a word that may be split for the way it is written."""
        if self.split[word] == "".join(c for c in original if c.isalpha() and c != TATWEEL):
            cut = next(len(clitic) for clitic in self.clitics if word.startswith(clitic))
            rest = self._forms(word[cut:]) or (word[cut:],)
            parts: list[Part] = [((word[:cut],), 0, cut), (rest, cut, len(word))]
        else:
            parts = self._split(word, 0)
        return tuple((keys, a, b, *self.heat(keys)) for keys, a, b in parts)

    def _forms(self, word: str, clitic: str = "") -> tuple[str, ...]:
        """The forms of a word that tables know; a clitic that holds the article gives it back ("للجنة": "اللجنة")."""
        bare = word[len(self.article) :] if self.article and word.startswith(self.article) else ""
        # The article's letter falls away too before a word that begins with it: "للجنة" is cut into "ل" and "لجنة".
        full = self.article + word if {clitic, clitic + word[:1]} & self.contracted else ""
        return tuple(form for form in (word, bare, full) if form and form in self.vocabulary)

    def _split(self, word: str, at: int, depth: int = 0) -> list[Part]:
        whole: list[Part] = [(self._forms(word) or (word,), at, at + len(word))]
        if word in self.vocabulary or self._forms(word):
            return whole
        parts = self.segment(word)
        if not parts and self.article and word.startswith(self.article):
            parts = self.segment(word[len(self.article) :])
            if parts:
                parts[0] = self.article + parts[0]
        if parts:
            pieces: list[Part] = []
            for part in parts:
                pieces.append((self._forms(part) or (part,), at, at + len(part)))
                at += len(part)
            return pieces
        for clitic in self.clitics:
            rest = word[len(clitic) :]
            if depth < 3 and rest and word.startswith(clitic):
                pieces = self._split(rest, at + len(clitic), depth + 1)
                if forms := self._forms(rest, clitic):
                    pieces = [(forms, at + len(clitic), at + len(word))]
                if len(pieces) > 1 or forms:
                    return [((clitic,), at, at + len(clitic)), *pieces]
        return whole


@dataclass(slots=True)
class Tokens:
    """The tokens of a view, as parallel lists; offsets are of the folded text."""

    view: View
    keys: list[tuple[str, ...]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    #: The tokens at which a rule can begin, and those that are digits or begin a number.
    hot: dict[str, list[int]] = field(default_factory=dict)
    numerals: list[int] = field(default_factory=list)
    #: What readers have read already, by reader and token: rules ask for the same number many times.
    memo: dict[str, dict[int, Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def glued(self, i: int) -> bool:
        """Whether nothing stands between token ``i`` and the one before it."""
        return i > 0 and i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Original offsets of tokens ``i`` up to, not including, ``j``."""
        return self.view.span(self.starts[i], self.ends[j - 1])

    def original(self, i: int, j: int) -> str:
        """The original characters of tokens ``i`` up to ``j``."""
        start, end = self.span(i, j)
        return self.view.original[start:end]

    def capital(self, i: int) -> bool:
        """Whether the token begins with a capital letter in the original."""
        return self.view.original[self.view.offset(self.starts[i])].isupper()

    def at(self, offset: int) -> int:
        """The first token that ends after an original offset (``len`` when there is none)."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.span(middle, middle + 1)[1] <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def match(self, table: Table, i: int) -> tuple[int, str] | None:
        """The longest entry of a table that begins at token ``i``: (token after it, value)."""
        all_keys = self.keys
        if i >= len(all_keys):
            return None
        best: tuple[int, str] | None = None
        first = table.first
        for key in all_keys[i]:
            bucket = first.get(key)
            if bucket is None:
                continue
            for rest, value in bucket:
                if not rest:
                    return best if best is not None else (i + 1, value)
                j = i + 1 + len(rest)
                if best is not None and j <= best[0]:
                    break
                if j <= len(all_keys) and all(w in all_keys[i + 1 + n] for n, w in enumerate(rest)):
                    best = (j, value)
                    break
        return best

    def match_back(self, table: Table, j: int) -> tuple[int, str] | None:
        """The longest entry of a table that ends before token ``j``: (its first token, value)."""
        if j <= 0:
            return None
        best: tuple[int, str] | None = None
        for key in self.keys[j - 1]:
            for rest, value in table.last.get(key, ()):
                i = j - 1 - len(rest)
                if best is not None and i >= best[0]:
                    break
                if i >= 0 and all(w in self.keys[j - 2 - n] for n, w in enumerate(rest)):
                    best = (i, value)
                    break
        return best


def tokenize(view: View, splitter: Splitter) -> Tokens:
    """The tokens of a view, words split as the pack splits them."""
    tokens = Tokens(view)
    keys, starts, ends, hot, numerals = tokens.keys, tokens.starts, tokens.ends, tokens.hot, tokens.numerals
    hot.update((stage, []) for stage in splitter.begins)
    known, cold, part, pieces = splitter.known, splitter.cold, splitter.part, splitter.pieces
    for match in _RUN.finditer(view.folded):
        start = match.start()
        word = match.group()
        plain = cold.get(word)
        if plain is not None:
            keys.append(plain)
            starts.append(start)
            ends.append(start + len(word))
            continue
        split = known.get(word)
        if split is None:
            if word in splitter.split:
                split = splitter.written(word, view.original[slice(*view.span(start, match.end()))])
            else:
                split = part(word) if word.isalpha() or word.isdecimal() else pieces(word)
        for forms, a, b, begins, numeral in split:
            for stage in begins:
                hot[stage].append(len(keys))
            if numeral:
                numerals.append(len(keys))
            keys.append(forms)
            starts.append(start + a)
            ends.append(start + b)
    return tokens
