"""Places by name, by code and by spelling, and which of many bearers of a name is meant.

    gazetteer = load()                     one a process; reads its tables when first asked
    gazetteer.by_code("01")                -> Place or None; code of the Statistics Office (two digits a province,
                                           three a district, five a commune), ISO 3166 of a country, R-… of a region
    gazetteer.by_name("Hoà Bình")          -> [Place, …] every bearer, however case and tone marks are written
    gazetteer.by_spelling("هانوي", lang)    -> [(Place, cost), …] every place that the letters may spell, cheapest first
    gazetteer.resolve("Tân Mỹ", Around(level="commune", parent="Chiêm Hóa", near=("08",), on=date(2025, 2, 14)))
                                           -> Match: which bearer of a Vietnamese name is meant
    gazetteer.rank("تان می", lang, around) -> [Candidate, …] names that it may stand for, by spelling, rarity and
                                           surroundings, best first
    gazetteer.read("تان می", lang, around) -> Match: the best of them, resolved
    gazetteer.settle(name, places, around) -> Match: which of some bearers is meant
    gazetteer.rank_found(found, around)    -> [Candidate, …] the names of an entry that ``scan`` found, best first
    gazetteer.scan(view, lang)             -> [Found, …] every name of the gazetteer in a folded text, disjoint
    gazetteer.entry(number)                -> [Place, …] the bearers of an entry that ``scan`` found
    gazetteer.chain(place)                 -> its parents, the nearest first, and what an old province went into
    gazetteer.lexicon("commune")           -> Lexicon for ``pipeline.names.candidates``

``Match.code`` is null where the surroundings do not settle it; ``Match.candidates`` then lists the codes that fit. A
commune may have kept its code and name when the divisions changed on 1 July 2025; those two rows count as one bearer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from pipeline import name_index
from pipeline.names import Candidate, Lexicon, candidates
from pipeline.place_names import LEVELS, place_lexicon
from pipeline.place_scan import Found, entries_of, scan
from pipeline.resources import models
from pipeline.spelling import Speller, base, fold_words, normal, spelling_languages, toneless
from pipeline.text import View

#: The day before the last change of the divisions: what is called "former" was there on it.
FORMER = date(2025, 6, 30)

#: Nats off a candidate one of whose bearers lies in the parent named beside it, or near what the article is about.
_PARENT_BONUS, _NEAR_BONUS = 4.0, 2.0


class Place(NamedTuple):
    """One row of the gazetteer. Days are inclusive; ``None`` is unknown (``since``) or still to come (``until``)."""

    code: str
    name: str
    level: str
    division: str
    parent: str | None
    since: date | None
    until: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a name. ``level`` is a code or a division's word ("Quận"); ``parent`` a name or a code;
    ``near`` holds codes of places the article or its site is about, the nearest first; ``on`` is the article's
    day."""

    level: str | None = None
    parent: str | None = None
    near: tuple[str, ...] = ()
    on: date | None = None


@dataclass(slots=True)
class Match:
    """Which place is meant: fields as in ``records.Place``."""

    name: str | None = None
    level: str | None = None
    code: str | None = None
    parent: str | None = None
    candidates: list[str] = field(default_factory=list)


@cache
def load() -> Gazetteer:
    """The gazetteer of this installation."""
    return Gazetteer()


class Gazetteer:
    """All places; use ``load()``."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {}
        self._columns: list[tuple[int, list[str]]] = []
        self._lines: list[str] = []
        for file in ("places", "regions", "countries"):
            head, *lines = models("gazetteer", f"{file}.tsv").read_text(encoding="utf-8").splitlines()
            self._columns.append((len(self._lines), head.split("\t")))
            self._lines += lines

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        codes: dict[str, list[int]] = {}
        for row, line in enumerate(self._lines):
            codes.setdefault(line.partition("\t")[0], []).append(row)
        return codes

    def place(self, row: int) -> Place:
        """A place by its number in the gazetteer."""
        if row not in self._places:
            columns = next(columns for first, columns in reversed(self._columns) if first <= row)
            told = dict(zip(columns, self._lines[row].split("\t"), strict=True))
            since, until = (date.fromisoformat(told[k]) if told.get(k) else None for k in ("since", "until"))
            name = told.get("name") or next(v.split("|")[0] for k, v in told.items() if k in self._own_columns)
            more = (told.get("division", ""), told.get("parent") or None, since, until, told.get("successor") or None)
            self._places[row] = Place(told["code"], name, told["level"], *more)
        return self._places[row]

    @cached_property
    def _own_columns(self) -> frozenset[str]:
        """The columns of regions.tsv and countries.tsv in the language of the names."""
        spelled = spelling_languages()
        return frozenset(c for _, columns in self._columns for c in columns if len(c) == 2 and c not in spelled)

    def by_code(self, code: str, on: date | None = None) -> Place | None:
        """The place with a code, as it was on a day, else as it is now; ``None`` where there is none."""
        bearers = [self.place(row) for row in self._codes.get(code, ())]
        return next((p for p in bearers if on and _in_force(p, on)), bearers[-1] if bearers else None)

    def by_name(self, name: str) -> list[Place]:
        """Every bearer of a name or an alias."""
        return list(self._rows(name_index.table("names").get(" ".join(fold_words(name)), "")))

    def _rows(self, numbers: str) -> Iterator[Place]:
        return (self.place(int(row)) for row in numbers.split(",") if row)

    def entry(self, number: int) -> list[Place]:
        """The bearers of an entry of names.txt, as ``scan`` finds it."""
        return list(self._rows(name_index.table("names").values_[number]))

    def by_spelling(self, text: str, lang: str) -> list[tuple[Place, float]]:
        """Every place that ``text`` may spell in a language, with what the spelling costs."""
        if lang not in spelling_languages():
            return [(place, 0.0) for place in self.by_name(text)]
        value = name_index.table(lang).get(Speller.load(lang).skeleton(text), "")
        return [(place, cost) for number, cost in entries_of(value)[0] for place in self.entry(number)]

    def chain(self, place: Place) -> Iterator[Place]:
        """The place's parents, the nearest first, and after an old province the one it went into."""
        code = place.parent
        while code:
            parent = self._era(code, place)
            yield parent
            if parent.successor and parent.successor != parent.code:
                yield self._era(parent.successor, None)
            code = parent.parent

    def _era(self, code: str, like: Place | None) -> Place:
        rows = [self.place(row) for row in self._codes[code]]
        return next((p for p in rows if like is not None and p.until == like.until), rows[-1])

    def resolve(self, name: str, around: Around | None = None) -> Match:
        """Which bearer of a Vietnamese name is meant; ``Match()`` with the name alone where the gazetteer has none
        that fits."""
        return self.settle(name, self.by_name(name), around or Around())

    def settle(self, name: str, bearers: list[Place], around: Around) -> Match:
        """Which of these bearers of a name is meant; the name alone where none fits."""
        fit = [p for p in bearers if around.level is None or _has_level(p, around.level)]
        if not fit:
            return Match(name=normal(name), level=around.level if around.level in (*LEVELS, "village") else None)
        if around.on is not None:
            fit = [p for p in fit if _in_force(p, around.on)] or fit
        if around.parent:
            fit = [p for p in fit if self._within(p, around.parent)] or fit
        if around.level is None:
            top = [p for p in fit if p.level in ("country", "region", "province")]
            fit = top or fit
        for code in around.near:
            fit = [p for p in fit if self._touches(p, code)] or fit
        if around.level is None:
            fit = [p for p in fit if p.level == "district"] or fit
        codes = list(dict.fromkeys(p.code for p in fit))
        levels = {p.level for p in fit}
        if len(codes) == 1:
            chosen = next((p for p in fit if around.on and _in_force(p, around.on)), fit[-1])
            return Match(chosen.name, chosen.level, chosen.code, chosen.parent)
        return Match(fit[0].name, levels.pop() if len(levels) == 1 else None, candidates=sorted(codes))

    def _within(self, place: Place, parent: str) -> bool:
        wanted = {p.code for p in self.by_name(parent)} | {parent}
        return any(p.code in wanted for p in self.chain(place))

    def _touches(self, place: Place, code: str) -> bool:
        """Whether one lies in the other, or they are the same."""
        if place.code == code or any(p.code == code for p in self.chain(place)):
            return True
        other = self.by_code(code)
        return other is not None and any(p.code == place.code for p in self.chain(other))

    def read(self, text: str, lang: str, around: Around | None = None) -> Match:
        """The place that a spelling means: ``resolve`` for the best of ``rank``; the name alone where only syllables
        fit."""
        ranked = self.rank(text, lang, around)
        if not ranked:
            return Match()
        return self.resolve(ranked[0].name, around)

    def rank(self, text: str, lang: str, around: Around | None = None, limit: int = 10) -> list[Candidate]:
        """Names of places that a spelling may stand for, best first, those cheaper that the surroundings speak for."""
        around = around or Around()
        level = around.level if around.level in (*LEVELS, "village") else None
        found = candidates(text, lang, self.lexicon(level), max(limit, 20))
        return sorted((self._bent(c, around) for c in found), key=lambda c: (c.cost, c.name))[:limit]

    def rank_found(self, found: Found, around: Around | None = None) -> list[Candidate]:
        """The same for a name that ``scan`` found, without a search: from the names that its letters were made of."""
        around = around or Around()
        level = around.level if around.level in (*LEVELS, "village") else None
        known, out = self.lexicon(level).names, list[Candidate]()
        for number, cost in found.entries:
            for name in dict.fromkeys(self._called(number, place) for place in self.entry(number)):
                rarity = [r for n, r in known.get(toneless(name), ()) if n == name]
                out.append(self._bent(Candidate(name, cost + (rarity[0] if rarity else 0.0), True), around))
        return sorted(out, key=lambda c: (c.cost, c.name))

    def _called(self, number: int, place: Place) -> str:
        """A place's name, or the longer one that an entry has for it ("Thừa Thiên Huế")."""
        entry = name_index.table("names").keys_[number]
        longer = entry.endswith(f" {' '.join(fold_words(place.name))}")
        syllables = name_index.bare_syllables()
        if not longer or not all(base(word) in syllables for word in entry.split(" ")):
            return place.name
        return " ".join(word.capitalize() for word in entry.split(" "))

    def _bent(self, candidate: Candidate, around: Around) -> Candidate:
        if not candidate.known or not (around.parent or around.near):
            return candidate
        # Of any level: the name of a district that is gone often lives on in a commune there.
        bearers = self.by_name(candidate.name)
        bonus = 0.0
        if around.parent and any(self._within(p, around.parent) for p in bearers):
            bonus += _PARENT_BONUS
        if any(self._touches(p, code) for p in bearers for code in around.near):
            bonus += _NEAR_BONUS
        return candidate._replace(cost=candidate.cost - bonus)

    def lexicon(self, level: str | None = None) -> Lexicon:
        """Names of divisions of one level (``village``: names like them), or of all, for
        ``pipeline.names.candidates``."""
        return place_lexicon(level)

    def scan(self, view: View, lang: str) -> list[Found]:
        """Every name of the gazetteer in a folded text (``pipeline.place_scan.scan``)."""
        return scan(view, lang)


def _has_level(place: Place, level: str) -> bool:
    return place.level == level or place.division.casefold() == level.casefold()


def _in_force(place: Place, on: date) -> bool:
    return (place.since is None or place.since <= on) and (place.until is None or on <= place.until)
