"""What stands around a name that no word announces, and what its own words tell of it."""

from __future__ import annotations

from pipeline import name_index
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.person_scan import Run
from pipeline.spelling import base
from pipeline.stages import person_roles
from pipeline.stages.name_spans import Names, Span, Spot
from pipeline.stages.name_words import Word

TOP = ("country", "region", "province")
WIDE = (*TOP, "district")
#: How many words before a name an enterprise's word may stand that bears it.
NEAR = 5
#: Letters that may stand before the colon of a headline that begins with a place.
HEADED = 30


def named_near(names: Names, i: int) -> bool:
    """Whether an enterprise or a street that may bear a person's name begins a few words before."""
    for at in range(i - 1, max(i - NEAR, 0), -1):
        if not names.key(at)[0].isalpha() or at in names.level_begins:
            return False
        if names.behind("place_never", at):
            return True
    return False


def held_office(names: Names, run: Run) -> bool:
    """Whether the run is the name of one who held a highest office."""
    lexicon = persons()
    found = candidates(names.words.text(run.begin, run.stop), names.words.lang, lexicon, 1)
    return bool(found) and found[0].known


def coordinated(names: Names, spot: Spot) -> Span | None:
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


def inside_row(names: Names, spot: Spot) -> bool:
    """Whether another capitalized word stands right before."""
    i = spot.i - 1
    if i < 0 or not names.key(i)[0].isalpha() or names.tokens.starts[spot.i] != names.tokens.ends[i] + 1:
        return False
    if names.spans and names.spans[-1].stop == names.tokens.ends[i]:
        return False
    if not names.words.capital(names.tokens.starts[i]):
        return False
    return not (names.behind("person_body", spot.i) or names.behind("place_before", spot.i))


def opens(names: Names, spot: Spot) -> bool:
    """Whether a sentence or line begins here, so that a capital says nothing."""
    return names.key(spot.i - 1)[0] in '\n.!?:;"-([' or spot.i == 0


def parent_follows(names: Names, span: Span) -> bool:
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


def personal(names: Names, row: list[Word]) -> bool:
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


def speaks(names: Names, span: Span) -> bool:
    """Whether a row of syllables is said to speak or to hold an office."""
    return names.words.spells and person_roles.supported(names, span.i, span.j)


def headed(names: Names, stop: int) -> bool:
    """Whether a name opens its line and a colon follows."""
    begins = names.words.folded.rfind("\n", 0, stop) + 1
    return names.key(names.words.token_after(stop)) == ":" and stop - begins < HEADED
