"""How common the names of Vietnamese persons are: the lexicon of persons for ``pipeline.names.candidates``.

    persons() -> Lexicon   family, middle and given names by position, the pairs that go together, and their gender

Read from ``models/<lang>/names.toml`` and ``given.tsv`` of the language that the names come from.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pipeline import name_index
from pipeline.names import Lexicon
from pipeline.spelling import fold_words, source_tables, toneless


@cache
def persons() -> Lexicon:
    """The lexicon of Vietnamese persons' names: family, middle and given names by position, with the pairs that go
    together."""
    source = source_tables()
    genders = name_index.given_pairs()
    pairs = [pair for pair, _ in genders]
    family = _grouped(source["family"])
    middle = _grouped(_ranked(source["middle"]["ranks"], (pair[0] for pair in pairs)))
    given = _grouped(_ranked(source["given"]["ranks"], (pair[-1] for pair in pairs)))
    rest = _grouped(name_index.syllable_counts())
    known = sorted({name for names in source.get("holders", {}).values() for name in names})
    rarity = -math.log(HOLDERS / max(len(known), 1))
    names = {" ".join(toneless(word) for word in fold_words(name)): ((name, rarity),) for name in known}
    return Lexicon(
        names=names,
        keys=sorted(names),
        first=Position([(family, 0.9), (middle, 0.08), (rest, 0.02)]),
        inner=Position([(middle, 0.9), (given, 0.05), (family, 0.03), (rest, 0.02)]),
        last=Position([(given, 0.95), (rest, 0.05)]),
        alone=Position([(given, 0.7), (family, 0.25), (rest, 0.05)]),
        pairs={(pair[0], pair[1]): PAIR_BONUS for pair in pairs if len(pair) == 2},
        male=_maleness(genders, source["middle"]),
        free=-math.log(1.0 - HOLDERS),
    )


#: How much cheaper a middle and a given name are that are known to go together.
PAIR_BONUS = 1.5
#: The share of mentions of persons that fall on holders of the highest offices: rough, from news of the genre.
HOLDERS = 0.15


def _maleness(genders: Iterable[tuple[tuple[str, ...], str]], markers: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """How likely a bearer is a man: of names in the list of pairs by their counts, of middle names that mark a gender
    by that."""
    counts: dict[str, list[float]] = {}
    for pair, gender in genders:
        for name in pair:
            counts.setdefault(name, [DOUBT, DOUBT])[gender == "male"] += 1.0
    shares = {name: man / (man + woman) for name, (woman, man) in counts.items()}
    shares.update(dict.fromkeys(markers["male"], MARKED) | dict.fromkeys(markers["female"], 1.0 - MARKED))
    return shares


#: How sure a middle name that marks a gender is of it ("Thị", "Văn"), and the count that each gender is given
#: beforehand.
MARKED, DOUBT = 0.95, 2.0

#: Shares of syllables, grouped by their form with tones off.
Grouped = dict[str, dict[str, float]]


class Position(dict[str, list[tuple[str, float]]]):
    """Syllable with tones off -> (syllable, cost) at one position of a name, the commonest first; worked out when
    first asked for."""

    def __init__(self, parts: Sequence[tuple[Grouped, float]]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, key: str) -> list[tuple[str, float]]:
        shares: dict[str, float] = {}
        for part, weight in self._parts:
            for name, share in part.get(key, {}).items():
                shares[name] = shares.get(name, 0.0) + weight * share
        ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        self[key] = [(name, -math.log(share)) for name, share in ranked]
        return self[key]


def _grouped(counts: Mapping[str, float]) -> Grouped:
    total = sum(counts.values())
    out: Grouped = {}
    for name, count in counts.items():
        out.setdefault(toneless(name), {})[name] = count / total
    return out


def _ranked(ranks: Sequence[Sequence[str]], seen: Iterable[str]) -> dict[str, float]:
    """Weights of names: by rank, a rank half as frequent as the one before, and by how many given pairs hold them."""
    counts: dict[str, float] = {name: 2.0 ** (len(ranks) - rank) for rank, names in enumerate(ranks) for name in names}
    for name in seen:
        counts[name] = counts.get(name, 0.0) + 0.15
    return counts
