"""Rules: ``"{before}? {number} {unit}"`` over a pack's tables, compiled to matchers with named slots.

A pattern is a row of items. ``{percent}`` is an entry of the table of that name, ``{month:from}`` the same in a slot named
``from``; ``{number}`` is a number in digits or words; ``{#1-2:day}`` a run of one or two digits; ``{roman}`` a Roman numeral in
capitals; ``{any}`` any word; ``<amount>`` a pattern of the pack's own ``[patterns]``; anything else is itself, letter for letter, quoted where the
pattern's own marks are meant (``"("``). ``( a | b )`` groups, ``?`` makes optional, ``!`` forbids what follows without taking it. Items written without a space
between them must stand without one in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.packs import Pack, PackError, Rule
from pipeline.patterns import ITEM, words_in
from pipeline.tokens import Tokens

#: Words that can begin anything: such a rule is tried at every number, or at every token.
NUMBER, ANY = "#", "*"


@dataclass(slots=True, frozen=True)
class Slot:
    """What a slot of a pattern matched: the tokens from ``i`` up to ``j``, and their value."""

    value: Any
    i: int
    j: int


Slots = tuple[tuple[str, Slot], ...]
Node = Callable[[Tokens, int, Slots], Iterator[tuple[int, Slots]]]
#: Reads something at a token: (token after it, value), or None.
Reader = Callable[[Tokens, int], "tuple[int, Any] | None"]


@dataclass(slots=True)
class Match:
    """A rule that matched the tokens from ``i`` up to ``j``."""

    rule: Rule
    i: int
    j: int
    slots: dict[str, Slot]
    #: What ``accept`` made of the match, for the stage that asked.
    reading: Any = None


class Compiler:
    """Compiles the patterns of one stage of one pack. ``readers`` give slots that no table holds, such as ``number``."""

    def __init__(self, pack: Pack, stage: str, readers: dict[str, Reader], firsts: dict[str, set[str]]) -> None:
        self.pack, self.stage, self.readers, self.firsts = pack, stage, readers, firsts
        self.where = ""

    def compile(self, rule: Rule) -> tuple[Node, set[str]]:
        """The matcher of a rule, and the keys it may begin with (``NUMBER``: digits, ``ANY``: anything)."""
        self.where = f"models/{self.pack.lang}/{self.stage}.toml [rules {rule.name!r}]"
        node, first, empty = self._parse(rule.pattern, 0)
        if empty:
            raise self._error(f"pattern {rule.pattern!r} matches nothing at all; make one item required")
        return node, first

    def _error(self, message: str) -> PackError:
        return PackError([f"{self.where}: {message}"])

    def _parse(self, pattern: str, depth: int) -> tuple[Node, set[str], bool]:
        if depth > 8:
            raise self._error(f"pattern {pattern!r} refers to itself; break the circle")
        items: list[tuple[str, str, bool]] = []
        at = 0
        while at < len(pattern.rstrip()):
            found = ITEM.match(pattern, at)
            if not found:
                raise self._error(f"pattern {pattern!r}: cannot read {pattern[at:]!r}; see docs/packs.md for what a pattern may hold")
            kind = found.lastgroup or ""
            glued = bool(items) and found.start(kind) - (kind == "quoted") == at and at > 0
            items.append((kind, found.group(kind), glued))
            at = found.end()
        node, first, empty, rest = self._alternatives(items, 0, depth)
        if rest != len(items):
            raise self._error(f"pattern {pattern!r}: a bracket too many; remove it")
        return node, first, empty

    def _alternatives(self, items: list[tuple[str, str, bool]], at: int, depth: int) -> tuple[Node, set[str], bool, int]:
        branches: list[Node] = []
        first: set[str] = set()
        empty = False
        while True:
            node, starts, nothing, at = self._sequence(items, at, depth)
            branches.append(node)
            first |= starts
            empty |= nothing
            if at >= len(items) or items[at][:2] != ("mark", "|"):
                break
            at += 1
        return (branches[0] if len(branches) == 1 else _either(branches)), first, empty, at

    def _sequence(self, items: list[tuple[str, str, bool]], at: int, depth: int) -> tuple[Node, set[str], bool, int]:
        parts: list[Node] = []
        first: set[str] = set()
        empty = True
        while at < len(items) and items[at][:2] not in (("mark", "|"), ("mark", ")")):
            glued = items[at][2] and bool(parts)
            node, starts, nothing, at = self._item(items, at, depth)
            if at < len(items) and items[at][:2] == ("mark", "?"):
                node, nothing, at = _optional(node if not glued else _glued(node)), True, at + 1
            elif glued:
                node = _glued(node)
            if empty:
                first |= starts
            empty &= nothing
            parts.append(node)
        return _row(parts), first, empty, at

    def _item(self, items: list[tuple[str, str, bool]], at: int, depth: int) -> tuple[Node, set[str], bool, int]:
        kind, text, _ = items[at]
        if kind == "mark" and text == "(":
            node, first, empty, at = self._alternatives(items, at + 1, depth)
            if at >= len(items) or items[at][:2] != ("mark", ")"):
                raise self._error("a bracket is not closed; close it")
            return node, first, empty, at + 1
        if kind == "mark" and text == "!":
            node, _, _, at = self._item(items, at + 1, depth)
            return _never(node), set(), True, at
        if kind == "sub":
            pattern = self.pack.patterns.get(self.stage, {}).get(text[1:-1])
            if pattern is None:
                raise self._error(f"no pattern {text} in [patterns]; write it, or correct the name")
            return (*self._parse(pattern, depth + 1), at + 1)
        if kind == "slot":
            return (*self._slot(text[1:-1]), at + 1)
        if kind in ("literal", "quoted"):
            words = words_in(text)
            if not words:
                raise self._error(f"{text!r} is nothing a text could hold; leave it out")
            return _words(words), {words[0]}, False, at + 1
        raise self._error(f"{text!r} stands where an item should; see docs/packs.md")

    def _slot(self, text: str) -> tuple[Node, set[str], bool]:
        name, _, slot = text.partition(":")
        if name.startswith("#"):
            low, _, high = name[1:].partition("-")
            return _digits(int(low), int(high or low), slot or name), {NUMBER}, False
        if name == "any":
            return _read(_any_word, slot or name), {ANY}, False
        reader = self.readers.get(name)
        if reader is not None:
            return _read(reader, slot or name), self.firsts[name], False
        table = self.pack.tables.get(name)
        if table is None:
            raise self._error(f"no table {name!r} in this pack; write [tables.{name}] or correct the name")
        return _read(lambda tokens, i: tokens.match(table, i), slot or name), set(table.first), False


class Matcher:
    """The rules of one stage, tried where they can begin; the longest wins, then the one that stands first in the file."""

    def __init__(self, compiler: Compiler, rules: list[Rule]) -> None:
        self.by_key: dict[str, list[tuple[Rule, Node]]] = {}
        for rule in rules:
            node, first = compiler.compile(rule)
            for key in first:
                self.by_key.setdefault(key, []).append((rule, node))
        self.anywhere = self.by_key.pop(ANY, [])
        self.at_digits = self.by_key.pop(NUMBER, [])

    def find(self, tokens: Tokens, free: Callable[[int, int], bool], accept: Callable[[Match], bool]) -> Iterator[Match]:
        """Matches from left to right that do not overlap, on tokens that are ``free``, as far as ``accept`` takes them."""
        by_key, anywhere, at_digits = self.by_key, self.anywhere, self.at_digits
        i, n = 0, len(tokens)
        while i < n:
            keys = tokens.keys[i]
            candidates = list(anywhere)
            for key in keys:
                candidates += by_key.get(key, ())
            if at_digits and keys[0][0].isdigit():
                candidates += at_digits
            best: Match | None = None
            if candidates:
                found = [
                    Match(rule, i, j, dict(slots)) for rule, node in candidates for j, slots in node(tokens, i, ()) if j > i
                ]
                found.sort(key=lambda m: -m.j)
                best = next((m for m in found if free(m.i, m.j) and accept(m)), None)
            if best is None:
                i += 1
            else:
                yield best
                i = best.j


def _row(parts: list[Node]) -> Node:
    if len(parts) == 1:
        return parts[0]

    def row(tokens: Tokens, i: int, slots: Slots, at: int = 0) -> Iterator[tuple[int, Slots]]:
        if at == len(parts):
            yield i, slots
            return
        for j, filled in parts[at](tokens, i, slots):
            yield from row(tokens, j, filled, at + 1)

    return row


def _either(branches: list[Node]) -> Node:
    def either(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        for branch in branches:
            yield from branch(tokens, i, slots)

    return either


def _optional(node: Node) -> Node:
    def optional(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        yield from node(tokens, i, slots)
        yield i, slots

    return optional


def _never(node: Node) -> Node:
    def never(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        if next(iter(node(tokens, i, slots)), None) is None:
            yield i, slots

    return never


def _glued(node: Node) -> Node:
    def glued(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        if tokens.glued(i):
            yield from node(tokens, i, slots)

    return glued


def _words(words: list[str]) -> Node:
    def same(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        if i + len(words) <= len(tokens) and all(word in tokens.keys[i + n] for n, word in enumerate(words)):
            yield i + len(words), slots

    return same


def _read(reader: Reader, slot: str) -> Node:
    def read(tokens: Tokens, i: int, slots: Slots) -> Iterator[tuple[int, Slots]]:
        found = reader(tokens, i)
        if found is not None:
            yield found[0], (*slots, (slot, Slot(found[1], i, found[0])))

    return read


def _digits(low: int, high: int, slot: str) -> Node:
    def digits(tokens: Tokens, i: int) -> tuple[int, int] | None:
        if i < len(tokens):
            key = tokens.keys[i][0]
            if key[0].isdigit() and low <= len(key) <= high:
                return i + 1, int(key)
        return None

    return _read(digits, slot)


def _any_word(tokens: Tokens, i: int) -> tuple[int, str] | None:
    if i < len(tokens) and tokens.keys[i][0][0].isalpha():
        return i + 1, tokens.keys[i][0]
    return None
