"""The office that a sentence gives a person, and the names in the lines that say who wrote and photographed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline import name_index
from pipeline.spelling import base
from pipeline.stages.name_spans import Names, Span
from pipeline.stages.name_words import Phrase

#: How far an office may stand from its holder, in tokens, and how many words between them no table knows.
REACH, STRANGERS = 24, 3
#: A word or two between a name and the office after it ("98 tuổi,"), in tokens, and how often.
ASIDE, ASIDES = 9, 2
MOST_CREDITED = 5
_COMMAS = frozenset(",،-")
_STOPS = frozenset('\n.;:!?؟؛"()[]«»…')
#: Codes of those who lead a body, where the body is one that has a chair.
_CHAIRS = {"head": "chair", "vice_head": "vice_chair"}
CHAIRED = frozenset(
    (
        *("people_committee", "people_council", "inspection_commission", "front", "mass_organization", "cooperative"),
        *("national_assembly", "court"),
    )
)


class Office(NamedTuple):
    """An office: its code, the tokens of its words, whether a comma parts it from the name."""

    role: str
    i: int
    j: int
    comma: bool = False


def office(names: Names, i: int, j: int) -> Office | None:
    """The office of the name on tokens ``i`` up to ``j``: the one that stands right before it, else after it, else
    before it and a comma; of two in a row the first."""
    before = held_before(names, i)
    if before is not None and not before.comma:
        return before
    return held_after(names, j) or before


def supported(names: Names, i: int, j: int) -> bool:
    """Whether what stands beside a name says that it is a person."""
    if names.ahead("person_says", j) or names.ahead("person_credit_after", j) or names.behind("person_says", i):
        return True
    return office(names, i, j) is not None


def held_before(names: Names, i: int) -> Office | None:
    """The office before a name, with nothing but the body in which it is held between them."""
    title = names.after["person_title"].get(i)
    at = title.i if title is not None else i
    comma = False
    if names.key(at - 1) in _COMMAS and at > 0:
        comma, at = True, at - 1
    found = _walk_back(names, at, STRANGERS)
    if found is None:
        return None
    while True:
        earlier = _walk_back(names, found.i, 0, True)
        if earlier is None:
            return Office(_role(names, found), found.i, found.j, comma)
        found = earlier


def _walk_back(names: Names, at: int, strangers: int, chain: bool = False) -> Phrase | None:
    """The nearest office whose words end at or before token ``at``; ``chain`` asks for one that goes on to the next."""
    limit, linked = at - REACH, not chain
    while at > max(limit, 0):
        role = names.after["person_role"].get(at)
        if role is not None:
            return role if linked else None
        key = names.key(at - 1)
        opened = _bracket_before(names, at) if key == ")" else at
        if opened < at or (key in _COMMAS and at in names.level_begins):
            at = opened if opened < at else at - 1
            continue
        if chain and (key in _COMMAS or key in names.joins):
            linked, at = True, at - 1
            continue
        if key == "." and names.tokens.glued(at) and names.tokens.glued(at - 1):
            at -= 1
            continue
        if key in _STOPS or key in _COMMAS or (not chain and names.behind("person_turn", at)):
            return None
        span = names.ends.get(at)
        if span is not None:
            if span.person:
                return None
            at = span.i
            continue
        body = names.tokens.match_back(names.doc.pack.table("person_body"), at)
        if body is not None:
            # An office's words may reach into the body's ("deputy secretary of the committee").
            reach = (names.after["person_role"].get(n) for n in range(at - 1, body[0], -1))
            role = next((role for role in reach if role is not None and role.i < body[0]), None)
            if role is not None:
                return role if linked else None
            at = body[0]
        elif at - 1 in names.bodies or (not names.words.spells and names.words.capital(names.tokens.starts[at - 1])):
            at -= 1
        elif strangers:
            strangers, at = strangers - 1, at - 1
        else:
            return None
    return None


def _bracket_before(names: Names, at: int) -> int:
    """The token of the bracket that the one before ``at`` closes; ``at`` where none is near."""
    return next((n for n in range(at - 2, max(at - 12, -1), -1) if names.key(n) == "("), at)


def held_after(names: Names, j: int) -> Office | None:
    """The office after a name: after a comma or a dash, or where a verb gives it."""
    at = _past_bracket(names, j)
    comma = names.key(at) in _COMMAS
    at += comma
    filler = names.doc.pack.table("person_filler")
    for _ in range(ASIDES + 1):
        filled = 0
        while (more := names.tokens.match(filler, at)) is not None and filled < 3:
            at, filled = more[0], filled + 1
        role = names.roles.get(at)
        if role is not None and (comma or filled or names.words.spells):
            return Office(_role(names, role), role.i, role.j)
        if not comma:
            return None
        end = next((n for n in range(at, at + ASIDE) if names.key(n) in _STOPS or names.key(n) in _COMMAS), None)
        if end is None or names.key(end) not in _COMMAS or any(_speaks(names, n) for n in range(at, end)):
            return None
        at = end + 1
    return None


def _past_bracket(names: Names, j: int) -> int:
    if names.key(j) != "(":
        return j
    return next((n + 1 for n in range(j, j + 16) if names.key(n) == ")"), j)


def _speaks(names: Names, i: int) -> bool:
    """Whether another thought or another person begins here."""
    return (
        names.ahead("person_says", i)
        or names.ahead("person_turn", i)
        or names.ahead("person_title", i)
        or i in names.titled
    )


def _role(names: Names, phrase: Phrase) -> str:
    """The office's code: heads of bodies that have a chair are chairs."""
    if phrase.value not in _CHAIRS:
        return phrase.value
    start = names.tokens.starts[phrase.j] if phrase.j < len(names.tokens) else -1
    if names.ahead("person_chaired", phrase.j) or names.kinds.get(start) in CHAIRED:
        return _CHAIRS[phrase.value]
    return phrase.value


def credited(names: Names) -> Iterator[tuple[Span, str]]:
    """The persons whom a credit line names ("Ảnh: …"), with their role, and those of a byline without a label."""
    labelled: list[int] = []
    for label in names.phrases["person_credit"]:
        if names.key(label.j) == ":" and label.j + 1 < len(names.tokens):
            start = names.tokens.view.offset(names.tokens.starts[label.i])
            labelled.append(start)
            for span in _credits(names, label.j + 1):
                yield span, label.value
    for zone in names.doc.found.zones:
        if zone.zone == "byline" and not any(zone.start <= start < zone.end for start in labelled):
            for span in _credits(names, names.tokens.at(zone.start)):
                yield span, "author"


def _credits(names: Names, at: int) -> Iterator[Span]:
    """The names from a token on to the end of the line or sentence."""
    first, words = at, 0
    while True:
        key = names.key(at)
        end = _credible(names, at) if words <= MOST_CREDITED else None
        initial = len(key) == 1 and key.isalpha() and names.key(at + 1) == "." and names.tokens.glued(at + 1)
        if initial:
            words, at = words + 1, at + 2
            continue
        if end is not None and key not in names.joins:
            words, at = words + 1, end
            continue
        if words > 1 and names.ahead("person_turn", first):
            first, words = first + 1, words - 1
        # A sentence that follows with no stop begins with the last capital ("Ảnh: An Bình Tại buổi lễ").
        goes_on = not names.words.spells and key[0].isalnum() and key not in names.joins
        if goes_on and (words > 2 or (words == 2 and names.ahead("common", at - 1))):
            words, at = words - 1, at - 1
        goes_on = (goes_on and words == 1) or (
            words > 0 and not names.words.spells and names.ahead("person_body", first)
        )
        if words and words <= MOST_CREDITED and at > first and not goes_on:
            begin = names.tokens.starts[first]
            hit = names.hits.get(begin)
            run = names.runs.get(begin)
            longer = run is not None and hit is not None and run.stop > hit.stop
            if hit is None or longer or not any(p.level == "province" for p in names.bearers(hit)):
                yield names.person(begin, names.tokens.ends[at - 1], "persons.credit")
        if key not in _COMMAS and key not in names.joins and key != "/":
            return
        first, words, at = at + 1, 0, at + 1


def _credible(names: Names, i: int) -> int | None:
    """The token after a word of a credited person's name; ``None`` where token ``i`` is none."""
    if not names.key(i)[0].isalpha():
        return None
    begin = names.tokens.starts[i]
    if names.words.spells:
        word = names.words.word(begin)
        if word is not None:
            return names.words.token_after(word.stop)
        return names.given[i].j if i in names.given else None
    original = names.tokens.original(i, i + 1)
    named = original.isupper() or original[1:].islower()
    return i + 1 if named and original[0].isupper() and base(names.key(i)) in name_index.bare_syllables() else None
