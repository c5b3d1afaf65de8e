"""Names that no word announces: full names of persons, the gazetteer's names, known persons, and rows of syllables."""

from __future__ import annotations

from pipeline import name_index
from pipeline.gazetteer import Around
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.person_scan import Run
from pipeline.place_scan import Found
from pipeline.spelling import base
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
from pipeline.stages.name_spans import Names, Span, Spot
from pipeline.stages.name_words import Word

TOP = ("country", "region", "province")
WIDE = (*TOP, "district")
#: What a word of a run of three may cost on average (nats) where nothing beside it says that it is a person.
PLAIN = 6.5
#: How many words before a name an enterprise's word may stand that bears it.
NEAR = 5
#: Letters that may stand before the colon of a headline that begins with a place.
HEADED = 30
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
    if run is not None and not spot.glued and names.behind("person_never", i):
        if hit is None or hit.stop < run.stop or _holder(names, run):
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


def _person(names: Names, spot: Spot, run: Run) -> Span | None:
    """The run as a person, where it does not read better as a place."""
    hit, spells = spot.hit, names.words.spells
    span = names.person(spot.begin, run.stop, "persons.run")
    if run.words == 2 and names.ahead("place_school", spot.i) and not _holder(names, run):
        return None
    supported = person_roles.supported(names, span.i, span.j) or names.behind("person_trade", spot.i)
    if hit is not None and hit.weak and spells and run.words == 2 and hit.stop == run.stop and not supported:
        return None
    if hit is not None and not hit.weak:
        bearers = names.bearers(hit)
        if hit.stop >= run.stop:
            if _holder(names, run) and not _coordinated(names, spot):
                return span
            wide = any(place.level in WIDE for place in bearers)
            if not supported or wide or _coordinated(names, spot):
                return None
        else:
            rest = [word for word in names.words.row(hit.stop + 1, 5) if word.begin < run.stop]
            if spells and all(word.everyday or names.joins_names(word) for word in rest):
                return None
            if not supported and any(place.level in TOP for place in bearers):
                return None
    placed = names.behind("place_before", spot.i) or _headed(names, run.stop)
    if spells and run.words == 2 and hit is None and placed and not supported and not _holder(names, run):
        return None
    if not supported and spells and _named_near(names, spot.i):
        return None
    if run.words >= 3:
        span.sure = supported or not spells or run.cost / run.words <= PLAIN
    else:
        span.sure = supported or (_holder(names, run) and not spells)
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
        placed = names.behind("place_before", spot.i) or _coordinated(names, spot) or _headed(names, hit.stop)
        return known if said or not placed else None
    if said and not hit.weak and not any(place.level in WIDE for place in names.bearers(hit)):
        return names.person(spot.begin, hit.stop, "persons.role")
    return None


def _named_near(names: Names, i: int) -> bool:
    """Whether an enterprise or a street that may bear a person's name begins a few words before."""
    for at in range(i - 1, max(i - NEAR, 0), -1):
        if not names.key(at)[0].isalpha() or at in names.level_begins:
            return False
        if names.behind("place_never", at):
            return True
    return False


def _holder(names: Names, run: Run) -> bool:
    """Whether the run is the name of one who held a highest office."""
    lexicon = persons()
    found = candidates(names.words.text(run.begin, run.stop), names.words.lang, lexicon, 1)
    return bool(found) and found[0].known


def _coordinated(names: Names, spot: Spot) -> Span | None:
    """The place just before, where this one goes on its list."""
    last = names.spans[-1] if names.spans else None
    if last is None or last.person or last.stop > spot.begin:
        return None
    gap, at = 0, last.j
    joined = spot.glued
    while at < spot.i and gap < 3:
        if names.ahead("place_and", at):
            joined = True
        elif not names.ahead("place_comma", at):
            return None
        at, gap = at + 1, gap + 1
    near = at == spot.i and gap > 0 if not spot.glued else at == spot.i
    return last if near and (joined or last.many or not last.levels) else None


def _place(names: Names, spot: Spot, hit: Found) -> Span | None:
    """A name of the gazetteer with no level's word before it."""
    bearers = names.bearers(hit)
    span = names.place(hit.begin, hit.stop, "places.gazetteer", hit)
    before = _coordinated(names, spot)
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
        near = before is not None or _parent_follows(names, span)
        near = near or names.behind("place_before", spot.i)
        span.sure = not hit.weak or (several and wide and not after and near)
        if not top and not spot.glued and before is None and _named_near(names, spot.i):
            span.sure = False
        return span
    inside = _inside_row(names, spot)
    goes_on = any(word.begin >= hit.stop for word in cut_row(names, row))
    prepared = names.behind("place_before", spot.i) or before is not None or names.behind("person_body", spot.i)
    if hit.weak:
        titled = _opens(names, spot) or names.behind("person_title", spot.i)
        span.sure = top and not inside and not goes_on and (prepared or not titled)
    elif top:
        span.sure = True
    elif wide:
        span.sure = not inside and (not goes_on or prepared)
    else:
        span.sure = not inside and not goes_on and (prepared or _parent_follows(names, span))
    if not top and before is None and _named_near(names, spot.i):
        span.sure = False
    return span


def _inside_row(names: Names, spot: Spot) -> bool:
    """Whether another capitalized word stands right before."""
    i = spot.i - 1
    if i < 0 or not names.key(i)[0].isalpha() or names.tokens.starts[spot.i] != names.tokens.ends[i] + 1:
        return False
    if names.spans and names.spans[-1].stop == names.tokens.ends[i]:
        return False
    if not names.words.capital(names.tokens.starts[i]):
        return False
    return not (names.behind("person_body", spot.i) or names.behind("place_before", spot.i))


def _opens(names: Names, spot: Spot) -> bool:
    """Whether a sentence or line begins here, so that a capital says nothing."""
    return names.key(spot.i - 1)[0] in '\n.!?:;"-([' or spot.i == 0


def _parent_follows(names: Names, span: Span) -> bool:
    """Whether a bracket or a comma and a larger place follow."""
    at = span.j
    if names.key(at) not in ("(", ",", "،", "-"):
        at_within = names.tokens.match(names.doc.pack.table("place_within"), at)
        if at_within is None:
            return False
        at = at_within[0] - 1
    at += 1
    if at in names.level_begins:
        return True
    if at >= len(names.tokens):
        return False
    hit = names.hits.get(names.tokens.starts[at])
    return hit is not None and not hit.weak and any(place.level in WIDE for place in names.bearers(hit))


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
    if len(row) >= 2 and (words.spells or (_personal(names, row) and not _named_near(names, spot.i))):
        person = names.person(spot.begin, row[-1].stop, "persons.role")
        if (person_roles.held_before(names, person.i) or _speaks(names, person)) and not any(
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
        or not (names.behind("place_before", spot.i) or _headed(names, row[-1].stop))
    ):
        return None
    return names.place(spot.begin, row[:3][-1].stop, "places.spelling")


def _personal(names: Names, row: list[Word]) -> bool:
    """Whether capitalized words may be a person's name: no body's beginning, no abbreviation, syllables all, or after a
    country."""
    first = names.words.token(row[0].begin)
    texts = [names.words.text(word.begin, word.stop) for word in row]
    if names.ahead("person_body", first) or (any(t.isupper() for t in texts) and not all(t.isupper() for t in texts)):
        return False
    if names.gazetteer.by_name(names.words.text(row[0].begin, row[-1].stop)):
        return False
    known = name_index.bare_syllables()
    country = names.ends.get(first)
    return (country is not None and not country.person) or all(base(text) in known for text in texts)


def _speaks(names: Names, span: Span) -> bool:
    """Whether a row of syllables is said to speak or to hold an office."""
    return names.words.spells and person_roles.supported(names, span.i, span.j)


def _headed(names: Names, stop: int) -> bool:
    """Whether a name opens its line and a colon follows."""
    begins = names.words.folded.rfind("\n", 0, stop) + 1
    return names.key(names.words.token_after(stop)) == ":" and stop - begins < HEADED
