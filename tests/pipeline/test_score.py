"""Results against gold, on cases made for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.gold import GoldError, read_gold
from pipeline.records import Article, Extraction, Fact, Figure, Organization
from pipeline.records import Date as DateRecord
from pipeline.score import Report, Tally, agrees, score

TEXT = "0123456789" * 3


def gold(*mentions: dict[str, Any], facts: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    placed = [{"text": TEXT[m["start"] : m["end"]], **m} for m in mentions]
    return {"id": "one", "lang": "xx", "published": None, "text": TEXT, "mentions": placed, "facts": list(facts)}


def scored(article: dict[str, Any], **found: list[Any]) -> Report:
    def extract(source: Article, lang: str) -> Extraction:
        return Extraction(article=source, **found)

    return score([article], extract)


def figure(start: int, end: int, value: float, **more: Any) -> Figure:
    return Figure(start=start, end=end, text=TEXT[start:end], value=value, **more)


def body(start: int, end: int, name: str | None = None) -> Organization:
    return Organization(start=start, end=end, text=TEXT[start:end], name=name)


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.right, tally.strict, tally.wrong, tally.missed


def test_right_missed_and_one_too_many() -> None:
    report = scored(
        gold(
            {"type": "figure", "start": 0, "end": 2, "value": 1}, {"type": "figure", "start": 4, "end": 6, "value": 45}
        ),
        figures=[figure(0, 2, 1), figure(8, 9, 8)],
    )
    tally = report.tally("figure")
    assert counts(tally) == (1, 1, 1, 1)
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)
    assert [m.what for m in report.misses] == ["missed", "extra"]


def test_a_wrong_value_is_both() -> None:
    tally = scored(gold({"type": "figure", "start": 0, "end": 2, "value": 1}), figures=[figure(0, 2, 2)]).tally(
        "figure"
    )
    assert counts(tally) == (0, 0, 1, 1)


def test_an_overlapping_span_is_right_and_not_strict() -> None:
    report = scored(gold({"type": "figure", "start": 0, "end": 2, "value": 1}), figures=[figure(1, 4, 1)])
    assert counts(report.tally("figure")) == (1, 0, 0, 0)
    assert report.tally("figure").share("strict") == 0.0
    assert [m.what for m in report.misses] == ["span"]


def test_spans_that_touch_do_not_overlap() -> None:
    tally = scored(gold({"type": "figure", "start": 0, "end": 2, "value": 1}), figures=[figure(2, 4, 1)]).tally(
        "figure"
    )
    assert counts(tally) == (0, 0, 1, 1)


def test_what_may_be_is_neither_rewarded_nor_punished() -> None:
    article = gold({"type": "figure", "start": 0, "end": 2, "value": 1, "opt": True})
    for found in ([], [figure(0, 2, 1)], [figure(0, 2, 7)]):
        assert counts(scored(article, figures=found).tally("figure")) == (0, 0, 0, 0)


def test_one_prediction_answers_for_one_mention() -> None:
    article = gold(
        {"type": "figure", "start": 0, "end": 3, "value": 1}, {"type": "figure", "start": 3, "end": 6, "value": 1}
    )
    assert counts(scored(article, figures=[figure(2, 4, 1)]).tally("figure")) == (1, 0, 0, 1)


def test_fields_are_judged_where_given_and_a_modifier_always() -> None:
    article = gold({"type": "figure", "start": 0, "end": 2, "value": 1, "unit": "party_member"})
    tally = scored(article, figures=[figure(0, 2, 1, unit="party_member", modifier="nearly", kind="money")]).tally(
        "figure"
    )
    assert tally.fields == {"unit": [1, 1], "modifier": [0, 1]}


def test_both_days_of_a_date_count() -> None:
    article = gold({"type": "date", "start": 0, "end": 2, "start_date": "2021-01-01", "end_date": "2021-12-31"})
    for last, right in ((date(2021, 12, 31), 1), (date(2021, 1, 1), 0)):
        found = DateRecord(start=0, end=2, text="01", start_date=date(2021, 1, 1), end_date=last)
        assert scored(article, dates=[found]).tally("date").right == right


def test_a_body_inside_a_longer_one_is_ignored() -> None:
    article = gold({"type": "organization", "start": 0, "end": 10, "vi": "Huyện ủy Yên Mô"})
    report = scored(article, organizations=[body(0, 10, "Huyện ủy Yên Mô"), body(5, 10, "Yên Mô")])
    assert counts(report.tally("organization")) == (1, 1, 0, 0)
    assert report.tally("organization").fields["vi"] == [1, 1]


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ("Ban Thường vụ/Thường trực", "Thường trực", True),
        ("Ban Thường vụ/Thường trực", "Ban Thường vụ", True),
        ("Ban Thường vụ/Thường trực", "Ban Thường vụ/Thường trực", True),
        ("Ban Thường vụ/Thường trực", "Ban", False),
        ("17-NQ/TW", "17-NQ/TW", True),
        (0.1 + 0.2, 0.3, True),
        (248_000_000_000, 248_000_000_001, False),
        (None, None, True),
        (None, "x", False),
    ],
)
def test_values_that_gold_defends(wanted: object, found: object, right: bool) -> None:
    assert agrees(wanted, found) is right


FACT = {"indicator": "members_admitted", "value": 260, "unit": "party_member", "start_date": "2023-01-01"}


@pytest.mark.parametrize(
    ("changed", "right", "wrong", "missed"),
    [({}, 1, 0, 0), ({"value": 261}, 0, 1, 1), ({"start_date": None}, 0, 1, 1), ({"unit": "person"}, 0, 1, 1)],
)
def test_facts(changed: dict[str, Any], right: int, wrong: int, missed: int) -> None:
    told = {**FACT, "start_date": date(2023, 1, 1), **changed}
    tally = scored(gold(facts=(FACT,)), facts=[Fact(**told)]).tally("fact")
    assert (tally.right, tally.wrong, tally.missed) == (right, wrong, missed)


def test_an_article_without_facts_in_its_gold_is_not_judged_on_them() -> None:
    tally = scored(gold(), facts=[Fact(indicator="members_admitted", value=1)]).tally("fact")
    assert (tally.right, tally.wrong, tally.missed) == (0, 0, 0)


def test_languages_are_counted_apart_and_together() -> None:
    one, other = gold({"type": "figure", "start": 0, "end": 2, "value": 1}), gold()
    report = score(
        [one, {**other, "lang": "yy"}], lambda article, lang: Extraction(article=article, figures=[figure(0, 2, 1)])
    )
    assert counts(report.tally("figure", "xx")) == (1, 1, 0, 0)
    assert counts(report.tally("figure", "yy")) == (0, 0, 1, 0)
    assert counts(report.tally("figure")) == (1, 1, 1, 0)
    assert report.to_dict()["figure"]["yy"]["precision"] == 0.0
    assert report.articles == 2


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    tally = scored(gold()).tally("figure")
    assert (tally.precision, tally.recall, tally.f1, tally.share("strict"), tally.share("unit")) == (1, 1, 1, 1, 1)


def test_gold_is_read_from_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps(gold()), "utf-8")
    (tmp_path / "other.json").write_text("[]", "utf-8")
    assert [g["id"] for g in read_gold([tmp_path])] == ["one"]
    with pytest.raises(GoldError, match="no gold in there"):
        read_gold([tmp_path / "other.json"])
    with pytest.raises(GoldError, match="no such file or folder"):
        read_gold([tmp_path / "nowhere"])
    (tmp_path / "bad.json").write_text("{", "utf-8")
    with pytest.raises(GoldError, match=r"bad\.json: not JSON"):
        read_gold([tmp_path])
