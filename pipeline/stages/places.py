"""Places: every place that an article names, with the gazetteer's code where what stands around it settles which.

What counts as around: the level's word before a name, the larger place named beside it, the places that the article is
about, the province whose name its site bears, and its day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date

from pipeline import name_index
from pipeline.docview import DocView
from pipeline.gazetteer import FORMER, Around, Gazetteer, Match, Place, load
from pipeline.names import Candidate
from pipeline.place_scan import Found
from pipeline.records import Place as Mention
from pipeline.spelling import base, normal
from pipeline.stages import bare_names, person_roles
from pipeline.stages.name_spans import Names, Span
from pipeline.stages.site_province import province_of_site

#: Votes for what the article is about: in the headline, by a level's word, by a district that lies there.
HEADLINE, NAMED, PART = 2.0, 2.0, 0.5
#: Names that a spelling may stand for, at most; what a level that a word says second costs more than its first (nats).
MOST_CANDIDATES, SECOND = 10, 1.0
DEPTH = ("country", "region", "province", "district", "commune", "village")


def names_of(doc: DocView) -> Names:
    """The names of an article, settled once for both stages of names."""
    memo = doc.tokens.memo.setdefault("names", {})
    if 0 not in memo:
        names = Names(doc)
        for span, role in person_roles.credited(names):
            names.credit(span, role)
        names.walk(bare_names.decide)
        memo[0] = names
    found: Names = memo[0]
    return found


def find(doc: DocView) -> list[Mention]:
    """The places of an article, in the order of the text."""
    if "places" not in doc.pack.files:
        return []
    names = names_of(doc)
    spans = _kept([span for span in names.spans if not span.person], names)
    reader = _Reader(doc, names, spans)
    return [doc.place(_mention(doc, span, *reader.read[n])) for n, span in enumerate(spans)]


def _kept(spans: list[Span], names: Names) -> list[Span]:
    """Without those of which nothing says that they are places, here or elsewhere in the article."""
    text = names.words.folded
    sure = {text[span.begin : span.stop] for span in spans if span.sure}
    people = {text[span.begin : span.stop] for span in names.spans if span.person and span.sure}
    return [s for s in spans if s.sure or (text[s.begin : s.stop] in sure and text[s.begin : s.stop] not in people)]


def _mention(doc: DocView, span: Span, match: Match, names: list[str]) -> Mention:
    start, end = doc.tokens.view.span(span.begin, span.stop)
    return Mention(
        start=start,
        end=end,
        text=doc.article.text[start:end],
        rule=span.rule,
        name=match.name,
        level=match.level,
        code=match.code,
        parent=match.parent,
        candidates=[*match.candidates, *names],
    )


class _Reader:
    """Which place each span of one article means. ``read`` holds the match and the other names that the letters may
    spell, by the number of the span."""

    def __init__(self, doc: DocView, names: Names, spans: list[Span]) -> None:
        self.doc, self.names, self.spans = doc, names, spans
        self.gazetteer: Gazetteer = load()
        self.day = doc.published or _latest(doc)
        self.read: dict[int, tuple[Match, list[str]]] = {}
        self.near = self._about()
        self.divisions = self._divisions()
        for n in range(len(spans) - 1, -1, -1):
            self.read[n] = self._one(n, self.near)
        self._again()

    def _divisions(self) -> dict[int, str]:
        """By the token after a level's word: the gazetteer's word for the division."""
        table, tokens = self.doc.pack.table("place_division"), self.doc.tokens
        found = {}
        for span in self.spans:
            if span.rule == "places.level" and span.i in self.names.levels:
                hit = tokens.match(table, self.names.levels[span.i][2])
                if hit is not None:
                    found[span.i] = hit[1]
        return found

    def _about(self) -> tuple[str, ...]:
        """Codes of what the article is about, the likeliest first: the province it names most, its site's."""
        votes: defaultdict[str, float] = defaultdict(float)
        for span in self.spans:
            if span.hit is None or not span.sure:
                continue
            weight = HEADLINE if self.doc.zone_of(self.doc.tokens.view.offset(span.begin)) == "headline" else 1.0
            bearers = self.names.bearers(span.hit)
            provinces = {p.code for p in bearers if p.level == "province"}
            weight *= NAMED if "province" in span.levels[:1] and provinces else 1.0
            for code in provinces:
                votes[code] += weight / len(provinces)
            parents = {p.parent for p in bearers if p.level == "district" and p.parent}
            if not provinces and len(parents) == 1:
                votes[parents.pop()] += weight * PART
        about = sorted(votes, key=lambda code: -votes[code])[:1]
        site = province_of_site(self.doc)
        return tuple(dict.fromkeys([*about, *([site] if site else [])]))

    def _one(self, n: int, near: tuple[str, ...]) -> tuple[Match, list[str]]:
        span = self.spans[n]
        levels = span.levels or ((),)
        parent = self._parent(n)
        day = FORMER if self._former(span) or self._gone(parent) else self.day
        text = self.names.words.text(span.begin, span.stop)
        if not self.names.words.spells:
            return self._settle(span, _name(text), Around(None, parent, near, day)), []
        ranked = self._ranked(span, text, Around(None, parent, near, day))
        if not ranked:
            level = levels[0] if levels[0] else None
            return Match(level=level), []
        match = self._settle(span, ranked[0].name, Around(None, parent, near, day))
        return match, list(dict.fromkeys(c.name for c in ranked))[:MOST_CANDIDATES] if len(ranked) > 1 else []

    def _ranked(self, span: Span, text: str, around: Around) -> list[Candidate]:
        """The Vietnamese names that a spelling may stand for, the cheapest of any level said first."""
        found: dict[str, Candidate] = {}
        for n, level in enumerate(span.levels or (None,)):
            here = Around(level, around.parent, around.near, around.on)
            if span.hit is not None and level != "village":
                ranked = self.gazetteer.rank_found(self._without_regions(span.hit), here)
            else:
                ranked = self.gazetteer.rank(text, self.names.words.lang, here, MOST_CANDIDATES)
            for candidate in ranked:
                cost = candidate.cost + n * SECOND
                if candidate.name not in found or cost < found[candidate.name].cost:
                    found[candidate.name] = candidate._replace(cost=cost)
        return sorted(found.values(), key=lambda c: (c.cost, c.name))

    def _without_regions(self, hit: Found) -> Found:
        """Provinces before the regions that are spelled like them."""
        levels = {number: {p.level for p in self.gazetteer.entry(number)} for number, _ in hit.entries}
        if not any("province" in found for found in levels.values()):
            return hit
        return hit._replace(entries=tuple(e for e in hit.entries if levels[e[0]] != {"region"}))

    def _settle(self, span: Span, name: str, around: Around) -> Match:
        """The bearer of a Vietnamese name that fits the words around it."""
        bearers = self.gazetteer.by_name(name)
        if span.hit is not None and not any(p.name == name for p in bearers):
            bearers = [p for p in self.names.bearers(span.hit) if p.name == name] or bearers
        if not self.names.words.spells and span.hit is not None:
            bearers = self.names.bearers(span.hit)
        division = self.divisions.get(span.i)
        exact = [p for p in bearers if p.division == division] if division else []
        if around.on is not None:
            exact = [p for p in exact if _in_force(p, around.on)] or exact
        if exact:
            return self._settled(name, exact, around)
        for level in span.levels:
            here = [p for p in bearers if p.level == level]
            if here:
                return self._settled(name, here, around)
        if span.levels:
            return Match(name=normal(name), level=span.levels[0])
        provinces = [p for p in bearers if p.level == "province"]
        return self._settled(name, provinces or bearers, around)

    def _settled(self, name: str, bearers: list[Place], around: Around) -> Match:
        if around.parent and around.parent.isdigit() and bearers and not self._inside(bearers, around.parent):
            # No division of this name lies there now: it is older than the gazetteer.
            return Match(name=normal(name), level=bearers[0].level)
        match = self.gazetteer.settle(name, bearers, around)
        words = [base(word) for word in name.split()]
        if match.name and name.endswith(f" {match.name}") and name_index.bare_syllables().keys() >= set(words):
            # A longer name that the place bore ("Thừa Thiên Huế") stays.
            match.name = normal(name)
        if match.code is None and match.name and not match.level and bearers:
            match.level = bearers[0].level
        return match

    def _inside(self, bearers: list[Place], parent: str) -> bool:
        """Whether some bearer lies in a division, as it is or was, or is no part of any."""
        return any(
            place.level in ("country", "region", "province") or parent in {p.code for p in self.gazetteer.chain(place)}
            for place in bearers
        )

    def _former(self, span: Span) -> bool:
        return self.names.ahead("place_former", span.j)

    def _gone(self, parent: str | None) -> bool:
        """Whether a place lies in one that is no more: what is said of it is of its day."""
        place = self.gazetteer.by_code(parent, FORMER) if parent else None
        return place is not None and self.day is not None and place.until is not None and place.until < self.day

    def _parent(self, n: int) -> str | None:
        """The code, or else the name, of the larger place that is named right after a place."""
        if n + 1 >= len(self.spans):
            return None
        span, after = self.spans[n], self.spans[n + 1]
        if not _joined(self.names, span, after) or (span.many and after.many) or after.rule == "places.list":
            return None
        match = self.read[n + 1][0]
        deeper = DEPTH.index(match.level) if match.level in DEPTH else 0
        levels = span.levels or tuple(p.level for p in self.names.bearers(span.hit)) if span.hit else span.levels
        if levels and not any(level in DEPTH[deeper + 1 :] for level in levels):
            return None
        return match.code or match.name

    def _again(self) -> None:
        """Those still open, with the districts that the article names, the last one before them first."""
        districts: list[tuple[int, str]] = []
        for n in range(len(self.spans)):
            match = self.read[n][0]
            if match.code and match.level == "district":
                districts.append((n, match.code))
        told = [n for n, _ in districts]
        settled: dict[tuple[str, tuple[str, ...]], Match] = {}
        for n, span in enumerate(self.spans):
            match, names = self.read[n]
            key = (match.name or "", span.levels[:1])
            if match.code is None and match.candidates:
                at = bisect_right(told, n)
                order = [*reversed(districts[:at]), *districts[at:]]
                near = tuple(dict.fromkeys([*(code for _, code in order), *self.near]))
                self.read[n] = self._one(n, near)
                if self.read[n][0].code is None:
                    earlier = settled.get(key) or settled.get((key[0], ()))
                    self.read[n] = (earlier or self.read[n][0], names)
            if self.read[n][0].code is not None:
                settled.setdefault(key, self.read[n][0])
                settled.setdefault((key[0], ()), self.read[n][0])


def _joined(names: Names, span: Span, after: Span) -> bool:
    """Whether nothing but a bracket, a comma, a level's word or "in" stands between two places."""
    at = span.j
    for _ in range(5):
        if at >= after.i:
            return at == after.i and (at > span.j or after.begin > span.stop + 1)
        if names.key(at) in ("(", ",", "،", "-"):
            at += 1
            continue
        phrase = names.level_begins.get(at)
        within = names.tokens.match(names.doc.pack.table("place_within"), at)
        if phrase is not None:
            at = phrase.j
        elif within is not None:
            at = within[0]
        else:
            return False
    return False


def _name(text: str) -> str:
    """A name as the gazetteer writes it; one in capitals throughout with capitals at its beginnings."""
    several = " " in text and text.isupper()
    return normal(" ".join(word.capitalize() if several else word for word in text.split()))


def _latest(doc: DocView) -> date | None:
    """The last day that an article without a day of its own names, a future one aside."""
    days = [d.start_date for d in doc.found.dates if d.start_date is not None and d.grain in ("day", "month", "year")]
    past = [day for day in days if day <= date.today()]
    return max(past) if past else None


def _in_force(place: Place, on: date) -> bool:
    return (place.since is None or place.since <= on) and (place.until is None or on <= place.until)
