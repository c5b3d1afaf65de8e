"""Which tokens of an article its mentions hold, as the facts stage asks for them."""

from __future__ import annotations

from pipeline.docview import DocView


def token_at(doc: DocView, offset: int) -> int:
    """``Tokens.at``, remembered: the same mentions are asked for several times."""
    memo = doc.tokens.memo.setdefault("token at", {})
    if offset not in memo:
        memo[offset] = doc.tokens.at(offset)
    return int(memo[offset])


def mentioned(doc: DocView) -> dict[int, set[int]]:
    """The tokens of names, dates and measures, by sentence."""
    held: dict[int, set[int]] = {}
    for mention in (*doc.found.organizations, *doc.found.places, *doc.found.persons, *doc.found.dates):
        tokens = range(token_at(doc, mention.start), token_at(doc, mention.end - 1) + 1)
        held.setdefault(mention.sentence, set()).update(tokens)
    _lengths(doc, held)
    return held


def _lengths(doc: DocView, held: dict[int, set[int]]) -> None:
    """Add the tokens of measures, and of what parts the measures of a list: "badges of 30, 40 and 50 years" are as near
    as badges of one.
    """
    last, until = -1, 0
    for number, figure in enumerate(doc.found.figures):
        if figure.kind != "measure":
            continue
        i, j = token_at(doc, figure.start), token_at(doc, figure.end - 1) + 1
        joined = last == number - 1 and i - until == 1
        held.setdefault(figure.sentence, set()).update(range(until if joined else i, j))
        last, until = number, j


def proper(doc: DocView) -> set[int]:
    """The tokens of persons' and places' own names, whose syllables are words elsewhere."""
    held: set[int] = set()
    for mention in (*doc.found.persons, *doc.found.places):
        held.update(range(token_at(doc, mention.start), token_at(doc, mention.end - 1) + 1))
    return held


def named(doc: DocView) -> set[int]:
    """The tokens of bodies, persons and documents, in whose names no verb stands."""
    held: set[int] = set()
    for mention in (*doc.found.organizations, *doc.found.documents):
        held.update(range(token_at(doc, mention.start), token_at(doc, mention.end - 1) + 1))
    return held
