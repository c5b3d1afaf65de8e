"""The scores on the project's own gold may rise and may not fall."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline import packs
from pipeline.gold import read_gold
from pipeline.resources import corpus
from tests.corpus import floors

AGAIN = "pin them with `python -m tests.corpus.floors --write`"


@pytest.fixture(scope="module")
def rows() -> floors.Rows:
    return floors.reached()


def test_no_score_is_below_its_floor(rows: floors.Rows) -> None:
    below = floors.fallen(floors.pinned()["floors"], rows)
    assert not below, "\n".join(below)


def test_the_floors_are_those_of_this_gold() -> None:
    assert floors.pinned()["gold"] == floors.digest(floors.gold_files()), (
        f"the gold has changed since the floors were pinned; {AGAIN}"
    )


def test_every_score_has_its_floor(rows: floors.Rows) -> None:
    pinned = floors.pinned()["floors"]
    new = [
        f"{stage} {lang} {name}"
        for stage, ls in rows.items()
        for lang, row in ls.items()
        for name in row
        if name not in pinned.get(stage, {}).get(lang, {})
    ]
    assert not new, f"{new}: scores without a floor; {AGAIN}"


@pytest.mark.parametrize("lang", packs.languages())
def test_the_gold_is_large_and_sound(lang: str) -> None:
    gold = read_gold(sorted(corpus(lang).glob("*.json")))
    assert len(gold) >= 10
    count: Counter[str] = Counter()
    for article in gold:
        for mention in article["mentions"]:
            assert article["text"][mention["start"] : mention["end"]] == mention["text"], (article["id"], mention)
            count[mention["type"]] += 1
    assert count["figure"] >= 100 and count["date"] >= 50 and count["document"] >= 10, count


def test_a_floor_is_not_lowered_unasked() -> None:
    high: floors.Rows = {"figure": {"xx": {"precision": 0.9, "recall": 0.8}}}
    low: floors.Rows = {"figure": {"xx": {"precision": 0.89, "recall": 0.95}}}
    assert floors.raised(low, {"figure": {"xx": {"precision": 0.89, "recall": 0.96}}})
    with pytest.raises(ValueError, match=r"say --lower:\nfigure xx precision: 0\.89, pinned at 0\.9$"):
        floors.raised(high, low)
    with pytest.raises(ValueError, match=r"figure xx recall: None, pinned at 0\.8"):
        floors.raised(high, {})


def test_writing_pins_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "corpus", tmp_path.joinpath)
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "some.json").write_text("{}", "utf-8")
    floors.write({"date": {"vi": {"f1": 0.9}}})
    first = floors.pinned()
    assert first == {"gold": floors.digest(floors.gold_files()), "floors": {"date": {"vi": {"f1": 0.9}}}}
    with pytest.raises(ValueError, match=r"date vi f1: 0\.8, pinned at 0\.9"):
        floors.write({"date": {"vi": {"f1": 0.8}}})
    assert floors.pinned() == first
    floors.write({"date": {"vi": {"f1": 0.8}}}, lower=True)
    assert floors.pinned()["floors"]["date"]["vi"]["f1"] == 0.8
    (tmp_path / "vi" / "some.json").write_text("{ }", "utf-8")
    assert floors.pinned()["gold"] != floors.digest(floors.gold_files())
