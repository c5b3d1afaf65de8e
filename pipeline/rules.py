"""Rules: ``"{before}? {number} {unit}"`` over a pack's tables, compiled to matchers with named slots.

A pattern is a row of items. ``{percent}`` is an entry of the table of that name, ``{month:from}`` the same in a slot
named ``from``; ``{number}`` is a number in digits or words; ``{#1-2:day}`` a run of one or two digits; ``{roman}`` a
Roman numeral in capitals; ``{any}`` any word; ``<amount>`` a pattern of the pack's own ``[patterns]``; anything else
is itself, letter for letter, quoted where the pattern's own marks are meant (``"("``). ``( a | b )`` groups, ``?``
makes optional, ``!`` forbids what follows without taking it. Items written without a space between them must stand
without one in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipeline import nodes
from pipeline.beginnings import ANY, END_OF, ENDS, NUMBER, Made, either_of, row_of
from pipeline.nodes import Reader, Slot
from pipeline.packs import Pack, PackError, Rule
from pipeline.patterns import ITEM, words_in
from pipeline.tokens import Tokens

END: tuple[str, ...] = ("\n",)
#: Lengths of digit runs that patterns tell apart; longer ones are one kind.
MOST_LENGTH = 12
DIGITS = [("0" * length,) for length in range(MOST_LENGTH + 1)]
#: How many tokens ahead of a rule's first word its number may stand.
NUMBER_REACH = 12
#: Slots with readers of their own that may hold no digit and no word of a number.
NUMBERLESS = ("ordinal", "place", "own")
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


Items = list[tuple[str, str, bool]]


class Compiler:
    """Compiles the patterns of one stage of one pack; ``readers`` give slots that no table holds (``number``)."""

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

    def _numeral(self, words: Iterable[str]) -> bool:
        """Whether all of these are number words, so that one of them must be near for the pattern to match."""
        numbers, article = self.firsts["lone_number"], self.pack.settings.get("article") or "\0"
        return all(word in numbers or word.removeprefix(article) in numbers for word in words)

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
                raise self._error(
                    f"pattern {pattern!r}: cannot read {pattern[at:]!r}; see the README on what a pattern may hold"
                )
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
        while at < len(items) and items[at][:2] not in (("mark", "|"), ("mark", ")")):
            glued = items[at][2] and bool(parts)
            made, at = self._item(items, at, depth)
            if glued:
                made = replace(made, node=nodes.glued(made.node))
            if at < len(items) and items[at][:2] == ("mark", "?"):
                made, at = replace(made, node=nodes.optional(made.node), empty=True, needs=False), at + 1
            parts.append(made)
        if not parts:
            raise self._error("an alternative holds nothing; write an item, or take the bar away")
        return row_of(parts), at

    def _item(self, items: Items, at: int, depth: int) -> tuple[Made, int]:
        kind, text, _ = items[at]
        if kind == "mark" and text == "(":
            branches, at = self._alternatives(items, at + 1, depth)
            if at >= len(items) or items[at][:2] != ("mark", ")"):
                raise self._error("a bracket is not closed; close it")
            return either_of(branches), at + 1
        if kind == "mark" and text == "!":
            made, at = self._item(items, at + 1, depth)
            return Made(nodes.never(made.node), {}, empty=True), at
        if kind == "sub":
            return self._sub(text[1:-1], depth), at + 1
        if kind == "slot":
            return self._slot(text[1:-1]), at + 1
        if kind in ("literal", "quoted"):
            words = words_in(text)
            if not words:
                raise self._error(f"{text!r} is nothing a text could hold; leave it out")
            then = frozenset((words[1] if len(words) > 1 else END_OF,))
            return Made(
                nodes.words(words), {words[0]: then}, needs=words[0].isdecimal() or self._numeral(words[:1])
            ), at + 1
        raise self._error(f"{text!r} stands where an item should; see the README on what a pattern may hold")

    def _sub(self, name: str, depth: int) -> Made:
        if name not in self.subs:
            pattern = self.pack.patterns.get(self.stage, {}).get(name)
            if pattern is None:
                raise self._error(f"no pattern <{name}> in [patterns]; write it, or correct the name")
            made = either_of(self._parse(pattern, depth + 1))
            self.subs[name] = replace(made, node=nodes.remembered(made.node, f"{self.stage} {name}"))
        return self.subs[name]

    def _slot(self, text: str) -> Made:
        name, _, slot = text.partition(":")
        if name.startswith("#"):
            if not re.fullmatch(r"#\d{1,2}(-\d{1,2})?", name):
                raise self._error(f"{{{text}}}: a run of digits is written {{#2:slot}} or {{#1-2:slot}}; write it so")
            low, high = (int(n) for n in (name[1:].split("-") * 2)[:2])
            lengths = {_digits_key(n): ENDS for n in range(low, high + 1)}
            return Made(nodes.digits(low, high, slot or name), lengths, needs=True)
        if name == "any":
            return Made(nodes.read_with(nodes.any_word, slot or name), {ANY: ENDS})
        reader = self.readers.get(name)
        if reader is not None:
            node = nodes.read_with(reader, slot or name)
            if name == "number":
                return Made(node, {}, ENDS, needs=True)
            then = frozenset((ANY,)) if name == "ordinal" else ENDS
            return Made(node, dict.fromkeys(self.firsts[name], then), needs=name not in NUMBERLESS)
        table = self.pack.tables.get(name)
        if table is None:
            raise self._error(f"no table {name!r} in this pack; write [tables.{name}] or correct the name")
        pairs = {
            key: frozenset(rest[0] if rest else END_OF for rest, _ in entries) for key, entries in table.first.items()
        }
        return Made(nodes.entry(table, slot or name), pairs, needs=bool(pairs) and self._numeral(pairs))


Keys = tuple[str, ...]
Candidates = tuple[tuple[Rule, Made], ...]


class Matcher:
    """The rules of one stage, tried where they can begin; the longest wins, then the one that stands first in the
    file.
    """

    def __init__(self, compiler: Compiler, rules: list[Rule]) -> None:
        self.rules = [(rule, made) for rule in rules for made in compiler.compile(rule)]
        self.stage, self.number = compiler.stage, compiler.readers["number"]
        self.number_words = frozenset(compiler.firsts["lone_number"]) - {NUMBER}
        #: Which rules can begin at a token with these keys before one with those, a number that begins there before
        #: one with the third ones; and whether they all need a number. Worked out when first met.
        self.known: dict[tuple[Keys, Keys, Keys | None], tuple[Candidates, bool]] = {}
        #: Whether a rule that needs no number can begin at a token with these keys.
        self.numberless: dict[Keys, bool] = {}
        self.headed: dict[str, list[int]] = {}
        for n, (_, made) in enumerate(self.rules):
            for key in made.pairs:
                self.headed.setdefault(key, []).append(n)
        self.numbered = [n for n, (_, made) in enumerate(self.rules) if made.after is not None]

    def begins(self) -> set[str]:
        """The words at which a rule can begin, but for number words; ``ANY`` among them where one begins with any
        word.
        """
        return {key for _, made in self.rules for key in made.pairs}

    def _look_up(self, here: Keys, there: Keys, beyond: Keys | None) -> tuple[Candidates, bool]:
        begins, follows = self._heads(here), self._heads(there)
        numbers = self._heads(beyond) if beyond is not None else frozenset()
        able = {
            n for key in begins for n in self.headed.get(key, ()) if not follows.isdisjoint(self.rules[n][1].pairs[key])
        }
        able.update(n for n in self.numbered if not numbers.isdisjoint(self.rules[n][1].after or ()))
        candidates = tuple(self.rules[n] for n in sorted(able))
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        found = self.known[here, there, beyond] = candidates, all(made.needs for _, made in candidates)
        return found

    def _numberless(self, keys: Keys) -> bool:
        heads = self._heads(keys)
        found = any(not self.rules[n][1].needs for key in heads for n in self.headed.get(key, ()))
        if len(self.numberless) > MOST_KNOWN:
            self.numberless.clear()
        self.numberless[keys] = found
        return found

    def _heads(self, keys: Keys) -> frozenset[str]:
        """All under which a token may be looked for: its keys, its kind, and the marks for whatever stands there."""
        heads = {*keys, ANY, END_OF}
        if keys[0][0].isdecimal():
            heads.update((NUMBER, _digits_key(len(keys[0]))))
        elif not self.number_words.isdisjoint(keys):
            heads.add(NUMBER)
        return frozenset(heads)

    def find(
        self, tokens: Tokens, free: Callable[[int, int], bool], accept: Callable[[Match], bool]
    ) -> Iterator[Match]:
        """Matches from left to right that do not overlap, on tokens that are ``free``, as far as ``accept`` takes
        them.
        """
        known, keys, numerals, last = self.known, tokens.keys, tokens.numerals, len(tokens.keys) - 1
        numberless = self.numberless
        after = ahead = 0
        for i in tokens.hot[self.stage]:
            if i < after:
                continue
            while ahead < len(numerals) and numerals[ahead] < i:
                ahead += 1
            near = ahead < len(numerals) and numerals[ahead] - i <= NUMBER_REACH
            if not near and not (numberless[keys[i]] if keys[i] in numberless else self._numberless(keys[i])):
                continue
            number = self.number(tokens, i) if near and numerals[ahead] == i else None
            there = keys[i + 1] if i < last else END
            beyond = None
            if number is not None:
                beyond = _kinds(keys[number[0]] if number[0] <= last else END)
            there, here = _kinds(there), _kinds(keys[i])
            candidates, needs = known.get((here, there, beyond)) or self._look_up(here, there, beyond)
            if not candidates or (needs and not near) or not free(i, i + 1):
                continue
            found = [
                Match(rule, i, j, dict(slots))
                for rule, made in candidates
                if near or not made.needs
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


def _kinds(keys: Keys) -> Keys:
    """The keys, runs of three digits and more being one kind by their length: no pattern asks for one of them."""
    word = keys[0]
    return DIGITS[min(len(word), MOST_LENGTH)] if len(word) > 2 and word.isdecimal() else keys


def _digits_key(length: int) -> str:
    return NUMBER + str(min(length, MOST_LENGTH))


def _shorter(match: Match) -> int:
    return -match.j
