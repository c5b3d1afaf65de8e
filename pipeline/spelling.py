"""How one Vietnamese syllable is spelled in another script, after the tables of ``models/<lang>/names.toml``.

A table gives, for each onset, vowel and coda, the letters that stand for it and how often each was seen. A vowel's
key ends in ``-`` where a coda follows. A key may name its neighbour before it with ``+`` (``a+ch``: the coda ch after
a; ``t+iê-``; ``+a-``: a vowel that begins its syllable) or, for an onset, the rhyme after it (``th+ai``); the
narrower key wins. ``[syllable]`` holds whole syllables that are read otherwise. The cost of a spelling is the sum of
the negative natural logarithms of its parts' relative frequencies.

    speller = Speller.load(lang)
    speller.spell("nguyễn")        -> {"نجوين": 0.5, …}   letters as in the tables -> cost, best first
    speller.skeleton("نغوين")      -> the form under which all free variants fold together
    normal("Hoà Bình")             -> "Hòa Bình"   tone marks where the gazetteer has them
    toneless("Nguyễn")             -> "nguyên";   base("Nguyễn") -> "nguyen"
"""

from __future__ import annotations

import itertools
import math
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.resources import models, models_dir
from pipeline.text import fold_string

#: A spelling that costs this much more than the best one of its syllable is not generated (a relative frequency of 1
#: in 3,000).
MARGIN = 8.0
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_OPEN_PAIR = re.compile(r"(?<![qQ])([oOuU])([aAeEyY])([\u0300\u0301\u0303\u0309\u0323])(?![^\W\d_]|[\u0300-\u036f])")
#: A tone mark on the letter before the one that has a mark of its own.
_STRAY = re.compile(
    r"([iIoOyY]|[uU]\u031b?)([\u0300\u0301\u0303\u0309\u0323])([aAeEoO][\u0302\u0306\u031b])(?![\u0300-\u036f])"
)
_WORD = re.compile(r"[^\W_]+")
_PARTS = ("onset", "vowel", "coda")
_KEYS = frozenset({*_PARTS, "syllable", "skeleton", "proclitics", "everyday", "joined", "split"})


class TableError(ValueError):
    """A ``names.toml`` that cannot be used."""


def normal(name: str) -> str:
    """The name composed, its tone marks where the gazetteer has them, case kept.

    That is on the first letter of an open oa, oe or uy ("Hòa", "Thủy"), else on the letter that bears a mark of its
    own ("Huệ").
    """
    decomposed = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", _STRAY.sub(r"\1\3\2", _OPEN_PAIR.sub(r"\1\3\2", decomposed)))


def toneless(name: str) -> str:
    """Lower case without tone marks; the letters ă â ê ô ơ ư đ stay."""
    return unicodedata.normalize("NFC", name.lower()).translate(_letters()[0])


def base(name: str) -> str:
    """Lower case in the 26 base letters, words joined by one space: what is left when every mark is lost."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", name.lower()).translate(_letters()[1])))


@cache
def _letters() -> tuple[dict[int, str], dict[int, str]]:
    """Composed letters -> the same without their tone mark, and without any mark."""
    without_tone: dict[int, str] = {}
    without_marks: dict[int, str] = {ord("đ"): "d"}
    for vowel in _VOWELS:
        plain = unicodedata.normalize("NFD", vowel)[0]
        for tone in ("", *_TONES):
            letter = unicodedata.normalize("NFC", vowel + tone)
            without_tone[ord(letter)] = vowel
            without_marks[ord(letter)] = plain
    return without_tone, without_marks


def fold_words(text: str) -> list[str]:
    """The words of a text, folded; signs between them are dropped, and marks within them too."""
    return _WORD.findall(fold_string(text))


@cache
def load_table(path: Path) -> dict[str, Any]:
    """One ``names.toml``; ``TableError`` where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: not TOML in UTF-8 ({error}); mend it") from error


@cache
def spelling_languages() -> tuple[str, ...]:
    """The languages whose pack spells Vietnamese names in another script, in order."""
    return tuple(sorted(p.parent.name for p in models_dir().glob("*/names.toml") if "onset" in load_table(p)))


@cache
def source_tables() -> dict[str, Any]:
    """The tables of the language that the names come from: the one that lists family names."""
    for path in sorted(models_dir().glob("*/names.toml")):
        table = load_table(path)
        if "family" in table:
            return table
    raise TableError(
        f"{models_dir()}/*/names.toml: none has a [family] table; the pack of the names' own language needs one"
    )


class Speller:
    """The spellings of one language; make it with ``Speller.load``, which keeps one a language."""

    def __init__(self, lang: str, table: dict[str, Any]) -> None:
        self.lang = lang
        self.proclitics: tuple[str, ...] = tuple(fold_string(p) for p in table.get("proclitics", []))
        self.joined: float = float(table.get("joined", 3.0))
        self.split: float = float(table.get("split", 5.0))
        self._letters = {fold_string(k): v for k, v in table.get("skeleton", {}).items() if len(fold_string(k)) == 1}
        self._replace = [(k, v) for k, v in table.get("skeleton", {}).items() if len(fold_string(k)) > 1]
        self._translate = str.maketrans(self._letters)
        self._parts = {part: {k: _costs(v) for k, v in table.get(part, {}).items()} for part in _PARTS}
        self._whole = {k: _costs(v) for k, v in table.get("syllable", {}).items()}
        self._onsets = sorted((k for k in self._parts["onset"] if "+" not in k), key=len, reverse=True)
        self.everyday = frozenset(self.skeleton(word) for word in table.get("everyday", []))
        self._cache: dict[str, dict[str, float]] = {}

    @classmethod
    def load(cls, lang: str) -> Speller:
        """The speller of a language; ``TableError`` where its pack has no spelling tables or wrong ones."""
        return _load(lang)

    def skeleton(self, text: str) -> str:
        """The folded letters of ``text`` with the pack's free variants made one, without spaces or marks."""
        return self.skeleton_word("".join(fold_words(text)))

    def skeleton_word(self, word: str) -> str:
        """The same for one word that is folded already."""
        letters = word.translate(self._translate)
        for variant, one in self._replace:
            letters = letters.replace(variant, one)
        return letters

    def spell(self, syllable: str) -> dict[str, float]:
        """The spellings of one syllable (tones are ignored) with their costs, best first. ``{}`` for what has no
        letters."""
        key = toneless(syllable)
        if key.isdigit():
            return {key: 0.0}
        if key not in self._cache:
            spelled = dict(self._whole.get(key, {}))
            for letters, cost in self._regular(key).items():
                if cost < spelled.get(letters, math.inf):
                    spelled[letters] = cost
            ranked = sorted(spelled.items(), key=lambda item: (item[1], item[0]))
            self._cache[key] = {letters: cost for letters, cost in ranked if cost <= ranked[0][1] + MARGIN}
        return self._cache[key]

    def _regular(self, syllable: str) -> dict[str, float]:
        spelled = {"": 0.0}
        for onset, vowel, coda in self.parts(syllable):
            options = itertools.product(
                self._onset(onset, vowel + coda), self._vowel(onset, vowel, coda), self._coda(vowel, coda)
            )
            one: dict[str, float] = {}
            for parts in options:
                letters, cost = "".join(p[0] for p in parts), sum(p[1] for p in parts)
                one[letters] = min(cost, one.get(letters, math.inf))
            spelled = {a + b: x + y for a, x in spelled.items() for b, y in one.items()}
        spelled.pop("", None)
        return spelled

    def parts(self, syllable: str) -> list[tuple[str, str, str]]:
        """Onset, vowels, coda; a word of the highlands may hold several syllables and clusters that no table knows."""
        out: list[tuple[str, str, str]] = []
        rest = "".join(_WORD.findall(syllable))
        while rest:
            onset = next(
                (o for o in self._onsets if o and rest.startswith(o) and rest[len(o) : len(o) + 1] in (*_VOWELS,)), None
            )
            if onset is None:
                onset = (
                    "g" if rest == "gi" else rest[: next((i for i, c in enumerate(rest) if c in _VOWELS), len(rest))]
                )
            rest = rest[len(onset) :]
            end = next((i for i, c in enumerate(rest) if c not in _VOWELS), len(rest))
            vowel, rest = rest[:end], rest[end:]
            follows = next((i for i, c in enumerate(rest) if c in _VOWELS), None)
            if follows is None:
                out.append((onset, vowel, rest))
                break
            keep = next(
                (len(o) for o in self._onsets if o and len(o) <= follows and rest[:follows].endswith(o)),
                min(follows, 1),
            )
            out.append((onset, vowel, rest[: follows - keep]))
            rest = rest[follows - keep :]
        return out

    def _onset(self, onset: str, rhyme: str) -> list[tuple[str, float]]:
        table = self._parts["onset"]
        return list((table.get(f"{onset}+{rhyme}") or table.get(onset) or self._pieces("onset", onset)).items())

    def _vowel(self, onset: str, vowel: str, coda: str) -> list[tuple[str, float]]:
        table, closed = self._parts["vowel"], vowel + ("-" if coda else "")
        narrow = table.get(f"{onset}+{closed}") or (table.get(f"+{closed}") if not onset else None)
        wide = table.get(closed) or table.get(vowel) or table.get(vowel + "-")
        return list((narrow or wide or self._pieces("vowel", vowel)).items())

    def _coda(self, vowel: str, coda: str) -> list[tuple[str, float]]:
        table = self._parts["coda"]
        return list((table.get(f"{vowel[-1:]}+{coda}") or table.get(coda) or self._pieces("coda", coda)).items())

    def _pieces(self, part: str, letters: str) -> dict[str, float]:
        """A run that no table has, letter by letter, with the onsets' letters for consonants that are no coda
        elsewhere."""
        tables = [self._parts[part], self._parts["onset"], self._parts["coda"]]
        spelled = {"": 0.0}
        while letters:
            length = next((n for n in range(len(letters), 0, -1) if any(letters[:n] in t for t in tables)), 0)
            options = next((t[letters[:length]] for t in tables if letters[:length] in t), {}) if length else {"": 0.0}
            spelled = {a + b: x + y for a, x in spelled.items() for b, y in options.items()}
            letters = letters[max(length, 1) :]
        return spelled


@cache
def _load(lang: str) -> Speller:
    path = models(lang, "names.toml")
    table = load_table(path) if path.is_file() else {}
    if "onset" not in table:
        raise TableError(
            f"{path}: no [onset] table, so names are not spelled in it; allowed: {', '.join(spelling_languages())}"
        )
    problems = [f"{path} {problem}" for problem in check_table(table)]
    if problems:
        raise TableError("\n".join(problems))
    return Speller(lang, table)


def check_table(table: dict[str, Any]) -> list[str]:
    """What is wrong with the tables of one language that spells names, a line each: key, found, allowed, remedy."""
    problems = [
        f"[{key}]: unknown key; allowed: {', '.join(sorted(_KEYS))}; remove or rename it"
        for key in table
        if key not in _KEYS
    ]
    for part in (*_PARTS, "syllable"):
        for key, counts in table.get(part, {}).items():
            for letters, count in counts.items() if isinstance(counts, dict) else ((counts, None),):
                if not isinstance(count, int | float) or count <= 0:
                    problems.append(
                        f"[{part}.{key}]: {letters!r} = {count!r}; allowed: letters = a count above 0; mend it"
                    )
    return problems


def _costs(counts: dict[str, float]) -> dict[str, float]:
    total = sum(counts.values())
    return {letters: -math.log(count / total) for letters, count in counts.items()}
