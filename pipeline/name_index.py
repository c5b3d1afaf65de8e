"""The prebuilt tables of ``models/gazetteer/index``: names and spellings in order, so that loading is one read and a
look-up a bisection.

Each file is UTF-8 text of two lines an entry, key and value, in the order of the keys' code points; ``digest.txt``
holds the SHA-256 of what they were made from, and a table whose sources have changed since is refused
(``StaleIndex``). ``chibo models gazetteer --index`` makes them again, byte for byte (``pipeline.training.index``).

    file                 key                                  value
    names.txt            a name's words, folded               rows of the places, comma between
    known.txt            a name's words, tones off            "Tân Mỹ:0:1:33", tab between (bearers: provinces,
                                                              districts, communes)
    syllables.txt        a syllable, tones off                "tân:120:30", space between (first and later syllable)
    <lang>.txt           a name's letters, skeleton, joined   "4711:0.3", space between (entry of names.txt, cost); a
                                                              name the language has of its own bears no cost
    <lang>.syllables.txt a syllable's letters, skeleton       "trinh:0.04", space between (syllable, cost)
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.resources import models, models_dir
from pipeline.spelling import Speller, TableError, base, spelling_languages

#: Syllables (tones off) with their costs.
Pairs = tuple[tuple[str, float], ...]
DIGEST = "digest.txt"


class StaleIndex(ValueError):
    """The index was not made from the gazetteer and the tables that lie beside it."""


class SortedTable(Mapping[str, str]):
    """Keys in order and their values, as one file holds them."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self.keys_: list[str] = lines[0:-1:2]
        self.values_: list[str] = lines[1::2]
        self._skips: dict[str, tuple[int, ...]] = {}

    def at(self, key: str) -> int:
        """The position of the first key that is not before ``key``."""
        return bisect_left(self.keys_, key)

    def skips(self, word: str, proclitics: Sequence[str]) -> tuple[int, ...]:
        """How many letters, 0 or those of a glued prefix, may stand before the beginning of some key in a word;
        remembered, since texts repeat their words."""
        found = self._skips.get(word)
        if found is None:
            if len(self._skips) > 200_000:
                self._skips.clear()
            glued = (len(p) for p in proclitics if word.startswith(p) and len(word) > len(p) + 1)
            found = self._skips[word] = tuple(skip for skip in (0, *glued) if self._begins(word[skip:]))
        return found

    def _begins(self, prefix: str) -> bool:
        place = bisect_left(self.keys_, prefix)
        return place < len(self.keys_) and self.keys_[place].startswith(prefix)

    def __getitem__(self, key: str) -> str:
        place = bisect_left(self.keys_, key)
        if place == len(self.keys_) or self.keys_[place] != key:
            raise KeyError(key)
        return self.values_[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_)

    def __len__(self) -> int:
        return len(self.keys_)


def inputs() -> list[Path]:
    """The files that the index is made from, in a fixed order."""
    places = sorted(models("gazetteer").glob("*.tsv"))
    return [*places, *sorted(models_dir().glob("*/names.toml")), *sorted(models_dir().glob("*/given.tsv"))]


def input_digest() -> str:
    """SHA-256 over names and contents of ``inputs``, in hexadecimal."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def describe() -> list[str]:
    """A line for each file of the index and its sources: path under models/, entries, the SHA-256's beginning."""
    out: list[str] = []
    for path in (*inputs(), *sorted(models("gazetteer", "index").glob("*.txt"))):
        content = path.read_bytes()
        entries = content.count(b"\n") // (2 if path.suffix == ".txt" and path.name != DIGEST else 1)
        digest = hashlib.sha256(content).hexdigest()[:12]
        out.append(f"{path.relative_to(models_dir()).as_posix()}\t{entries}\t{digest}")
    return out


def check() -> list[str]:
    """What is wrong with the spelling tables or the index, a line each."""
    problems: list[str] = []
    for lang in spelling_languages():
        try:
            Speller.load(lang)
        except TableError as error:
            problems += str(error).splitlines()
    try:
        checked()
    except StaleIndex as error:
        problems.append(str(error))
    return problems


@cache
def checked() -> Path:
    """The folder of the index, once its digest is found right; ``StaleIndex`` otherwise."""
    folder = models("gazetteer", "index")
    path = folder / DIGEST
    found = path.read_text(encoding="ascii").strip() if path.is_file() else "no file"
    wanted = input_digest()
    if found != wanted:
        raise StaleIndex(f"{path}: {found}, its sources have {wanted}; run `chibo models gazetteer --index`")
    return folder


@cache
def table(name: str) -> SortedTable:
    """One file of the index, by name without ``.txt``."""
    path = checked() / f"{name}.txt"
    if not path.is_file():
        raise StaleIndex(f"{path}: not there; run `chibo models gazetteer --index`")
    return SortedTable(path.read_text(encoding="utf-8"))


class Syllables:
    """Letters of one syllable -> (syllable with tones off, cost) pairs, the cheapest first; read out of a table when
    first asked for."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = rows
        self._read: dict[str, Pairs] = {}

    def within(self, letters: str, start: int, longest: int) -> Iterator[tuple[int, Pairs]]:
        """Where a syllable that begins at ``start`` of ``letters`` may end, and what it may be."""
        rows, read = self._rows, self._read
        for end in range(start + 1, min(len(letters), start + longest) + 1):
            piece = letters[start:end]
            if piece in rows:
                yield end, read[piece] if piece in read else self[piece]

    def __getitem__(self, letters: str) -> Pairs:
        value = self._rows.get(letters)
        if value is None:
            return ()
        pairs = ((s, float(c)) for s, c in (item.rsplit(":", 1) for item in value.split(" ")))
        found = self._read[letters] = tuple(pairs)
        return found


@cache
def syllables(lang: str) -> Syllables:
    """The spellings of single syllables in a language."""
    rows = table(f"{lang}.syllables")
    return Syllables(dict(zip(rows.keys_, rows.values_, strict=True)))


@cache
def bare_syllables() -> dict[str, str]:
    """Base letters -> the syllables (tones off) that look so without their marks, written as in the tables."""
    out: dict[str, list[str]] = {}
    for syllable in table("syllables"):
        out.setdefault(base(syllable).replace(" ", ""), []).append(
            f"{syllable}:{0.0 if base(syllable) == syllable else 0.1}"
        )
    return {letters: " ".join(found) for letters, found in out.items()}


@cache
def place_syllables() -> dict[str, list[tuple[str, int, int]]]:
    """Syllable with tones off -> (syllable, times first, times later) in the names of places."""
    out: dict[str, list[tuple[str, int, int]]] = {}
    rows = table("syllables")
    for key, value in zip(rows.keys_, rows.values_, strict=True):
        out[key] = [(s, int(a), int(b)) for s, a, b in (item.split(":") for item in value.split(" "))]
    return out


def syllable_counts() -> dict[str, float]:
    """Every syllable of places' names, capitalized, with how often it stands in them."""
    return {s.capitalize(): float(a + b) for found in place_syllables().values() for s, a, b in found if a + b}


@cache
def given_pairs() -> Sequence[tuple[tuple[str, ...], str]]:
    """Middle and given names that go together, each with its gender, from ``given.tsv`` of the pack that has one."""
    out: list[tuple[tuple[str, ...], str]] = []
    for path in sorted(models_dir().glob("*/given.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        out += ((tuple(names.split(" ")), gender) for names, gender in (line.split("\t") for line in lines))
    return out
