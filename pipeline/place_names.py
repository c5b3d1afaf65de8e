"""How common the names of Vietnam's divisions are: the lexicon of places for ``pipeline.names.candidates``.

place_lexicon("commune")   names of communes before all others
place_lexicon("village")   names put together of syllables too, since no gazetteer has villages
place_lexicon()            names of every level
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline import name_index
from pipeline.names import Lexicon

LEVELS = ("province", "district", "commune")
#: How many divisions of each level there are, both eras together.
_COUNTS = (97, 696, 13_372)
#: How much more often one province is named than one district, one district than one commune: rough, from news text.
_WEIGHTS = {"province": 60.0, "district": 6.0, "commune": 1.0}
#: What is left of a level's weight where the text names another level.
_OTHER_LEVEL = 0.02
#: The share of places' names that are in no gazetteer (villages, streets, divisions long gone), by what the level
#: word says.
_UNKNOWN = {"province": 0.01, "district": 0.02, "commune": 0.05, "village": 0.6, None: 0.15}


@cache
def place_lexicon(level: str | None = None) -> Lexicon:
    """The lexicon of places that a level word lets expect; an unknown level is as none."""
    if level not in _UNKNOWN:
        return place_lexicon(None)
    known = _Known(level, 1.0 - _UNKNOWN[level])
    counts = name_index.place_syllables()
    starts = sum(begins for found in counts.values() for _, begins, _ in found)
    goes_on = sum(follows for found in counts.values() for _, _, follows in found)
    first, later = _Syllables(counts, (1.0, 0.05), starts), _Syllables(counts, (0.05, 1.0), goes_on)
    keys, free = name_index.table("known").keys_, -math.log(_UNKNOWN[level])
    return Lexicon(names=known, keys=keys, first=first, inner=later, last=later, alone=first, free=free)


class _Known(Mapping[str, Sequence[tuple[str, float]]]):
    """Names of divisions with their costs, worked out of known.txt when first asked for."""

    def __init__(self, level: str | None, share: float) -> None:
        self._table = name_index.table("known")
        self._weights = [w if level in (None, "village", name) else w * _OTHER_LEVEL for name, w in _WEIGHTS.items()]
        self._base = math.log(sum(w * n for w, n in zip(self._weights, _COUNTS, strict=True)) / share)
        self._seen: dict[str, list[tuple[str, float]]] = {}

    def __getitem__(self, key: str) -> Sequence[tuple[str, float]]:
        if key not in self._seen:
            found: list[tuple[str, float]] = []
            for item in self._table[key].split("\t"):
                name, *bearers = item.rsplit(":", len(_COUNTS))
                weight = sum(w * int(n) for w, n in zip(self._weights, bearers, strict=True))
                # A name that only a country or a region bears is as rare here as a division of another level.
                found.append((name, self._base - math.log(weight or _OTHER_LEVEL)))
            self._seen[key] = found
        return self._seen[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Syllables(dict[str, list[tuple[str, float]]]):
    """Syllable with tones off -> (syllable, cost) in places' names; ``weights`` are those of its counts as first and
    as later one."""

    def __init__(
        self, counts: dict[str, list[tuple[str, int, int]]], weights: tuple[float, float], total: float
    ) -> None:
        super().__init__()
        self._counts, self._weights, self._total = counts, weights, total

    def __missing__(self, key: str) -> list[tuple[str, float]]:
        first, later = self._weights
        shares = ((s, (first * a + later * b + 0.1) / self._total) for s, a, b in self._counts.get(key, ()))
        self[key] = [(s.capitalize(), -math.log(share)) for s, share in shares]
        return self[key]
