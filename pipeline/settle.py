"""The one policy that settles what rules, gazetteer and tagger say of the same words.

    settle(doc, spans, "crf")    organizations, persons and places of ``doc.found`` made disjoint, gaps filled

1. Of organizations that overlap, the longer stands, a named one before one that only the context names.
2. A place inside an organization stays as a place. A person inside the name of an organization is part of that name.
3. A person holds the places inside the name, unless a rule read the whole name as a place ("Hồ Chí Minh City"). Where
   they overlap otherwise, what a rule says stands before what only looks like a name, then the longer.
4. The tagger fills gaps: a name that it finds counts where it is sure enough (``SURE``) and touches nothing that
   rules or gazetteer have found, places inside an organization excepted.

A mention's ``rule`` tells who spoke: ``persons.crf`` is the tagger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.docview import DocView
from pipeline.gazetteer import Around, load
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.records import Mention, Organization, Person, Place
from pipeline.spelling import normal, spelling_languages
from pipeline.tagger import Span

#: The probability from which on the tagger is believed, by label. Chosen by what it alone found in 120 real Vietnamese
#: articles, read by hand: right were 9 of 16 persons at 0.9 (of 1,400 in all), 45 of 49 organizations at 0.95, 53 of
#: 71 places at 0.97; between 0.9 and that, every other place was none. Precision at these on ParsTwiNER's test set is
#: 0.95, 0.60 and 0.95, on the articles of AQMAR kept for the test 0.82 (persons) and above 0.9 (places).
SURE = {"PER": 0.9, "ORG": 0.95, "LOC": 0.97}
#: Ends of rules' names that say no more than that words look like a name: the bare scans.
PLAIN = frozenset(("gazetteer", "scan", "run", "name"))
_WORD = re.compile(r"[^\W\d_]+")
#: Costs (nats a syllable) above which letters are read as no Vietnamese name.
STRANGE = 11.0


@dataclass(frozen=True, slots=True)
class _Held:
    """The stretches that mentions hold, in order."""

    spans: list[tuple[int, int]]

    def touches(self, start: int, end: int) -> bool:
        return any(a < end and start < b for a, b in self.spans)


def settle(doc: DocView, spans: Sequence[Span], ner: str = "crf") -> None:
    """Settle the names of a document, and fill gaps with ``spans`` of the tagger called ``ner``."""
    found = doc.found
    bodies = found.organizations
    organizations = settle_organizations(bodies)
    people, places = settle_persons(found.persons, found.places, organizations)
    # What other stages hold: a date's or a document's words are no name.
    others = [(m.start, m.end) for m in chain(found.dates, found.documents)]
    for label, start, end, score in spans:
        if score < SURE[label] or not start < end:
            continue
        text = doc.article.text[start:end]
        if label != "ORG" and doc.pack.settings.get("capitals") and not _is_name(text):
            continue
        names = [(m.start, m.end) for m in chain(organizations, people)]
        inner = [(m.start, m.end) for m in places if label != "ORG" or not (start <= m.start and m.end <= end)]
        if _Held(others + names + inner).touches(start, end):
            continue
        if label == "PER":
            people.append(doc.place(_person(doc, Person(start=start, end=end, text=text, rule=f"persons.{ner}"))))
        elif label == "LOC":
            places.append(doc.place(_place(doc, Place(start=start, end=end, text=text, rule=f"places.{ner}"))))
        else:
            organizations.append(doc.place(_body(doc, start, end, f"organizations.{ner}")))
    organizations.sort(key=_order)
    _renumber(people, bodies, organizations)
    found.organizations, found.persons, found.places = (
        organizations,
        sorted(people, key=_order),
        sorted(places, key=_order),
    )


def _is_name(text: str) -> bool:
    """Whether each word begins with a capital and goes on in small letters: an abbreviation is no name of a place."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    return all(word[0].isupper() and not word.isupper() for word in words)


def settle_organizations(found: Sequence[Organization]) -> list[Organization]:
    """Organizations that do not overlap: named before definite, then the longer, then the earlier."""
    kept: list[Organization] = []
    for one in sorted(found, key=lambda m: (m.specificity != "named", m.start - m.end, m.start)):
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=_order)


def settle_persons(
    found: Sequence[Person], places: Sequence[Place], organizations: Sequence[Organization]
) -> tuple[list[Person], list[Place]]:
    """Persons and places that do not overlap each other, and persons that no organization's name holds."""
    people = [one for one in found if not any(_inside(one, body) for body in organizations)]
    kept: list[Person] = []
    for one in people:
        if not any(_overlap(one, place) and not _stronger(one, place) for place in places):
            kept.append(one)
    return kept, [place for place in places if not any(_overlap(place, one) for one in kept)]


def _stronger(person: Person, place: Place) -> bool:
    """Whether the words are the person's rather than the place's."""
    told, other = _plain(person), _plain(place)
    if _inside(place, person):
        return _length(place) < _length(person) or not told or other
    if told != other:
        return other
    return _length(person) > _length(place)


def _plain(mention: Mention) -> bool:
    return mention.rule.rpartition(".")[2] in PLAIN


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _inside(one: Mention, other: Mention) -> bool:
    return other.start <= one.start and one.end <= other.end


def _length(mention: Mention) -> int:
    return mention.end - mention.start


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _renumber(people: Sequence[Person], before: Sequence[Organization], after: Sequence[Organization]) -> None:
    """Point persons to the same bodies in the list that has changed; a body that another replaced gives way to it."""
    for person in people:
        if person.organization is not None:
            body = before[person.organization]
            fit = [n for n, other in enumerate(after) if other is body or _inside(body, other)]
            person.organization = fit[0] if fit else None


def _person(doc: DocView, person: Person) -> Person:
    lang = doc.pack.lang
    if lang not in spelling_languages():
        person.name = normal(person.text)
        return person
    read = [c for c in candidates(person.text, lang, persons()) if c.cost <= STRANGE * len(c.name.split())]
    if read:
        person.name = read[0].name
        person.candidates = [c.name for c in read]
    return person


def _place(doc: DocView, place: Place) -> Place:
    around = Around(on=doc.published)
    if doc.pack.lang in spelling_languages():
        match = load().read(place.text, doc.pack.lang, around)
    else:
        match = load().resolve(normal(place.text), around)
        match.name = match.name or normal(place.text)
    place.name, place.level, place.code, place.parent = match.name, match.level, match.code, match.parent
    place.candidates = match.candidates
    return place


def _body(doc: DocView, start: int, end: int, rule: str) -> Organization:
    text = doc.article.text[start:end]
    name = None if doc.pack.lang in spelling_languages() else normal(text)
    return Organization(start=start, end=end, text=text, rule=rule, name=name)
