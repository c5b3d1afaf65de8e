"""Names that no word announces: full names of persons, the gazetteer's names, known persons, and rows of syllables."""

from __future__ import annotations

from pipeline.gazetteer import Around
from pipeline.person_scan import Run
from pipeline.place_scan import Found
from pipeline.stages import person_roles
from pipeline.stages.announced_names import (
    cut_person,
    cut_row,
    foreign_person,
    function_word,
    holder,
    person_after_title,
    place_after_level,
)
from pipeline.stages.bare_context import (
    TOP,
    WIDE,
    coordinated,
    headed,
    held_office,
    inside_row,
    named_near,
    opens,
    parent_follows,
    personal,
    speaks,
)
from pipeline.stages.name_spans import Names, Span, Spot

#: What a word of a run of three may cost on average (nats) where nothing beside it says that it is a person.
PLAIN = 6.5
#: A place's name put together of a row's words may cost this much (nats) where no level's word is beside it.
READ = 11.0


def decide(names: Names, spot: Spot) -> Span | int | None:
    """The name at a spot; an offset up to which there is none; ``None`` where nothing can be said."""
    i = spot.i
    if i in names.nots:
        return names.tokens.ends[names.nots[i].j - 1]
    level = place_after_level(names, spot)
    if level is not None:
        return level
    known = _known(names, spot)
    if known is not None:
        return known
    person = person_after_title(names, spot)
    if person is not None:
        return person
    if not names.words.spells and (spot.hit is None or spot.hit.weak):
        # An office, a title or a level's word that begins with a capital.
        phrase = names.begins.get(i) or names.level_begins.get(i)
        if phrase is not None and (spot.run is None or phrase.j > i + 1):
            return names.tokens.ends[phrase.j - 1]
    return _plain(names, spot)


def _known(names: Names, spot: Spot) -> Span | None:
    """A person of another country whose name the pack has; a teaching named after two of them is none."""
    known = names.known.get(spot.i)
    if known is None or spot.glued or not (names.words.spells or names.words.capital(spot.begin)):
        return None
    stop = names.tokens.ends[known.j - 1]
    if (spot.run is not None and spot.run.stop > stop) or names.key(known.j) == "-" or names.key(known.i - 1) == "-":
        return None
    span = names.person(spot.begin, stop, "persons.known")
    span.known = known.value
    return span


def _plain(names: Names, spot: Spot) -> Span | int | None:
    hit, run, i = spot.hit, spot.run, spot.i
    if not spot.glued and (hit or run) and names.behind("place_never", i - names.key(i - 1).isdigit()):
        return max(hit.stop if hit else 0, run.stop if run else 0)
    if run is not None and not spot.glued and names.behind("person_never", i) and not _closes_office(names, spot, run):
        if hit is None or hit.stop < run.stop or held_office(names, run):
            return run.stop
        run = None
    if hit is not None and run is None:
        known = _said(names, spot, hit)
        if known is not None:
            return known
    if run is not None:
        person = _person(names, spot, run)
        if person is not None:
            return person
    if hit is not None and hit.weak and names.words.spells and spot.begin in names.rows:
        row = _row(names, spot)
        if row is not None:
            return row
    if hit is not None:
        place = _place(names, spot, hit)
        if place is not None:
            return place
    if not spot.glued and i in names.given:
        return foreign_person(names, spot)
    return _row(names, spot) if spot.begin in names.rows else None


def _closes_office(names: Names, spot: Spot, run: Run) -> bool:
    """Whether the level's word before a full name ends an office or a body ("the province's chairwoman A"): an office
    says so itself, and of provinces and districts there are no others than the gazetteer's.
    """
    if run.words <= 2 or spot.hit is not None or spot.i not in names.levels:
        return False
    return spot.i in names.after["person_role"] or {"province", "district"}.issuperset(names.levels[spot.i][0])


def _person(names: Names, spot: Spot, run: Run) -> Span | None:
    """The run as a person, where it does not read better as a place."""
    hit, spells = spot.hit, names.words.spells
    span = names.person(spot.begin, run.stop, "persons.run")
    if run.words == 2 and names.ahead("place_school", spot.i) and not held_office(names, run):
        return None
    supported = person_roles.supported(names, span.i, span.j) or names.behind("person_trade", spot.i)
    if hit is not None and hit.weak and spells and run.words == 2 and hit.stop == run.stop and not supported:
        return None
    if hit is not None and not hit.weak:
        bearers = names.bearers(hit)
        if hit.stop >= run.stop:
            if held_office(names, run) and not coordinated(names, spot):
                return span
            wide = any(place.level in WIDE for place in bearers)
            if not supported or wide or coordinated(names, spot):
                return None
        else:
            rest = [word for word in names.words.row(hit.stop + 1, 5) if word.begin < run.stop]
            if spells and all(word.everyday or names.joins_names(word) for word in rest):
                return None
            if not supported and any(place.level in TOP for place in bearers):
                return None
    placed = names.behind("place_before", spot.i) or headed(names, run.stop)
    if spells and run.words == 2 and hit is None and placed and not supported and not held_office(names, run):
        return None
    if not supported and spells and named_near(names, spot.i):
        return None
    if run.words >= 3:
        span.sure = supported or not spells or run.cost / run.words <= PLAIN
    else:
        span.sure = supported or (held_office(names, run) and not spells)
    if span.sure and supported:
        span.rule = "persons.role"
    return span


def _said(names: Names, spot: Spot, hit: Found) -> Span | None:
    """A place's name as a person: one who held a highest office, but for the city after a word like "in"; or who is
    said to speak."""
    if not names.words.spells or spot.glued:
        return None
    said = names.behind("person_says", spot.i)
    known = holder(names, spot)
    if known is not None:
        placed = names.behind("place_before", spot.i) or coordinated(names, spot) or headed(names, hit.stop)
        return known if said or not placed else None
    if said and not hit.weak and not any(place.level in WIDE for place in names.bearers(hit)):
        return names.person(spot.begin, hit.stop, "persons.role")
    return None


def _place(names: Names, spot: Spot, hit: Found) -> Span | None:
    """A name of the gazetteer with no level's word before it."""
    bearers = names.bearers(hit)
    span = names.place(hit.begin, hit.stop, "places.gazetteer", hit)
    before = coordinated(names, spot)
    if before is not None and (before.many or before.levels) and any(p.level in before.levels for p in bearers):
        span.levels, span.many, span.rule = before.levels, before.many, "places.list"
        return span
    top = any(place.level in TOP for place in bearers)
    wide = any(place.level in WIDE for place in bearers)
    if not spot.glued and names.behind("place_school", spot.i) and not wide:
        return None
    row = names.words.row(hit.begin, 5)
    if names.words.spells:
        after = [word for word in row if word.begin >= hit.stop]
        several = " " in names.words.text(hit.begin, hit.stop)
        near = before is not None or parent_follows(names, span)
        near = near or names.behind("place_before", spot.i)
        span.sure = not hit.weak or (several and wide and not after and near)
        if not top and not spot.glued and before is None and named_near(names, spot.i):
            span.sure = False
        return span
    inside = inside_row(names, spot)
    goes_on = any(word.begin >= hit.stop for word in cut_row(names, row))
    prepared = names.behind("place_before", spot.i) or before is not None or names.behind("person_body", spot.i)
    if hit.weak:
        titled = opens(names, spot) or names.behind("person_title", spot.i)
        span.sure = top and not inside and not goes_on and (prepared or not titled)
    elif top:
        span.sure = True
    elif wide:
        span.sure = not inside and (not goes_on or prepared)
    else:
        span.sure = not inside and not goes_on and (prepared or parent_follows(names, span))
    if not top and before is None and named_near(names, spot.i):
        span.sure = False
    return span


def _row(names: Names, spot: Spot) -> Span | None:
    """A row of name words that neither the gazetteer nor the list of family names begins."""
    words = names.words
    if spot.glued and not words.spells:
        return None
    if names.behind("place_never", spot.i) or names.behind("person_never", spot.i):
        return None
    if names.ahead("place_school", spot.i) or (words.spells and function_word(names, spot.i)):
        return None
    row = cut_person(names, words.row(spot.begin, 5))
    if len(row) >= 2 and (words.spells or (personal(names, row) and not named_near(names, spot.i))):
        person = names.person(spot.begin, row[-1].stop, "persons.role")
        if (person_roles.held_before(names, person.i) or speaks(names, person)) and not any(
            hit is not None and not hit.weak for hit in (names.hits.get(word.begin) for word in row)
        ):
            return person
    if not words.spells:
        return None
    row = cut_row(names, words.row(spot.begin, 4))
    for n in range(len(row), 1, -1):
        text = words.text(row[0].begin, row[n - 1].stop)
        ranked = names.gazetteer.rank(text, words.lang, Around(), 1)
        if ranked and ranked[0].known and ranked[0].cost <= READ:
            return names.place(spot.begin, row[n - 1].stop, "places.spelling")
    if (
        len(row) < 2
        or any(names.everyday(word) for word in row)
        or not (names.behind("place_before", spot.i) or headed(names, row[-1].stop))
    ):
        return None
    return names.place(spot.begin, row[:3][-1].stop, "places.spelling")
