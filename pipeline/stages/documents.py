"""Documents: official documents by their numbers (``17-NQ/TW``), or by their kind and a bare number ("Chỉ thị 12").

The symbols inside a number say its kind and issuer (``models/document_symbols.toml``); words before it, where there
are any, say the kind more surely. ``link_dates`` runs after the dates are known and gives a document the day that the
text gives it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from pipeline.digits import Number
from pipeline.docview import DocView
from pipeline.records import Document
from pipeline.resources import shared_table
from pipeline.rules import Match

#: Digits, an optional year, then symbols joined by dashes and slashes. Matched on folded text; capitals are checked
#: on the original. Begins with the digit, and looks behind it then: a search for one class of characters is fastest.
_NUMBER = re.compile(
    r"(?P<number>\d(?<![^\W_]\d)(?<![/.,-]\d)\d{0,4}[a-e]?)(?:(?: ?/ ?)(?P<year>(?:19|20)\d\d))?"
    r"(?P<symbols>(?: ?[-/] ?[^\W\d_]{1,12}\d{0,2}){1,4})(?![^\W_]|[-/]\d)"
)
_PART = re.compile(r"[-/ ]*([^\W\d_]{1,12})(\d{0,2})")
#: How far before a number its kind's word may stand, in tokens ("Nghị quyết của Bộ Chính trị số 39-NQ/TW").
REACH = 7
#: How far after a number its day may stand, in tokens.
DATE_REACH = 8
_BETWEEN = {",", "(", ")", "-", "،"}


@cache
def _symbols() -> tuple[dict[str, str], dict[str, str]]:
    data = shared_table("document_symbols.toml")
    # A symbol that stands for two issuers (BTC) keeps the first; the words of the text may say better.
    kinds, issuers = ({s: code for code, ss in reversed(data[t].items()) for s in ss} for t in ("kind", "issuer"))
    return kinds, issuers


def find(doc: DocView) -> list[Document]:
    """The documents of an article, in the order of the text."""
    found = [d for m in _NUMBER.finditer(doc.tokens.view.folded) if (d := _numbered(doc, m)) is not None]
    for match in doc.grammar.matchers["documents"].find(doc.tokens, doc.free, _sound):
        doc.take(match.i, match.j)
        found.append(_named(doc, match))
    return sorted(found, key=lambda d: d.start)


def _numbered(doc: DocView, match: re.Match[str]) -> Document | None:
    start, end = doc.tokens.view.span(*match.span())
    original = doc.article.text[start:end]
    kinds, issuers = _symbols()
    parts = [(p.group(1), p.group(2)) for p in _PART.finditer(_symbols_of(doc, match))]
    while parts and not parts[-1][0][0].isupper():
        return None
    capitals = sum(c.isupper() for name, _ in parts for c in name)
    names = [name for name, _ in parts]
    i, j = bisect_left(doc.tokens.starts, match.start()), bisect_left(doc.tokens.starts, match.end())
    before = _kind_before(doc, i)
    if capitals < 2 or (
        len(parts) == 1 and names[0] not in kinds and not match["year"] and not (before and names[0] in issuers)
    ):
        return None
    kind = next((kinds[name] for name in names if name in kinds), None)
    issuer = next((issuers[name] for name in reversed(names) if name in issuers), None)
    if kind is None and issuer is None:
        return None
    doc.take(i, j)
    number = re.sub(
        r"\s+", "", doc.tokens.view.folded[match.start() : match.start("symbols")] + _symbols_of(doc, match)
    )
    return doc.place(
        Document(
            start=start,
            end=end,
            text=original,
            rule="documents.number",
            number=number,
            kind=before[0] if before and (kind is None or kind != before[1]) else kind or "other",
            issuer=issuer or _issuer_near(doc, i, j),
            session=_session_after(doc, j),
        )
    )


def _symbols_of(doc: DocView, match: re.Match[str]) -> str:
    start, end = doc.tokens.view.span(*match.span("symbols"))
    digits = doc.tokens.view.folded[match.start("symbols") : match.end("symbols")]
    original = doc.article.text[start:end]
    if len(digits) != len(original):
        return "".join(c for c in original if c.isalnum() or c in "-/ ")
    return "".join(d if d.isdecimal() or d in "-/" else c for d, c in zip(digits, original, strict=True))


def _kind_before(doc: DocView, i: int) -> tuple[str, str | None] | None:
    """The kind's word before token ``i`` in the same clause, and the other kind that the word stands for, if any."""
    table, ambiguous = doc.pack.table("document_kind"), doc.pack.table("ambiguous_kind")
    for j in range(i, max(-1, i - REACH), -1):
        hit = doc.tokens.match_back(table, j)
        if hit is not None:
            other = doc.tokens.match(ambiguous, hit[0])
            return hit[1], other[1] if other is not None else None
        if j > 0 and doc.tokens.keys[j - 1][0][0] in "\n.;":
            return None
    return None


def _issuer_near(doc: DocView, i: int, j: int) -> str | None:
    table = doc.pack.table("issuer")
    for at in [*range(j, min(j + 5, len(doc.tokens))), *range(i - 1, max(-1, i - REACH), -1)]:
        if doc.tokens.keys[at][0][0] in "\n.;":
            break
        hit = doc.tokens.match(table, at)
        if hit is not None:
            return hit[1]
    return None


def _session_after(doc: DocView, j: int) -> int | None:
    """The Congress term named in brackets or words after a number ("khóa XII")."""
    for at in range(j, min(j + 8, len(doc.tokens))):
        if doc.tokens.keys[at][0][0] in "\n.;":
            return None
        hit = doc.tokens.match(doc.pack.table("session"), at)
        if hit is not None and (value := _session_value(doc, hit[0])) is not None:
            return value
    return None


def _session_value(doc: DocView, at: int) -> int | None:
    readers = doc.grammar.readers()[0]
    for name in ("roman", "ordinal", "number"):
        hit = readers[name](doc.tokens, at)
        if hit is not None:
            value = hit[1].value if isinstance(hit[1], Number) else hit[1]
            return int(value)
    return None


def _sound(match: Match) -> bool:
    return "document_kind" in match.slots or "bare_kind" in match.slots


def _named(doc: DocView, match: Match) -> Document:
    start, end = doc.tokens.span(match.i, match.j)
    kind = match.slots.get("document_kind") or match.slots["bare_kind"]
    session = match.slots.get("roman") or match.slots.get("term")
    term = getattr(session.value, "value", session.value) if session else None
    central = "central" if "central" in match.slots else None
    return doc.place(
        Document(
            start=start,
            end=end,
            text=doc.article.text[start:end],
            rule=f"documents.{match.rule.name}",
            number=_digits(doc, match),
            kind=kind.value,
            issuer=central or _issuer_near(doc, match.i, match.j),
            session=int(term) if term is not None else _session_after(doc, match.j),
        )
    )


def _digits(doc: DocView, match: Match) -> str:
    """The number as written, in ASCII digits, with its year where it has one; a numeral in words or Roman as its
    value.
    """
    parts = []
    for name in ("number", "year"):
        slot = match.slots.get(name)
        if slot is not None:
            key = doc.tokens.keys[slot.i][0]
            parts.append(key if key.isdecimal() else str(getattr(slot.value, "value", slot.value)))
    return "/".join(parts)


def link_dates(doc: DocView) -> None:
    """Give each document the day named right after its number ("số 20-NQ/TW ngày 16/6/2022")."""
    dated = doc.pack.table("dated")
    starts = [d.start for d in doc.found.dates]
    for document in doc.found.documents:
        n = doc.tokens.at(document.end - 1) + 1
        later = bisect_left(starts, document.end)
        if later == len(starts) or doc.found.dates[later].grain != "day":
            continue
        at, limit = doc.tokens.at(starts[later]), n + DATE_REACH
        while n < min(at, limit):
            hit = doc.tokens.match(dated, n)
            if hit is None and doc.tokens.keys[n][0] not in _BETWEEN:
                break
            n = hit[0] if hit is not None else n + 1
        if n == at:
            document.date = doc.found.dates[later].start_date
