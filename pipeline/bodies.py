"""Bodies of the Party, the state and society: their Vietnamese names and their ids, whatever language speaks of them.

A body as a text names it is a row of links, the outermost first, and the area that the last one belongs to: "Ban Tổ
chức Huyện ủy Yên Mô" is the links *organization_board*, *committee* in the area *district* Yên Mô.
``models/bodies.toml`` says how each kind of body is called there, at every level.

    catalogue()                         -> Catalogue: .bodies, .divisions, .fields, .trades by their keys
    title(links, area)                  -> "Ban Tổ chức Huyện ủy Yên Mô", or None where a part has no name
    identity(links, area)               -> "organization_board.committee.376", the same in every language
    level(links, area)                  -> "district"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.resources import shared_table
from pipeline.spelling import base

#: Kinds of bodies by which the Party is organized in a unit.
_PARTY = ("party_committee", "party_cell", "party_organization", "party_group")
#: Keys of a body that are no template of its name.
_PLAIN = ("kind", "level", "party", "under", "same", "elsewhere", "lower")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body, or a body of which there is one (``sole``). ``names`` maps what it belongs to to a template."""

    key: str
    kind: str
    names: dict[str, str]
    level: str | None = None
    under: str | None = None
    party: bool = False
    sole: bool = False
    same: str | None = None
    elsewhere: str | None = None
    lower: str | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A kind of place: its Vietnamese word, and the levels that such places may have."""

    key: str
    word: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of ``models/bodies.toml``."""

    bodies: dict[str, Body]
    divisions: dict[str, Division]
    fields: dict[str, str]
    trades: dict[str, str]
    namesakes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """One body in a row of them; ``field`` is the key of its sector, ``own`` a name of its own."""

    body: Body
    field: str | None = None
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """The place that a body belongs to; ``division`` is a key of [division]. ``central`` is the whole country."""

    division: str | None = None
    name: str | None = None
    code: str | None = None
    parent: str | None = None
    level: str | None = None
    central: bool = False
    #: Whether it lies in another country.
    abroad: bool = False


@cache
def catalogue() -> Catalogue:
    """The bodies that there are, read once a process."""
    data = shared_table("bodies.toml")
    bodies = {key: _body(key, raw, sole=False) for key, raw in data["body"].items()}
    bodies.update({key: _body(key, raw, sole=True) for key, raw in data["sole"].items()})
    divisions = {key: Division(key, raw["word"], tuple(raw["levels"])) for key, raw in data["division"].items()}
    return Catalogue(bodies, divisions, data["field"], data["trade"], frozenset(data["namesakes"]["persons"]))


def _body(key: str, raw: dict[str, Any], *, sole: bool) -> Body:
    names = {name: text for name, text in raw.items() if name not in _PLAIN}
    plain = {name: raw[name] for name in _PLAIN if name in raw}
    return Body(key=key, names=names, sole=sole, **plain)


def division_of(word: str, level: str | None) -> str | None:
    """The key of the division that a gazetteer calls by a Vietnamese word ("Huyện"); else the commonest of a level."""
    divisions = catalogue().divisions.values()
    named = next((d.key for d in divisions if d.word == word.casefold() and word), None)
    return named or next((d.key for d in divisions if level in d.levels), None)


def phrase(area: Area) -> str | None:
    """The area with its division's word: "huyện Yên Mô", "Quận 12"."""
    division = catalogue().divisions.get(area.division or "")
    if area.name is None:
        return None
    if division is None or not division.word:
        return area.name
    word = division.word
    if area.name.casefold().startswith(f"{word} ") and area.name[0].isupper():
        # "Quận 12" is such a district's name.
        return area.name
    if (area.name[0].isdigit() and "district" in division.levels) or area.name == "Hồ Chí Minh":
        word = word[0].upper() + word[1:]
    return f"{word} {area.name}"


def title(links: Sequence[Link], area: Area | None) -> str | None:
    """The Vietnamese name of a body; ``None`` where its area, or its own name, cannot be told."""
    text: str | None = None
    for n, link in enumerate(reversed(links)):
        text = _render(link, text, area, lowest=n == 0)
        if text is None:
            return None
    return text


def _render(link: Link, below: str | None, area: Area | None, *, lowest: bool) -> str | None:
    names = link.body.names
    if link.body.sole:
        return names["name"]
    if not lowest:
        return names["of"].format(of=below) if below and "of" in names else None
    if area is not None and area.central and "central" in names:
        return names["central"]
    if link.own is not None and not link.field:
        return names["name"].format(name=link.own) if "name" in names else None
    text = names["field"].format(field=catalogue().fields[link.field]) if link.field else ""
    if link.own is not None:
        return f"{text} {link.own}"
    if area is None or (area.central and link.field):
        return text or None
    spoken = phrase(area)
    if spoken is None:
        return None
    if text:
        return f"{text} {area.name if link.body.level == 'unit' else spoken}"
    template = names.get(area.division or "") or names.get("area")
    place = spoken if spoken[0].isupper() else area.name
    return template.format(area=spoken, place=place) if template else None


def kind(links: Sequence[Link]) -> str:
    """The kind of a body: that of the outermost link, which may be of another kind outside the Party."""
    first = links[0].body
    outside = len(links) > 1 and links[1].body.key not in ("committee", "party_organization")
    return first.elsewhere if first.elsewhere and outside else first.kind


def level(links: Sequence[Link], area: Area | None) -> str | None:
    """The level of a body: a Party body's in a unit is ``unit``, any other's that of its area or of its own."""
    last = links[-1].body
    if last.sole or last.kind == "ministry":
        return "unit" if len(links) > 1 and last.level != "central" else last.level
    if area is not None and area.central:
        return "central"
    party = any(link.body.kind in _PARTY for link in links[:-1])
    if party and not last.party and not last.kind.startswith("party_"):
        return "unit"
    if last.kind == "party_cell" and area is None:
        return "unit"
    return area.level if area is not None and last.level != "unit" else last.level


def identity(links: Sequence[Link], area: Area | None) -> str | None:
    """A slug that is the same in every language and run; ``None`` for a body that has no name."""
    parts: list[str] = []
    for link in links:
        parts.append((link.body.same or link.body.key) + (f"-{link.field}" if link.field else ""))
    if links[-1].own is not None:
        return ".".join((*parts, slug(links[-1].own)))
    if links[-1].body.sole or area is None:
        return ".".join(parts) if links[-1].body.sole or links[-1].field else None
    if area.central:
        return ".".join((*parts, "central"))
    if area.name and links[-1].body.level == "unit" and area.division is None:
        return ".".join((*parts, slug(area.name)))
    if area.code:
        return ".".join((*parts, area.code))
    if area.name is None:
        return None
    return ".".join((*parts, *((area.parent,) if area.parent else ()), slug(area.name)))


def slug(name: str) -> str:
    """A name in the 26 letters, joined by hyphens."""
    return base(name).replace(" ", "-")
