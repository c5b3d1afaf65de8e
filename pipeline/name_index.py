"""The prebuilt tables of ``models/gazetteer/index``: names and spellings in order, so that loading is one read and a look-up a bisection.

Each file is UTF-8 text of two lines an entry, key and value, in the order of the keys' code points; ``digest.txt`` holds the SHA-256
of what they were made from, and a table whose sources have changed since is refused (``StaleIndex``). ``chibo models gazetteer
--index`` makes them again, byte for byte (``pipeline.training.index``).

    file                     key                                  value
    names.txt                a name's words, folded               rows of the places, comma between
    known.txt                a name's words, tones off            "Tân Mỹ:0:1:33" (bearers: provinces, districts, communes), tab between
    syllables.txt            a syllable, tones off                "tân:120:30" (as first and as later syllable of places), space between
    <lang>.txt               a name's letters, skeleton, joined   "4711:0.3" (entry of names.txt, cost), space between
    <lang>.syllables.txt     a syllable's letters, skeleton       "trinh:0.04" (syllable, cost), space between
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.resources import models, models_dir
from pipeline.spelling import base, load_table, toneless

DIGEST = "digest.txt"


class StaleIndex(ValueError):
    """The index was not made from the gazetteer and the tables that lie beside it."""


class SortedTable(Mapping[str, str]):
    """Keys in order and their values, as one file holds them."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self.keys_: list[str] = lines[0:-1:2]
        self.values_: list[str] = lines[1::2]

    def at(self, key: str) -> int:
        """The position of the first key that is not before ``key``."""
        return bisect_left(self.keys_, key)

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


class Syllables(dict[str, tuple[tuple[str, float], ...]]):
    """Letters of one syllable -> (syllable with tones off, cost) pairs, read out of a table when first asked for."""

    def __init__(self, rows: SortedTable) -> None:
        super().__init__()
        self._rows = dict(zip(rows.keys_, rows.values_, strict=True))

    def get(self, key: str, default: object = ()) -> tuple[tuple[str, float], ...]:  # type: ignore[override]
        found = dict.get(self, key)
        if found is None:
            value = self._rows.get(key)
            if value is None:
                return ()
            found = self[key] = tuple((s, float(c)) for s, c in (item.rsplit(":", 1) for item in value.split(" ")))
        return found


@cache
def syllables(lang: str) -> Syllables:
    """The spellings of single syllables in a language."""
    return Syllables(table(f"{lang}.syllables"))


@cache
def bare_syllables() -> dict[str, tuple[tuple[str, float], ...]]:
    """Base letters -> syllables (tones off) that look so without their marks."""
    out: dict[str, list[tuple[str, float]]] = {}
    for syllable in table("syllables"):
        out.setdefault(base(syllable).replace(" ", ""), []).append((syllable, 0.0 if base(syllable) == syllable else 0.1))
    return {letters: tuple(found) for letters, found in out.items()}


@cache
def place_syllables() -> dict[str, list[tuple[str, int, int]]]:
    """Syllable with tones off -> (syllable, times first, times later) in the names of places."""
    out: dict[str, list[tuple[str, int, int]]] = {}
    rows = table("syllables")
    for key, value in zip(rows.keys_, rows.values_, strict=True):
        out[key] = [(s, int(a), int(b)) for s, a, b in (item.split(":") for item in value.split(" "))]
    return out


def syllable_counts() -> dict[str, float]:
    """Every syllable of places' names, capitalized, with its share."""
    counts = {s.capitalize(): a + b for found in place_syllables().values() for s, a, b in found}
    total = sum(counts.values())
    return {syllable: count / total for syllable, count in counts.items() if count}


@cache
def given_pairs() -> Sequence[tuple[str, ...]]:
    """Middle and given names that go together, from ``given.tsv`` of the pack that has one."""
    out: list[tuple[str, ...]] = []
    for path in sorted(models_dir().glob("*/given.tsv")):
        out += (tuple(line.split(" ")) for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return out


__all__ = ["SortedTable", "StaleIndex", "Syllables", "bare_syllables", "checked", "given_pairs", "input_digest", "inputs", "load_table"]
__all__ += ["place_syllables", "syllable_counts", "syllables", "table", "toneless"]
