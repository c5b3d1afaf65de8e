"""Texts longer than any article, taken piece by piece, so that memory stays bounded whatever comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.records import KINDS, Article, Extraction

#: Characters a piece holds at most. The longest article of the shared ones has 24,000; a book of 200,000 is one piece.
LONGEST = 200_000


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Half-open offsets of stretches no longer than ``LONGEST`` that end at a line's end, else at a space, where there
    is one in their last quarter.
    """
    start = 0
    while len(text) - start > LONGEST:
        earliest, last = start + LONGEST * 3 // 4, start + LONGEST
        cut = max(text.rfind("\n", earliest, last), -1)
        cut = cut if cut >= 0 else text.rfind(" ", earliest, last)
        end = cut + 1 if cut >= 0 else last
        yield start, end
        start = end
    yield start, len(text)


def extract_in_pieces(article: Article, extract: Callable[[Article], Extraction]) -> Extraction:
    """What ``extract`` finds in each piece of an article, with the offsets and indexes of the whole."""
    whole = Extraction(article=article)
    for start, end in pieces(article.text):
        found = extract(replace(article, text=article.text[start:end]))
        article.lang = found.article.lang
        _append(whole, found, start)
    return whole


def _append(whole: Extraction, found: Extraction, start: int) -> None:
    sentences = len(whole.sentences)
    before = {name: len(getattr(whole, name)) for name in KINDS}
    for person in found.persons:
        person.organization = _shifted(person.organization, before["organizations"])
    for source in (source for fact in found.facts for source in fact.sources):
        source.figure = _shifted(source.figure, before["figures"])
        source.date = _shifted(source.date, before["dates"])
        source.organization = _shifted(source.organization, before["organizations"])
        source.sentence = _shifted(source.sentence, sentences)
    for name in KINDS:
        for mention in getattr(found, name):
            mention.start, mention.end = mention.start + start, mention.end + start
            mention.sentence += sentences
        getattr(whole, name).extend(getattr(found, name))
    for sentence in found.sentences:
        sentence.start, sentence.end = sentence.start + start, sentence.end + start
    for zone in found.zones:
        zone.start, zone.end = zone.start + start, zone.end + start
    whole.sentences += found.sentences
    whole.zones += found.zones
    whole.facts += found.facts


def _shifted(index: int | None, by: int) -> int | None:
    return None if index is None else index + by
