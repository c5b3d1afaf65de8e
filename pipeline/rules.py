"""Rules: ``"{before}? {number} {unit}"`` over a pack's tables, compiled to matchers with named slots.

A pattern is a row of items. ``{percent}`` is an entry of the table of that name, ``{month:from}`` the same in a slot named
``from``; ``{number}`` is a number in digits or words; ``{#1-2:day}`` a run of one or two digits; ``{roman}`` a Roman numeral in
capitals; ``{any}`` any word; ``<amount>`` a pattern of the pack's own ``[patterns]``; anything else is itself, letter for letter, quoted where the
pattern's own marks are meant (``"("``). ``( a | b )`` groups, ``?`` makes optional, ``!`` forbids what follows without taking it. Items written without a space
between them must stand without one in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipeline import nodes
from pipeline.nodes import Node, Reader, Slot
from pipeline.packs import Pack, PackError, Rule
from pipeline.patterns import ITEM, words_in
from pipeline.tokens import Tokens

#: Words that can begin anything: such a rule is tried at every number, or at every token.
NUMBER, ANY = "#", "*"
END: tuple[str, ...] = ("\n",)
ANY_DIGITS: tuple[str, ...] = ("000",)
#: How many tokens ahead of a rule's first word its number may stand.
NUMBER_REACH = 12
#: So many rows of keys are remembered before the memory of them is begun anew.
MOST_KNOWN = 200_000


@dataclass(slots=True)
class Match:
    """A rule that matched the tokens from ``i`` up to ``j``."""

    rule: Rule
    i: int
    j: int
    slots: dict[str, Slot]
    #: What ``accept`` made of the match, for the stage that asked.
    reading: Any = None


@dataclass(slots=True, frozen=True)
class Made:
    """A compiled piece of a pattern.

    ``first`` are the keys it may begin with (``NUMBER``: digits, ``ANY``: anything), ``empty`` whether it may match nothing, ``needs`` whether
    a number or a Roman numeral must be in it, ``numeral`` whether it begins with the slot ``number``.
    """

    node: Node
    first: frozenset[str]
    empty: bool = False
    needs: bool = False
    numeral: bool = False
    #: Whether it is always one token, and, of a row that begins with such a one, the keys that may come second (None: any).
    single: bool = False
    second: frozenset[str] | None = None


Items = list[tuple[str, str, bool]]


class Compiler:
    """Compiles the patterns of one stage of one pack. ``readers`` give slots that no table holds, such as ``number``."""

    def __init__(self, pack: Pack, stage: str, readers: dict[str, Reader], firsts: dict[str, set[str]]) -> None:
        self.pack, self.stage, self.readers, self.firsts = pack, stage, readers, firsts
        self.where = ""
        self.subs: dict[str, Made] = {}

    def compile(self, rule: Rule) -> list[Made]:
        """The matchers of a rule, one for each of its alternatives."""
        self.where = f"models/{self.pack.lang}/{self.stage}.toml [rules {rule.name!r}]"
        branches = self._parse(rule.pattern, 0)
        if any(made.empty for made in branches):
            raise self._error(f"pattern {rule.pattern!r} matches nothing at all; make one item required")
        return branches

    def _error(self, message: str) -> PackError:
        return PackError([f"{self.where}: {message}"])

    def _parse(self, pattern: str, depth: int) -> list[Made]:
        if depth > 8:
            raise self._error(f"pattern {pattern!r} refers to itself; break the circle")
        items: Items = []
        at = 0
        while at < len(pattern.rstrip()):
            found = ITEM.match(pattern, at)
            if not found:
                raise self._error(f"pattern {pattern!r}: cannot read {pattern[at:]!r}; see the README on what a pattern may hold")
            kind = found.lastgroup or ""
            glued = bool(items) and found.start(kind) - (kind == "quoted") == at and at > 0
            items.append((kind, found.group(kind), glued))
            at = found.end()
        branches, rest = self._alternatives(items, 0, depth)
        if rest != len(items):
            raise self._error(f"pattern {pattern!r}: a bracket too many; remove it")
        return branches

    def _alternatives(self, items: Items, at: int, depth: int) -> tuple[list[Made], int]:
        branches: list[Made] = []
        while True:
            made, at = self._sequence(items, at, depth)
            branches.append(made)
            if at >= len(items) or items[at][:2] != ("mark", "|"):
                return branches, at
            at += 1

    def _sequence(self, items: Items, at: int, depth: int) -> tuple[Made, int]:
        parts: list[Made] = []
        first: frozenset[str] = frozenset()
        while at < len(items) and items[at][:2] not in (("mark", "|"), ("mark", ")")):
            glued = items[at][2] and bool(parts)
            made, at = self._item(items, at, depth)
            if glued:
                made = replace(made, node=nodes.glued(made.node))
            if at < len(items) and items[at][:2] == ("mark", "?"):
                made, at = replace(made, node=nodes.optional(made.node), empty=True, needs=False, numeral=False), at + 1
            if all(part.empty for part in parts):
                first |= made.first
            parts.append(made)
        if not parts:
            raise self._error("an alternative holds nothing; write an item, or take the bar away")
        return Made(
            nodes.row_of([part.node for part in parts]),
            first,
            all(part.empty for part in parts),
            any(part.needs for part in parts),
            parts[0].numeral,
            second=_second(parts),
        ), at

    def _item(self, items: Items, at: int, depth: int) -> tuple[Made, int]:
        kind, text, _ = items[at]
        if kind == "mark" and text == "(":
            branches, at = self._alternatives(items, at + 1, depth)
            if at >= len(items) or items[at][:2] != ("mark", ")"):
                raise self._error("a bracket is not closed; close it")
            return _either(branches), at + 1
        if kind == "mark" and text == "!":
            made, at = self._item(items, at + 1, depth)
            return Made(nodes.never(made.node), frozenset(), empty=True), at
        if kind == "sub":
            return self._sub(text[1:-1], depth), at + 1
        if kind == "slot":
            return self._slot(text[1:-1]), at + 1
        if kind in ("literal", "quoted"):
            words = words_in(text)
            if not words:
                raise self._error(f"{text!r} is nothing a text could hold; leave it out")
            return Made(nodes.words(words), frozenset((words[0],)), needs=words[0].isdigit(), single=len(words) == 1), at + 1
        raise self._error(f"{text!r} stands where an item should; see the README on what a pattern may hold")

    def _sub(self, name: str, depth: int) -> Made:
        if name not in self.subs:
            pattern = self.pack.patterns.get(self.stage, {}).get(name)
            if pattern is None:
                raise self._error(f"no pattern <{name}> in [patterns]; write it, or correct the name")
            made = _either(self._parse(pattern, depth + 1))
            self.subs[name] = replace(made, node=nodes.remembered(made.node, f"{self.stage} {name}"))
        return self.subs[name]

    def _slot(self, text: str) -> Made:
        name, _, slot = text.partition(":")
        if name.startswith("#"):
            low, _, high = name[1:].partition("-")
            return Made(nodes.digits(int(low), int(high or low), slot or name), frozenset((NUMBER,)), needs=True, single=True)
        if name == "any":
            return Made(nodes.read_with(nodes.any_word, slot or name), frozenset((ANY,)))
        reader = self.readers.get(name)
        if reader is not None:
            needs, numeral = name in ("number", "year", "roman"), name == "number"
            single = name in ("year", "roman")
            return Made(nodes.read_with(reader, slot or name), frozenset(self.firsts[name]), needs=needs, numeral=numeral, single=single)
        table = self.pack.tables.get(name)
        if table is None:
            raise self._error(f"no table {name!r} in this pack; write [tables.{name}] or correct the name")
        return Made(nodes.entry(table, slot or name), frozenset(table.first), single=table.single)


def _second(parts: list[Made]) -> frozenset[str] | None:
    if len(parts) < 2 or not parts[0].single or parts[0].empty:
        return None
    keys: frozenset[str] = frozenset()
    for part in parts[1:]:
        keys |= part.first
        if not part.empty:
            return keys
    return None


def _either(branches: list[Made]) -> Made:
    if len(branches) == 1:
        return branches[0]
    return Made(
        nodes.either_of([made.node for made in branches]),
        frozenset().union(*(made.first for made in branches)),
        any(made.empty for made in branches),
        all(made.needs for made in branches),
        all(made.numeral for made in branches),
    )


Candidates = tuple[tuple[Rule, Made], ...]


class Matcher:
    """The rules of one stage, tried where they can begin; the longest wins, then the one that stands first in the file."""

    def __init__(self, compiler: Compiler, rules: list[Rule]) -> None:
        self.rules = [(rule, made) for rule in rules for made in compiler.compile(rule)]
        self.number = compiler.readers["number"]
        #: Which rules can begin at a token with these keys before one with those, and whether they all need a number; worked out when
        #: first met. ``None`` in place of the second keys: whatever follows.
        self.known: dict[tuple[tuple[str, ...], tuple[str, ...] | None], tuple[Candidates, bool]] = {}

    def begins(self) -> set[str]:
        """The words at which a rule can begin; ``ANY`` among them where one begins with any word."""
        return {key for _, made in self.rules for key in made.first}

    def _look_up(self, keys: tuple[str, ...], after: tuple[str, ...] | None) -> tuple[Candidates, bool]:
        begins, follows = _heads(keys), _heads(after) if after is not None else None
        candidates = tuple(
            (rule, made)
            for rule, made in self.rules
            if made.first & begins and (made.second is None or follows is None or made.second & follows)
        )
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        found = self.known[keys, after] = candidates, all(made.needs for _, made in candidates)
        return found

    def find(self, tokens: Tokens, free: Callable[[int, int], bool], accept: Callable[[Match], bool]) -> Iterator[Match]:
        """Matches from left to right that do not overlap, on tokens that are ``free``, as far as ``accept`` takes them."""
        known, look_up, keys, numerals = self.known, self._look_up, tokens.keys, tokens.numerals
        after = ahead = 0
        for i in tokens.hot:
            if i < after:
                continue
            here = _kinds(keys[i])
            candidates, needs = known.get((here, None)) or look_up(here, None)
            if not candidates:
                continue
            while ahead < len(numerals) and numerals[ahead] < i:
                ahead += 1
            near = ahead < len(numerals) and numerals[ahead] - i <= NUMBER_REACH
            if needs and not near:
                continue
            there = _kinds(keys[i + 1]) if i + 1 < len(keys) else END
            candidates, needs = known.get((here, there)) or look_up(here, there)
            if not candidates or (needs and not near):
                continue
            number = near and numerals[ahead] == i and self.number(tokens, i) is not None
            found = [
                Match(rule, i, j, dict(slots))
                for rule, made in candidates
                if (near or not made.needs) and (number or not made.numeral)
                for j, slots in made.node(tokens, i, ())
                if j > i
            ]
            if not found:
                continue
            found.sort(key=_shorter)
            best = next((match for match in found if free(match.i, match.j) and accept(match)), None)
            if best is not None:
                yield best
                after = best.j


def _kinds(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys, all long runs of digits being one kind: no pattern asks for one of them."""
    return ANY_DIGITS if len(keys[0]) > 2 and keys[0].isdigit() else keys


def _heads(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*keys, ANY, NUMBER)) if keys[0][0].isdigit() else frozenset((*keys, ANY))


def _shorter(match: Match) -> int:
    return -match.j
