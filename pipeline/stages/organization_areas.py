"""The places that bodies belong to: those that the text names beside them, and those that only the context gives."""

from __future__ import annotations

from typing import Any

from pipeline.bodies import Area, catalogue, division_of
from pipeline.docview import DocView
from pipeline.gazetteer import Around, load
from pipeline.gazetteer import Place as Row
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.records import Place
from pipeline.spelling import normal, source_tables, spelling_languages
from pipeline.stages.organization_context import Found
from pipeline.stages.site_province import province_of_site

#: The country whose bodies these are, by its code in the gazetteer.
HOME = "VN"
#: Words of a place's name, at most; of a person's full name, at least.
MOST_WORDS, PERSON = 4, 3
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


def _mention(row: Row) -> Place:
    return Place(start=0, end=0, text=row.name, name=row.name, level=row.level, code=row.code, parent=row.parent)


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
        known = self._division(place)
        earlier = self._earlier_name(place) if place.code else None
        if earlier is not None:
            known = None
        division: str | None
        said = [key for key in divisions if catalogue().divisions[key].word]
        if place.level in _LEVELS:
            fit = [key for key in said if place.level in catalogue().divisions[key].levels]
        else:
            fit = said
        division = known if self.spelled and known else next(iter(fit or said), known)
        if division is None and place.level in _LEVELS:
            division = division_of("", place.level)
        name = earlier or place.name
        if place.level == "country" and place.code == HOME:
            return Area(None, name, place.code, None, "central", central=True)
        if place.level == "country" or (place.level == "region" and (place.code or "").isdigit()):
            return Area(None, name, place.code, abroad=True)
        if said and all(catalogue().divisions[key].levels == ("village",) for key in said) and place.level != "village":
            # A village may bear the name of a commune that the gazetteer has.
            return Area(said[0], place.name, None, place.parent, "village")
        levels = catalogue().divisions[division].levels if division else ()
        own_level = place.level if place.level in _LEVELS else None
        level = own_level if own_level in levels or not levels else levels[0]
        return Area(division, name, place.code, place.parent, level)

    def unknown(self, text: str, divisions: list[str]) -> Area | None:
        """The area of a name right after a level's word that no stage took for a place; ``None`` where it is none:
        the gazetteer has all provinces and districts, and a person's name may stand there."""
        levels = [level for key in divisions for level in catalogue().divisions[key].levels]
        around = Around(level=levels[0] if levels else None, on=self.doc.published)
        if self.spelled:
            match = load().read(text, self.doc.pack.lang, around)
        else:
            words = text.split()
            if len(words) > MOST_WORDS or (len(words) >= PERSON and words[0] in source_tables()["family"]):
                return None
            match = load().resolve(normal(text), around)
        if match.code is None and not match.candidates and not {"village", "commune"}.issuperset(levels):
            return None
        place = Place(start=0, end=0, text=text, name=match.name, level=match.level or around.level, code=match.code)
        place.parent, place.candidates = match.parent, match.candidates
        return self.area(place, divisions)

    def numbered(self, number: str, divisions: list[str]) -> Area | None:
        """The district or ward of a number, as the gazetteer has it: "Quận 9"."""
        wanted = catalogue().divisions[divisions[0]]
        # A translator's word for the level may be that of another kind of place of the same level.
        for division in (wanted, *catalogue().divisions.values()):
            word = division.word.capitalize()
            if not set(division.levels) & set(wanted.levels) or not load().by_name(f"{word} 1"):
                continue
            name = f"{word} {number}"
            level = division.levels[0]
            # Quận 9 is gone, but was there when the text was written: no code, the same name.
            match = load().resolve(name, Around(level=level, on=self.doc.published))
            return Area(division.key, name, match.code, match.parent, level)
        return None

    def _division(self, place: Place) -> str | None:
        """What the gazetteer calls the place; where several bearers fit, what they all are."""
        codes = [place.code] if place.code else [c for c in place.candidates if c[:1].isdigit()]
        rows = [row for code in codes if (row := load().by_code(code, self.doc.published)) is not None]
        known = {division_of(row.division, row.level) for row in rows if row.level == place.level}
        return known.pop() if len(known) == 1 else None

    def _earlier_name(self, place: Place) -> str | None:
        """The name that the text gives a place by an alias that goes beyond its present name: "Thừa Thiên Huế"."""
        row = load().by_code(place.code or "", self.doc.published)
        if row is not None and place.name and place.name.endswith(f" {row.name}"):
            return place.name
        if not place.name or len(place.text.split()) <= len(place.name.split()):
            return None
        spelled = [normal(place.text)]
        if self.spelled:
            spelled = [found.name for found in load().rank(place.text, self.doc.pack.lang)]
        for alias in spelled:
            before = alias.removesuffix(place.name).replace(" - ", " ").split()
            names = alias.endswith(f" {place.name}") and all(w[0].isupper() and not w.isupper() for w in before)
            if names and any(bearer.code == place.code for bearer in load().by_name(alias)):
                return " ".join((*before, place.name))
        return None

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
        if fit:
            return fit[0]
        return self._province() if "province" in levels else None

    def _province(self) -> Place | None:
        """The province that the first place of the article lies in, else the one whose name its site bears."""
        gazetteer = load()
        for place in self.places:
            row = gazetteer.by_code(place.code, self.doc.published) if place.code else None
            parents = gazetteer.chain(row) if row is not None and row.level in _LEVELS else ()
            province = next((parent for parent in parents if parent.level == "province"), None)
            if province is not None:
                return _mention(province)
        code = province_of_site(self.doc)
        row = gazetteer.by_code(code, self.doc.published) if code else None
        return _mention(row) if row is not None else None

    def _fits(self, place: Place, levels: tuple[str, ...], division: str) -> bool:
        if place.level not in levels or not place.name:
            return False
        return self.spelled or self._division(place) in (None, division)
