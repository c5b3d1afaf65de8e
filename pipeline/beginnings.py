"""How a compiled pattern may begin, so that a rule is tried only where it can match."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import nodes
from pipeline.nodes import Node

#: Marks among the keys of beginnings: digits (with their length behind it) or a number in words, anything, the end of
#: what is known.
NUMBER, ANY, END_OF = "#", "*", "$"
ENDS = frozenset((END_OF,))
Pairs = dict[str, frozenset[str]]


@dataclass(slots=True, frozen=True)
class Made:
    """A compiled piece of a pattern, and what is known of its beginning, so that it is tried only where it can match.

    ``pairs`` maps a key that it may begin with to the keys that may come next (``END_OF`` among them where it may end
    there, ``ANY`` where nothing is known); ``after`` are the keys that may follow a number in words or digits that it
    begins with, None where it begins with none. ``empty`` tells whether it may match nothing, ``needs`` whether a
    number or a Roman numeral must be in it.
    """

    node: Node
    pairs: Pairs
    after: frozenset[str] | None = None
    empty: bool = False
    needs: bool = False


def row_of(parts: list[Made]) -> Made:
    """Parts one after the other: how the row begins follows from its first parts, as far as they may be empty."""
    pairs: Pairs = {}
    after: frozenset[str] | None = None
    for n, part in enumerate(parts):
        then: frozenset[str] = frozenset()
        for later in parts[n + 1 :]:
            then |= frozenset(later.pairs) | (frozenset((NUMBER,)) if later.after is not None else frozenset())
            if not later.empty:
                break
        else:
            then |= ENDS
        for key, keys in part.pairs.items():
            pairs[key] = pairs.get(key, frozenset()) | _then(keys, then)
        if part.after is not None:
            after = (after or frozenset()) | _then(part.after, then)
        if not part.empty:
            break
    node = nodes.row_of([part.node for part in parts])
    return Made(node, pairs, after, all(part.empty for part in parts), any(part.needs for part in parts))


def _then(keys: frozenset[str], then: frozenset[str]) -> frozenset[str]:
    return (keys - ENDS) | then if END_OF in keys else keys


def either_of(branches: list[Made]) -> Made:
    """Any of them."""
    if len(branches) == 1:
        return branches[0]
    pairs: Pairs = {}
    after: frozenset[str] | None = None
    for made in branches:
        for key, keys in made.pairs.items():
            pairs[key] = pairs.get(key, frozenset()) | keys
        if made.after is not None:
            after = (after or frozenset()) | made.after
    return Made(
        nodes.either_of([made.node for made in branches]),
        pairs,
        after,
        any(made.empty for made in branches),
        all(made.needs for made in branches),
    )
