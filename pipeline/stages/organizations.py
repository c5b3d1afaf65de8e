"""Organizations: bodies by grammar, a kind of body, its level and its place, in the words of every language.

A rule of ``organizations.toml`` finds the words; its slots, in the order of the text, say what they are: ``over``,
``party``, ``local``, ``unit``, ``sole`` … a kind of body each (keys of ``models/bodies.toml``), ``division`` and
``division_adjective`` a level, ``place`` a place that the stage before found, ``own`` a name of its own. The Vietnamese
name, the id and the level are made of these, so that they are the same in every language.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

from pipeline.bodies import Area, Link, catalogue, identity, kind, level, title
from pipeline.docview import DocView
from pipeline.nodes import Slot
from pipeline.own_names import OwnNames
from pipeline.records import Organization
from pipeline.rules import Match
from pipeline.stages.organization_areas import HOME, Areas, own_spelling
from pipeline.stages.organization_checks import broken, counts, headed, on_a_date, shouted
from pipeline.stages.organization_context import Found, recall, share
from pipeline.stages.places import names_of

#: Slots whose value is a kind of body, or several that the word may mean.
_BODIES = frozenset(
    (
        "over",
        "party",
        "party_sector",
        "local",
        "office_of",
        "ministry_word",
        "unit",
        "bureau",
        "company",
        "army_unit",
        "sole",
    )
)
#: How many readings of words with several meanings are named.
MOST_CANDIDATES = 6


def find(doc: DocView) -> list[Organization]:
    """The organizations of an article, in the order of the text. Needs the places."""
    areas = Areas(doc)
    doc.tokens.memo["place"] = areas.by_token
    doc.tokens.memo["own"] = OwnNames(doc.pack, doc.tokens)

    def free(i: int, j: int) -> bool:
        # A body stands inside a document's words too ("Nghị quyết của Bộ Chính trị số 39").
        return True

    holders = _holders(doc)

    def accept(match: Match) -> bool:
        own = match.slots.get("own")
        if own is not None and own.i in holders:
            return False
        match.reading = _read(doc, areas, match)
        return match.reading is not None

    found: list[Found] = [m.reading for m in doc.grammar.matchers["organizations"].find(doc.tokens, free, accept)]
    share(doc, found)
    for n, one in enumerate(found):
        areas.settle(one)
        recall(one, found[:n])
    return [_organization(doc, one) for one in found if _says(one)]


def _holders(doc: DocView) -> frozenset[int]:
    """The first tokens of persons' names after an office: no body's own name ("Bí thư Chi bộ Lê Văn Tám")."""
    if "persons" not in doc.pack.files:
        return frozenset()
    spans = names_of(doc).spans
    return frozenset(span.i for span in spans if span.person and span.sure and span.rule == "persons.role")


def _read(doc: DocView, areas: Areas, match: Match) -> Found | None:
    """The reading of a match; ``None`` where the rule's options, or the words beside it, forbid it."""
    options = match.rule.options
    if options.get("capital") == "first" and not (doc.tokens.capital(match.i) or headed(doc, match.i)):
        return None
    if areas.holds(match.i):
        return None
    if any(doc.tokens.match_back(doc.pack.table(name), match.i) for name in options.get("not_after", ())):
        return None
    if "sole" in match.slots and _foreign(areas, match.j):
        return None
    if on_a_date(doc, match) or shouted(doc, match) or broken(doc, match):
        return None
    found = Found(match)
    bodies = catalogue().bodies
    if "body" in options:
        found.links.append([Link(bodies[options["body"]])])
    trade = ""
    for name, slot in sorted(match.slots.items(), key=lambda item: item[1].i):
        if name in _BODIES:
            found.links.append([Link(bodies[key]) for key in slot.value.split("|")])
        elif name == "over_central":
            found.links.append([Link(bodies[slot.value])])
            found.area = Area(level="central", central=True)
        elif name == "body_at":
            key, _, division = slot.value.partition("@")
            found.links.append([Link(bodies[key])])
            found.divisions = [division]
        elif name == "company_form":
            found.links[-1] = [replace(link, body=bodies[slot.value]) for link in found.links[-1]]
        elif name in ("field", "unit_field"):
            found.links[-1] = [replace(link, field=slot.value) for link in found.links[-1]]
        elif name in ("division", "division_adjective") and not found.divisions:
            found.divisions = slot.value.split("|")
        elif name == "place":
            found.area = areas.area(slot.value, found.divisions)
        elif name == "near":
            found.area = areas.unknown(slot.value, found.divisions) if slot.i not in areas.by_token else None
            if found.area is None:
                return None
        elif name == "org_central":
            found.area = Area(level="central", central=True)
        elif name == "trade":
            trade = catalogue().trades[slot.value]
        elif name == "own":
            own = own_spelling(doc, slot.value)
            found.links[-1] = [replace(link, own=own) for link in found.links[-1]]
        elif name == "number" and not _number(doc, areas, found, slot):
            return None
    if found.area is not None and not found.divisions and found.links[-1][0].body.level == "unit":
        # "Bệnh viện Kiến An" does not say whose the hospital is.
        found.area = replace(found.area, division=None)
    if found.links and _named_after(found):
        found.links[-1] = [replace(link, own=found.area.name) for link in found.links[-1] if found.area]
        found.area = None
    if found.area is not None and found.area.level not in (None, "province", "central"):
        found.links = [[_lowered(link) for link in links] for links in found.links]
    if trade:
        _add_trade(found, trade)
    found.links = [_fitting(links) for links in found.links]
    if any(not links for links in found.links) or not found.links:
        return None
    if found.links[-1][0].body.elsewhere and not (found.area is not None and found.area.central):
        # An office of a region is not its Party committee's: any body has offices.
        return None
    _imply(found)
    _prefer(found)
    if "number" in match.slots and "party" in match.slots and found.area is None:
        found.specificity = "definite"
    if found.area is None and found.links[-1][0].own is None and _villages(found.divisions):
        return None
    spelled_out = found.area is None and "body_at" not in match.slots and found.links[-1][0].own is None
    if doc.pack.settings.get("capitals") and spelled_out and not doc.tokens.capital(match.i):
        # "chi bộ thôn" in small letters is any of them.
        return None
    return found


def _villages(divisions: list[str]) -> bool:
    """Whether a level alone is that of a village: it names no one, since an article speaks of many."""
    return bool(divisions) and all(catalogue().divisions[key].levels == ("village",) for key in divisions)


def _foreign(areas: Areas, j: int) -> bool:
    """Whether another country's name follows: its government is not ours."""
    after = areas.by_token.get(j)
    return after is not None and after[1].level == "country" and after[1].code != HOME


def _named_after(found: Found) -> bool:
    """Whether what looks like a commune is whom a province's school is named after."""
    body = found.links[-1][0].body
    in_commune = found.area is not None and found.area.level == "commune" and not found.divisions
    return in_commune and body.level == "province" and "name" in body.names


def _number(doc: DocView, areas: Areas, found: Found, slot: Slot) -> bool:
    """Read a number as that of a district, a ward, or a body of its own; whether there is such a thing."""
    number = doc.tokens.keys[slot.i][0]
    if counts(doc, slot):
        return False
    if found.divisions and not _villages(found.divisions):
        found.area = areas.numbered(number, found.divisions)
        return found.area is not None
    word = catalogue().divisions[found.divisions[0]].word if found.divisions else ""
    found.links[-1] = [replace(link, own=f"{word} {number}".strip()) for link in found.links[-1]]
    return True


def _lowered(link: Link) -> Link:
    """The body that does the work of a province's one in a smaller place."""
    return replace(link, body=catalogue().bodies[link.body.lower]) if link.body.lower else link


def _add_trade(found: Found, trade: str) -> None:
    """A firm's trade stands before its name in Vietnamese, or is all its name before a place."""
    if found.area is not None and found.area.name:
        own = found.area.name
        found.area = None
        found.links[-1] = [replace(link, own=own) for link in found.links[-1]]
    found.links[-1] = [replace(link, own=f"{trade} {link.own}" if link.own else None) for link in found.links[-1]]


def _fitting(links: list[Link]) -> list[Link]:
    """The meanings of a word that its sector allows."""
    return [link for link in links if link.field is None or "field" in link.body.names]


def _imply(found: Found) -> None:
    """The body that the last one belongs to where the text names none: a board's committee."""
    last = found.links[-1][0].body
    if last.under and not (found.area is not None and found.area.central and "central" in last.names):
        found.links.append([Link(catalogue().bodies[last.under])])


def _prefer(found: Found) -> None:
    """Where a word may mean several bodies, the one that the body before it hangs on comes first."""
    for upper, lower in pairwise(found.links):
        lower.sort(key=lambda link: link.body.key != upper[0].body.under)


def _says(one: Found) -> bool:
    """Whether a match names a body at all, by its place, its own name, its sector, or its level."""
    last = one.links[-1][0]
    if last.body.sole or last.own is not None:
        return True
    if one.area is not None:
        return True
    return bool(last.field and last.body.kind == "ministry") or bool(one.divisions)


def _organization(doc: DocView, one: Found) -> Organization:
    start, end = doc.tokens.span(one.match.i, one.match.j)
    readings = [list(links) for links in product(*one.links)][:MOST_CANDIDATES]
    names = list(dict.fromkeys(name for links in readings if (name := title(links, one.area)) is not None))
    first = readings[0]
    area = one.area
    if area is not None and area.abroad:
        # A body that is not Vietnamese has its name as written.
        names = [doc.article.text[start:end]]
    own = first[-1].own
    return doc.place(
        Organization(
            start=start,
            end=end,
            text=doc.article.text[start:end],
            rule=f"organizations.{one.match.rule.name}",
            name=names[0] if names else None,
            candidates=names if len(names) > 1 else [],
            id=identity(first, area) if names else None,
            kind=kind(first),
            level=_level_of(one) if area is None and one.divisions else level(first, area),
            specificity=one.specificity,
            place=area.code if area is not None and own is None else None,
        )
    )


def _level_of(one: Found) -> str | None:
    levels = [level for key in one.divisions for level in catalogue().divisions[key].levels]
    return levels[0] if levels and len(set(levels)) == 1 else None
