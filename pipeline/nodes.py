"""Matchers that a rule's pattern is built of: each goes from a token to every token that it can reach.

A node takes the tokens, where it begins and the slots filled so far, and gives the states that it reaches: (token
after it, slots by then).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.packs import Table
from pipeline.tokens import Tokens


@dataclass(slots=True)
class Slot:
    """What a slot of a pattern matched: the tokens from ``i`` up to ``j``, and their value."""

    value: Any
    i: int
    j: int


Slots = tuple[tuple[str, Slot], ...]
States = Sequence[tuple[int, Slots]]
Node = Callable[[Tokens, int, Slots], States]
#: Reads something at a token: (token after it, value), or None.
Reader = Callable[[Tokens, int], "tuple[int, Any] | None"]


def row_of(parts: list[Node]) -> Node:
    """One after the other."""
    if len(parts) == 1:
        return parts[0]
    first, rest = parts[0], parts[1:]

    def row(tokens: Tokens, i: int, slots: Slots) -> States:
        states = first(tokens, i, slots)
        for part in rest:
            if not states:
                return ()
            if len(states) == 1:
                states = part(tokens, *states[0])
            else:
                states = [reached for state in states for reached in part(tokens, *state)]
        return states

    return row


def either_of(branches: list[Node]) -> Node:
    """Any of them."""

    def either(tokens: Tokens, i: int, slots: Slots) -> States:
        states: list[tuple[int, Slots]] = []
        for branch in branches:
            reached = branch(tokens, i, slots)
            if reached:
                states += reached
        return states

    return either


def optional(node: Node) -> Node:
    """With it, or without."""

    def maybe(tokens: Tokens, i: int, slots: Slots) -> States:
        reached = node(tokens, i, slots)
        return (*reached, (i, slots)) if reached else ((i, slots),)

    return maybe


def never(node: Node) -> Node:
    """Where it does not follow; takes nothing."""

    def absent(tokens: Tokens, i: int, slots: Slots) -> States:
        return () if node(tokens, i, slots) else ((i, slots),)

    return absent


def glued(node: Node) -> Node:
    """With nothing between it and what stands before."""

    def close(tokens: Tokens, i: int, slots: Slots) -> States:
        return node(tokens, i, slots) if tokens.glued(i) else ()

    return close


def remembered(node: Node, name: str) -> Node:
    """The same, worked out once a token: a pattern of the pack's own that many rules begin with."""

    def again(tokens: Tokens, i: int, slots: Slots) -> States:
        memo = tokens.memo.setdefault(name, {})
        states: States | None = memo.get(i)
        if states is None:
            states = memo[i] = node(tokens, i, ())
        return [(j, (*slots, *filled)) for j, filled in states] if slots else states

    return again


def words(row: list[str]) -> Node:
    """Literal tokens."""
    first, rest, length = row[0], row[1:], len(row)

    def one(tokens: Tokens, i: int, slots: Slots) -> States:
        keys = tokens.keys
        return ((i + 1, slots),) if i < len(keys) and first in keys[i] else ()

    def same(tokens: Tokens, i: int, slots: Slots) -> States:
        keys = tokens.keys
        if i + length > len(keys) or first not in keys[i]:
            return ()
        return ((i + length, slots),) if all(w in keys[i + n] for n, w in enumerate(rest, start=1)) else ()

    return one if length == 1 else same


def read_with(reader: Reader, slot: str) -> Node:
    """What a reader finds, in a slot."""

    def read(tokens: Tokens, i: int, slots: Slots) -> States:
        found = reader(tokens, i)
        return ((found[0], (*slots, (slot, Slot(found[1], i, found[0])))),) if found is not None else ()

    return read


def entry(table: Table, slot: str) -> Node:
    """The longest entry of a table, in a slot."""
    first, name = table.first, table.name

    def read(tokens: Tokens, i: int, slots: Slots) -> States:
        memo = tokens.memo.get(name)
        if memo is None:
            memo = tokens.memo[name] = {}
        elif i in memo:
            found = memo[i]
            return ((found[0], (*slots, (slot, Slot(found[1], i, found[0])))),) if found is not None else ()
        found = memo[i] = tokens.match(table, i)
        return ((found[0], (*slots, (slot, Slot(found[1], i, found[0])))),) if found is not None else ()

    def one(tokens: Tokens, i: int, slots: Slots) -> States:
        keys = tokens.keys
        if i < len(keys):
            for key in keys[i]:
                if key in first:
                    return ((i + 1, (*slots, (slot, Slot(first[key][0][1], i, i + 1)))),)
        return ()

    return one if table.single else read


def digits(low: int, high: int, slot: str) -> Node:
    """A run of so many digits."""

    def run(tokens: Tokens, i: int, slots: Slots) -> States:
        keys = tokens.keys
        if i < len(keys):
            key = keys[i][0]
            if low <= len(key) <= high and key.isdecimal():
                return ((i + 1, (*slots, (slot, Slot(int(key), i, i + 1)))),)
        return ()

    return run


def any_word(tokens: Tokens, i: int) -> tuple[int, str] | None:
    """Any one word."""
    if i < len(tokens) and tokens.keys[i][0][0].isalpha():
        return i + 1, tokens.keys[i][0]
    return None
