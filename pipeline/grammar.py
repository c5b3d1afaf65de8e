"""All that is compiled of one pack: its numerals, its word splitter, and the matchers of its stages, each made when
first asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.beginnings import ANY, NUMBER
from pipeline.nodes import Reader
from pipeline.numerals import Numerals
from pipeline.pack_schema import OPTIONS
from pipeline.packs import Pack, PackError, languages, load, read
from pipeline.patterns import literals
from pipeline.resources import models_dir
from pipeline.roman import ROMANS, roman
from pipeline.rules import Compiler, Matcher
from pipeline.tokens import Splitter, Tokens, unglue


class Grammar:
    """The compiled form of a pack. Not for sharing between threads that write; safe to share for reading."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.numbers = Numerals(pack)
        self.ordinals = Numerals(pack, "ordinals")
        literal = [w for rules in pack.rules.values() for rule in rules for w in literals(rule.pattern)]
        literal += [w for subs in pack.patterns.values() for pattern in subs.values() for w in literals(pattern)]
        unglue(pack, [*literal, *self.numbers.words(), *self.ordinals.words()])
        readers = self.readers()
        self.matchers = {
            stage: Matcher(Compiler(pack, stage, *readers), pack.rules.get(stage, [])) for stage in OPTIONS
        }
        words = self.numbers.words() | self.ordinals.words()
        begins = {stage: matcher.begins() | set(self.numbers.first) for stage, matcher in self.matchers.items()}
        self.splitter = Splitter(pack, words, self._segment, begins, set(self.numbers.first) | ROMANS.keys())

        self._units: tuple[str, ...] = ()
        if pack.settings.get("glued_units"):
            keys = (key for name in ("measure", "percent", "money") for key in pack.table(name).entries)
            self._units = tuple(sorted({key[0] for key in keys if len(key) == 1 and len(key[0]) > 1}, key=len)[::-1])

    def _segment(self, word: str) -> list[str]:
        return self.numbers.segment(word) or self.ordinals.segment(word) or self._with_unit(word)

    def _with_unit(self, word: str) -> list[str]:
        """A number in words and the unit glued to it; empty if the word is no such thing."""
        if not self._units or not word.endswith(self._units):
            return []
        for unit in self._units:
            number = word.removesuffix(unit)
            if number != word and number in self.numbers.first:
                return [number, unit]
            if number != word and (parts := self.numbers.segment(number)):
                return [*parts, unit]
        return []

    def readers(self) -> tuple[dict[str, Reader], dict[str, set[str]]]:
        """Slots that no table holds, and the words they may begin with."""
        readers: dict[str, Reader] = {
            "number": _reads(self.numbers, "{number}"),
            "ordinal": _reads(self.ordinals, "{ordinal}"),
            "roman": roman,
            "year": _year,
        }
        readers["place"] = _held("place")
        readers["own"] = _held("own")
        readers["lone_number"] = _alone(readers["number"])
        firsts = {
            "ordinal": set(self.ordinals.first),
            "year": {NUMBER + "4"},
            "roman": set(ROMANS),
            "place": {ANY, NUMBER},
            "own": {ANY},
            "lone_number": {*self.numbers.first, NUMBER},
        }
        return readers, firsts


def check() -> list[str]:
    """What is wrong with any pack, a line each."""
    return [line for lang in languages() for line in problems(models_dir() / lang)]


def problems(folder: Path) -> list[str]:
    """What is wrong with the pack in a folder: in its files, else in its numerals, else in its patterns."""
    pack, found = read(folder)
    return found or _uncompilable(pack)


def _uncompilable(pack: Pack) -> list[str]:
    """What is wrong with a pack that is well written but cannot be compiled."""
    try:
        readers = Grammar(replace(pack, rules={})).readers()
    except PackError as error:
        return error.problems
    found: list[str] = []
    for stage, rules in pack.rules.items():
        compiler = Compiler(pack, stage, *readers)
        for rule in rules:
            try:
                compiler.compile(rule)
            except PackError as error:
                found += error.problems
    return found


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of a language, made once a process."""
    return Grammar(load(lang))


def _reads(numerals: Numerals, name: str) -> Reader:
    first = numerals.first

    def read(tokens: Tokens, i: int) -> tuple[int, object] | None:
        if i >= len(tokens.keys):
            return None
        keys = tokens.keys[i]
        if not keys[0][0].isdecimal() and not any(key in first for key in keys):
            return None
        memo = tokens.memo.setdefault(name, {})
        if i not in memo:
            number = numerals.read(tokens, i)
            memo[i] = (number.j, number) if number is not None else None
        return memo[i]  # type: ignore[no-any-return]

    return read


def _alone(number: Reader) -> Reader:
    """A number that is all there is in the text."""

    def read(tokens: Tokens, i: int) -> tuple[int, object] | None:
        found = number(tokens, i) if i == 0 else None
        return found if found is not None and found[0] == len(tokens) else None

    return read


def _held(name: str) -> Reader:
    """What a stage has put into the tokens' memory under a name, by token: (token after it, value)."""

    def read(tokens: Tokens, i: int) -> tuple[int, object] | None:
        return tokens.memo.get(name, {}).get(i)

    return read


def _year(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Four digits that stand alone and can be a year of any calendar."""
    if i < len(tokens):
        key = tokens.keys[i][0]
        if len(key) == 4 and key.isdecimal() and 1000 <= int(key) <= 2199:
            return i + 1, int(key)
    return None
