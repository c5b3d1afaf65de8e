"""What a stage sees of an article: its folded text as tokens, sentences and zones, and what earlier stages found."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from pipeline.grammar import Grammar
from pipeline.packs import Pack
from pipeline.records import Article, Extraction, Mention
from pipeline.text import fold
from pipeline.tokens import Tokens, tokenize
from pipeline.zones import sentences, zones

M = TypeVar("M", bound=Mention)


@dataclass(slots=True)
class DocView:
    """One article under one pack. ``taken`` marks the tokens that a mention of an earlier stage holds."""

    article: Article
    pack: Pack
    grammar: Grammar
    tokens: Tokens
    found: Extraction
    published: date | None
    taken: bytearray = field(default_factory=bytearray)
    _sentence_starts: list[int] = field(default_factory=list)
    _zone_starts: list[int] = field(default_factory=list)

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds an original offset."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def zone_of(self, offset: int) -> str:
        """The zone that holds an original offset."""
        at = bisect_right(self._zone_starts, offset) - 1
        return self.found.zones[at].zone if at >= 0 else "body"

    def place(self, mention: M) -> M:
        """The mention with its sentence and zone filled in."""
        mention.sentence = self.sentence_of(mention.start)
        mention.zone = self.zone_of(mention.start)
        return mention

    def free(self, i: int, j: int) -> bool:
        """Whether no earlier stage holds any of the tokens ``i`` up to ``j``."""
        return not any(self.taken[i:j])

    def take(self, i: int, j: int) -> None:
        """Hold the tokens ``i`` up to ``j`` for the stage that is at work."""
        self.taken[i:j] = b"\x01" * (j - i)


def see(article: Article, pack: Pack, grammar: Grammar) -> DocView:
    """The view of an article that the stages work on."""
    view = fold(article.text)
    found = Extraction(article=article, sentences=sentences(view, pack), zones=zones(view, pack, article.title))
    tokens = tokenize(view, grammar.splitter)
    when = article.published
    return DocView(
        article,
        pack,
        grammar,
        tokens,
        found,
        when.date() if isinstance(when, datetime) else when,
        bytearray(len(tokens)),
        [s.start for s in found.sentences],
        [z.start for z in found.zones],
    )
