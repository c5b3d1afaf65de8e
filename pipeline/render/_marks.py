"""Spans over a text as properly nested elements."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Span:
    """A stretch of the text with what it is: half-open offsets, the list it stands in and its place there."""

    start: int
    end: int
    kind: str
    number: int
    value: str = ""


@dataclass(slots=True, frozen=True)
class Piece:
    """A step through the text: a tag that opens or closes, or, where neither is given, the characters ``start`` to
    ``end``.

    ``first`` is false for what follows of a span that another one cut in two.
    """

    start: int
    end: int
    opens: Span | None = None
    closes: Span | None = None
    first: bool = True


def pieces(length: int, spans: Iterable[Span]) -> Iterator[Piece]:
    """Tags and text in order, every character of ``length`` once, tags nested: of two spans that overlap the later is
    cut.
    """
    waiting = [(s.start, -s.end, n, s, True) for n, s in enumerate(spans) if s.start < s.end]
    heapq.heapify(waiting)
    ties = len(waiting)
    open_: list[tuple[int, Span, bool]] = []
    at = 0
    while waiting or open_:
        if open_ and (not waiting or open_[-1][0] <= waiting[0][0]):
            end, span, first = open_.pop()
            yield from _characters(at, end)
            at = max(at, end)
            yield Piece(at, at, closes=span, first=first)
            continue
        start, negative, _, span, first = heapq.heappop(waiting)
        end = -negative
        yield from _characters(at, start)
        at = max(at, start)
        if open_ and end > open_[-1][0]:
            ties += 1
            heapq.heappush(waiting, (open_[-1][0], -end, ties, span, False))
            end = open_[-1][0]
        open_.append((end, span, first))
        yield Piece(at, at, opens=span, first=first)
    yield from _characters(at, length)


def _characters(start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield Piece(start, end)
