"""Names that a word before them announces: a place after its level's word, a person after a title."""

from __future__ import annotations

from pipeline.gazetteer import Around
from pipeline.person_names import persons
from pipeline.place_scan import Found
from pipeline.spelling import toneless
from pipeline.stages.name_spans import Names, Span, Spot
from pipeline.stages.name_words import Word

#: Words of a name that a title or a level's word announces, at most.
MOST_PERSON, MOST_PLACE, MOST_VILLAGE = 5, 4, 3
#: A row of words is a place's name known to the gazetteer where its cheapest reading costs (nats) no more than this.
KNOWN = 14.0
#: Levels all of whose places the gazetteer has.
LISTED = ("country", "region")


def place_after_level(names: Names, spot: Spot) -> Span | None:
    """The place that a level's word announces."""
    if spot.glued or spot.i not in names.levels:
        return None
    levels, many, first = names.levels[spot.i]
    if names.behind("place_never", first) or not _joined(names, first, spot.i):
        return None
    if function_word(names, spot.i) and not (spot.hit is not None and _borne(names, spot.hit, levels)):
        return None
    hit = spot.hit
    bearers = {place.level for place in names.bearers(hit)} if hit is not None else set()
    listed = bool(bearers) and bearers.issubset(LISTED)
    if listed and levels[0] not in LISTED and not (hit and hit.weak and "commune" in levels):
        return None
    if levels[0] in LISTED and bearers.isdisjoint(LISTED):
        return None
    if hit is None and names.key(spot.i - 1) == ".":
        # The stop of "TP." may end a sentence too.
        return None
    stop, hit = _extent(names, spot, levels)
    if stop is None:
        return None
    span = names.place(spot.begin, stop, "places.level", hit)
    span.levels, span.many = levels, many
    return span


def function_word(names: Names, i: int) -> bool:
    """Whether a word that joins or places others stands at a token, whatever its letters spell."""
    word = names.words.word(names.tokens.starts[i]) if names.words.spells else None
    return word is not None and names.joins_names(word)


def _joined(names: Names, first: int, i: int) -> bool:
    """A line's end between the word and the name parts them."""
    return "\n" not in names.words.folded[names.tokens.starts[first] : names.tokens.starts[i]]


def _extent(names: Names, spot: Spot, levels: tuple[str, ...]) -> tuple[int | None, Found | None]:
    hit, spells = spot.hit, names.words.spells
    if hit is not None and _borne(names, hit, levels):
        return hit.stop, hit
    row = cut_row(names, names.words.row(spot.begin, MOST_PLACE))
    stop = row[-1].stop if row else 0
    if hit is not None:
        fits = any(place.level in levels for place in names.bearers(hit))
        whole = hit.stop >= stop
        if fits and (whole or not hit.weak) and levels != ("village",):
            return hit.stop, hit
        if whole and (not hit.weak or len(row) > 1 or fits) and not (len(row) == 1 and names.everyday(row[0])):
            return hit.stop, hit
    if not row or (len(row) == 1 and row[0].stop - row[0].begin < 2):
        return (hit.stop, hit) if hit is not None and not hit.weak else (None, None)
    held = spot.i in names.after["person_role"]
    full = spot.run is not None and spot.run.words >= 3 and (hit is None or hit.weak) and not spells
    if full and (held or "village" not in levels):
        return None, None
    if len(row) == 1 and hit is None and not spells and (levels[0] != "village" or _common(names, spot.i)):
        return None, None
    if spells:
        if len(row) == 1 and hit is None and names.everyday(row[0]):
            return None, None
        stop = _read(names, row, levels)
        if hit is not None and not hit.weak and hit.stop >= stop:
            return hit.stop, hit
    return stop, hit if hit is not None and hit.stop == stop else None


def _common(names: Names, i: int) -> bool:
    """Whether one of the language's commonest words stands there, with a capital since it opens a sentence."""
    return any(names.ahead(table, i) for table in ("common", "person_turn", "place_before"))


def _borne(names: Names, hit: Found, levels: tuple[str, ...]) -> bool:
    """Whether a division of the level that is said bears a name of several words, the second of which begins none."""
    row = [word for word in names.words.row(hit.begin, MOST_PLACE) if word.begin < hit.stop]
    if len(row) < 2 and names.words.spells and " " not in names.words.text(hit.begin, hit.stop):
        return False
    if len(row) > 1 and (row[1].begin in names.hits or row[1].begin in names.runs):
        return False
    return any(place.level in levels for place in names.bearers(hit))


def _read(names: Names, row: list[Word], levels: tuple[str, ...]) -> int:
    """Where the name at the beginning of a row ends: the longest that the gazetteer reads, else the row."""
    if levels[0] != "village":
        for n in range(len(row), 1, -1):
            text = names.words.text(row[0].begin, row[n - 1].stop)
            for level in levels:
                ranked = names.gazetteer.rank(text, names.words.lang, Around(level=level), 1)
                if ranked and ranked[0].known and ranked[0].cost <= KNOWN:
                    return row[n - 1].stop
    return row[:MOST_VILLAGE][-1].stop


def cut_row(names: Names, row: list[Word]) -> list[Word]:
    """A place's row up to where an office, a title, another level's word or a person's name begins."""
    spells = names.words.spells
    for n, word in enumerate(row):
        i = names.words.token(word.begin)
        announced = i in names.begins or i in names.level_begins
        if (announced and (n or not spells)) or (n >= 2 and (word.begin in names.runs or (spells and word.everyday))):
            row = row[:n]
            break
    while len(row) > 1 and row[-1].everyday:
        row = row[:-1]
    return [] if len(row) == 1 and row[0].everyday else row


def person_after_title(names: Names, spot: Spot) -> Span | None:
    """The person that a title announces: a full name, or one word that a full name elsewhere explains."""
    if spot.glued or spot.i not in names.after["person_title"]:
        return None
    run, spells = spot.run, names.words.spells
    if spot.i in names.begins and not spells:
        return None
    row = cut_person(names, names.words.row(spot.begin, MOST_PERSON))
    body = names.ahead("place_never", spot.i) or names.ahead("person_never", spot.i)
    if len(row) == 1 and run is None and not spells and body:
        return None
    stop = run.stop if run is not None else 0
    if row and (run is None or (not spells and row[-1].stop > stop)):
        stop = row[-1].stop
    if not stop:
        return holder(names, spot) or foreign_person(names, spot)
    if stop - spot.begin < 2:
        return None
    span = names.person(spot.begin, stop, "persons.title")
    span.alone = run is None and len(row) == 1
    span.sure = not (span.alone and spells and row[0].everyday)
    return span


def holder(names: Names, spot: Spot) -> Span | None:
    """A place's name that is that of one who held a highest office."""
    if spot.hit is None:
        return None
    known = persons().names
    for place in names.bearers(spot.hit):
        if toneless(place.name) in known:
            span = names.person(spot.begin, spot.hit.stop, "persons.known")
            span.known = place.name
            return span
    return None


def cut_person(names: Names, row: list[Word]) -> list[Word]:
    """A person's row up to where an office, a title, a level's word or another name begins."""
    for n, word in enumerate(row):
        i = names.words.token(word.begin)
        hit = names.hits.get(word.begin)
        if n and (i in names.begins or i in names.level_begins or (names.words.spells and word.everyday)):
            return row[:n]
        if n >= 2 and ((word.begin in names.runs and len(row) - n >= 2) or (hit is not None and not hit.weak)):
            return row[:n]
    return row


def foreign_person(names: Names, spot: Spot) -> Span | None:
    """A name that begins with a given name of another people, and the word or two after it."""
    given = names.given.get(spot.i)
    if given is None or spot.glued:
        return None
    titled = spot.i in names.after["person_title"]
    j, vocabulary = given.j, names.doc.grammar.splitter.vocabulary
    while j < min(len(names.tokens), given.j + 2):
        key = names.key(j)
        if j in names.given:
            j = names.given[j].j
            continue
        if not key[0].isalpha() or any(k in vocabulary for k in names.tokens.keys[j]):
            break
        j += 1
    if j == given.j or not (titled or spot.i in names.after["person_role"]):
        return None
    return names.person(spot.begin, names.tokens.ends[j - 1], "persons.given")
