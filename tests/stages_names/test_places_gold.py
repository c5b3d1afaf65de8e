"""Places and persons of the project's own gold, and of the shared one: floors under their scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.assemble import extract
from pipeline.gold import read_gold
from pipeline.score import Report, score

#: F1, and the share of the found ones with this field right, under which nothing may fall. The Vietnamese name of a
#: person is judged with its tone marks, which no spelling in another script tells.
OWN = {
    ("place", "ar"): (0.98, {"level": 0.97, "vi": 0.95}),
    ("place", "fa"): (0.98, {"level": 0.95, "vi": 0.93}),
    ("place", "vi"): (0.98, {"level": 0.98, "vi": 0.98}),
    ("person", "ar"): (0.98, {"role": 0.95, "vi": 0.60}),
    ("person", "fa"): (0.96, {"role": 0.95, "vi": 0.25}),
    ("person", "vi"): (0.98, {"role": 0.98, "vi": 0.98}),
}
SHARED = {"place": 0.95, "person": 0.97}


@pytest.fixture(scope="module")
def own(root: Path) -> Report:
    return score(read_gold([root / "corpus"]), extract, ("place", "person"))


@pytest.mark.parametrize(("stage", "lang"), sorted(OWN))
def test_own_gold(own: Report, stage: str, lang: str) -> None:
    tally, (floor, fields) = own.tally(stage, lang), OWN[stage, lang]
    assert tally.right > 15
    assert tally.f1 >= floor, [m for m in own.misses if (m.stage, m.lang) == (stage, lang)]
    assert {name: tally.share(name) >= least for name, least in fields.items()} == dict.fromkeys(fields, True)
    assert tally.share("strict") >= 0.97


@pytest.mark.parametrize("stage", sorted(SHARED))
def test_shared_gold(shared: Path, stage: str) -> None:
    report = score(read_gold([shared / "gold"]), extract, (stage,))
    assert report.tally(stage).f1 >= SHARED[stage], report.misses
