"""Persons: every person that an article names, the Vietnamese spelling of the name, and the office that the sentence
gives.

A family or given name alone, announced by a title, stands for the full name that ends (or begins) with it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from pipeline.docview import DocView
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.records import Person
from pipeline.spelling import base, fold_words, normal
from pipeline.stages import person_roles
from pipeline.stages.name_spans import Names, Span
from pipeline.stages.person_roles import Office
from pipeline.stages.places import names_of

#: Vietnamese names that a spelling may stand for: how many are asked for, how many are kept.
READINGS, MOST_CANDIDATES = 30, 10
#: How far after an office's words the body may begin in which it is held, in tokens.
BODY_REACH = 3


@dataclass(slots=True)
class _Told:
    """What a full name of the article says: its folded words, and how it is spelled."""

    words: list[str]
    begin: int
    name: str | None
    candidates: list[str] = field(default_factory=list)


def find(doc: DocView) -> list[Person]:
    """The persons of an article, in the order of the text."""
    if "persons" not in doc.pack.files:
        return []
    names = names_of(doc)
    _see_bodies(doc, names)
    spans = _kept(doc, names)
    told = [_told(names, span) for span in spans if not span.alone]
    found: list[Person] = []
    for span in spans:
        full = _full(names, span, told)
        if full is None and not span.sure and span.alone:
            continue
        start, end = doc.tokens.view.span(span.begin, span.stop)
        person = Person(start=start, end=end, text=doc.article.text[start:end], rule=span.rule)
        named = full or _told(names, span)
        person.name, person.candidates = named.name, list(named.candidates)
        office = None if span.role else person_roles.office(names, span.i, span.j)
        person.role = span.role or (office.role if office else _signed(names, span))
        person.organization = _body(doc, office) if office else None
        found.append(doc.place(person))
    return found


def _signed(names: Names, span: Span) -> str | None:
    """The role that a word after a name gives its author ("thực hiện")."""
    hit = names.tokens.match(names.doc.pack.table("person_credit_after"), span.j)
    return hit[1] if hit is not None else None


def _see_bodies(doc: DocView, names: Names) -> None:
    """Tell the search for offices which tokens belong to bodies, and of what kind those are."""
    for body in doc.found.organizations:
        i, j = doc.tokens.at(body.start), doc.tokens.at(body.end - 1) + 1
        names.bodies.update(range(i, j))
        if i < len(doc.tokens):
            names.kinds[doc.tokens.starts[i]] = body.kind


def _kept(doc: DocView, names: Names) -> list[Span]:
    """The persons' spans but for those that nothing speaks for, and those after whom a body is named."""
    text = names.words.folded
    spans = [span for span in names.spans if span.person]
    sure = {text[s.begin : s.stop] for s in spans if s.sure}
    bodies = [(body.start, body.end) for body in doc.found.organizations]
    kept: list[Span] = []
    for span in spans:
        start, end = doc.tokens.view.span(span.begin, span.stop)
        named = any(a < start and end <= b for a, b in bodies)
        if named and not span.role and span.rule not in ("persons.role", "persons.title"):
            continue
        if span.rule in ("persons.run", "persons.role") and doc.zone_of(start) == "dateline":
            continue
        last = kept[-1] if kept else None
        listed = last is not None and last.sure and _listed(names, last, span)
        if span.sure or span.alone or listed or text[span.begin : span.stop] in sure:
            span.sure = span.sure or listed
            kept.append(span)
    return kept


def _listed(names: Names, last: Span, span: Span) -> bool:
    """Whether only a comma or an "and" stands between two names."""
    return span.i - last.j == 1 and (names.key(last.j) in (",", "،") or names.key(last.j) in names.joins)


def _told(names: Names, span: Span) -> _Told:
    """How a name is spelled in Vietnamese."""
    text = names.words.text(span.begin, span.stop)
    words = fold_words(text)
    if span.known:
        return _Told(words, span.begin, span.known, [span.known])
    latin = text[:1].isascii() or not names.words.spells
    if latin and (base(text) != " ".join(words) or not names.words.spells):
        name = normal(
            " ".join(w.capitalize() if text.isupper() and " " in text and len(w) > 1 else w for w in text.split())
        )
        return _Told(words, span.begin, name, [name])
    if span.rule == "persons.given":
        return _Told(words, span.begin, None)
    ranked = [c.name for c in candidates(text, names.words.lang, persons(), READINGS)]
    # Words that a text parts are seldom more than a syllable each.
    ranked.sort(key=lambda name: len(name.split()) > len(words))
    ranked = ranked[:MOST_CANDIDATES]
    return _Told(words, span.begin, ranked[0] if ranked else None, ranked)


def _full(names: Names, span: Span, told: list[_Told]) -> _Told | None:
    """The full name that a short one stands for: one that ends with it, before one that begins with it; the nearest
    before, else the first after."""
    words = fold_words(names.words.text(span.begin, span.stop))
    if len(words) > 2 or span.known:
        return None
    longer = [t for t in told if len(t.words) > len(words)]
    size = len(words)
    for full in ([t for t in longer if t.words[-size:] == words], [t for t in longer if t.words[:1] == words]):
        if full:
            at = bisect_left([t.begin for t in full], span.begin)
            return full[at - 1] if at else full[0]
    return None


def _body(doc: DocView, office: Office) -> int | None:
    """The index of the body that is named with an office."""
    tokens = doc.tokens
    first = tokens.view.offset(tokens.starts[office.i])
    last = tokens.view.offset(tokens.starts[min(office.j + BODY_REACH, len(tokens)) - 1])
    for n, body in enumerate(doc.found.organizations):
        if first <= body.start <= last:
            return n
    return None
