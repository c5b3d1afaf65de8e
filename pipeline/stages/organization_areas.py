"""The places that bodies belong to: those that the text names beside them, and those that only the context gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.bodies import Area, catalogue, division_of
from pipeline.docview import DocView
from pipeline.gazetteer import load
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.records import Place
from pipeline.spelling import normal, spelling_languages

if TYPE_CHECKING:
    from pipeline.stages.organizations import Found

#: The country whose bodies these are, by its code in the gazetteer.
HOME = "VN"
#: Levels of the places that a body can belong to.
_LEVELS = ("province", "district", "commune", "village")


def own_spelling(doc: DocView, text: str) -> str | None:
    """The Vietnamese spelling of a body's own name; ``None`` where it cannot be told."""
    if doc.pack.lang not in spelling_languages() or text.isascii():
        return normal(text)
    lexicons = (load().lexicon("village"), persons())
    ranked = sorted((c for lexicon in lexicons for c in candidates(text, doc.pack.lang, lexicon)), key=lambda c: c.cost)
    namesakes = catalogue().namesakes
    return next((c.name for c in ranked if c.name in namesakes), ranked[0].name if ranked else None)


class Areas:
    """The places of one article. ``by_token`` maps a token to (token after it, place)."""

    def __init__(self, doc: DocView) -> None:
        self.doc = doc
        self.places: list[Place] = doc.found.places
        self.spelled = doc.pack.lang in spelling_languages()
        self.by_token: dict[int, Any] = {}
        for place in self.places:
            i = doc.tokens.at(place.start)
            self.by_token[i] = (doc.tokens.at(place.end - 1) + 1, place)
        self._inside = {n for i, (j, _) in self.by_token.items() for n in range(i, j)}

    def holds(self, i: int) -> bool:
        """Whether a place's name holds the token: "Hội An" is no association."""
        return i in self._inside

    def area(self, place: Place, divisions: list[str]) -> Area:
        """A place beside a body. Where names are written in their own letters the level's word is the text's own;
        elsewhere a translator chose it, and the gazetteer knows better."""
        row = load().by_code(place.code) if place.code else None
        known = division_of(row.division, row.level) if row is not None else None
        said = [key for key in divisions if catalogue().divisions[key].word]
        if place.level in _LEVELS:
            fit = [key for key in said if place.level in catalogue().divisions[key].levels]
        else:
            fit = said
        if self.spelled and known:
            division = known
        else:
            division = next(iter(fit or said), known) or (division_of("", place.level) if place.level in _LEVELS else None)
        if place.level == "country":
            return Area(None, place.name, place.code, None, "central", central=place.code == HOME)
        levels = catalogue().divisions[division].levels if division else ()
        level = place.level if place.level in levels or not levels else levels[0]
        return Area(division, place.name, place.code, place.parent, level)

    def settle(self, one: Found) -> None:
        """Give a body that its text names by the level alone the place that the context gives."""
        if one.area is not None or not one.divisions:
            return
        one.specificity = "definite"
        start = self.doc.tokens.span(one.match.i, one.match.j)[0]
        for key in one.divisions:
            place = self._nearest(start, catalogue().divisions[key].levels, key)
            if place is not None:
                one.area = self.area(place, [key])
                return

    def _nearest(self, start: int, levels: tuple[str, ...], division: str) -> Place | None:
        fit = [place for place in self.places if self._fits(place, levels, division)]
        before = [place for place in fit if place.start < start]
        if before:
            return before[-1]
        return fit[0] if fit else None

    def _fits(self, place: Place, levels: tuple[str, ...], division: str) -> bool:
        if place.level not in levels or not place.name:
            return False
        row = load().by_code(place.code) if place.code else None
        return row is None or self.spelled or division_of(row.division, row.level) == division
