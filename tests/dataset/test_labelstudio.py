"""Label Studio: what is exported for it comes back as gold, and what cannot be gold is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.cli import main
from pipeline.dataset.export import Files, export
from pipeline.gold import GoldError, read_gold
from pipeline.labelstudio import CONFIG, gold, task
from pipeline.records import Article
from pipeline.score import score
from pipeline.store import Store
from tests.dataset.test_export import fill


def test_label_studio_comes_back_as_gold(store: Store, tmp_path: Path) -> None:
    fill(store)
    export(store, tmp_path / "out", files=Files(formats=("labelstudio",)))
    assert (tmp_path / "out" / "labelstudio" / "config.xml").read_text("utf-8") == CONFIG
    tasks = json.loads((tmp_path / "out" / "labelstudio" / "tasks.json").read_text("utf-8"))
    assert len(tasks) == 10 and all(one["predictions"][0]["result"] for one in tasks)
    corrected = tmp_path / "corrected.json"
    for one in tasks:  # what a person who corrects nothing hands in
        one["annotations"] = [{"result": one.pop("predictions")[0]["result"], "was_cancelled": False}]
    corrected.write_text(json.dumps(tasks), "utf-8")
    report = score(read_gold([corrected]), extract)
    figures = report.tally("figure")
    assert figures.right > 20 and (figures.wrong, figures.missed) <= (2, 2)
    regions = tasks[0]["annotations"][0]["result"]
    removed = next(region["id"] for region in regions if region["value"].get("labels") == ["figure"])
    tasks[0]["annotations"][0]["result"] = [region for region in regions if region["id"] != removed]
    corrected.write_text(json.dumps(tasks), "utf-8")
    assert score(read_gold([corrected]), extract).tally("figure").wrong == figures.wrong + 1


WIDE = "🎉🎉 Có 12 đảng viên 🎉 và 5 chi bộ."


@pytest.mark.parametrize("counted", ["code points", "UTF-16 units"])
def test_label_studio_counts_code_points_and_once_counted_units(counted: str) -> None:
    told = task(extract(Article(text=WIDE, lang="vi", id="a")).to_dict(), 1)
    regions = told["predictions"][0]["result"]
    for value in (region["value"] for region in regions):
        if "labels" in value:
            assert WIDE[value["start"] : value["end"]] == value["text"]
        if counted == "UTF-16 units":
            for end in ("start", "end"):
                value[end] = len(WIDE[: value[end]].encode("utf-16-le")) // 2
    mentions = (gold({**told, "annotations": [{"result": regions}]}) or {})["mentions"]
    assert [(m["text"], m.get("value")) for m in mentions if m["type"] == "figure"] == [("12", 12), ("5", 5)]


def region(**changed: Any) -> dict[str, Any]:
    value = {"start": 3, "end": 5, "labels": ["figure"]} | changed.pop("value", {})
    return {"id": "x", "type": "labels", "value": value} | changed


def one_task(**changed: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"id": "a", "lang": "vi", "text": "Có 12."}, "annotations": []} | changed


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ([one_task()], "1 tasks, and none with an annotation that was submitted; label some"),
        (
            [one_task(annotations=[{"result": [], "was_cancelled": True}])],
            "1 tasks, and none with an annotation that was submitted",
        ),
        (
            [{"id": 7, "data": {"text": "Có 12."}, "predictions": []}],
            "1 tasks, and none with an annotation that was submitted",
        ),
        (
            [{"id": 7, "text": "Có 12.", "annotation_id": 3, "label": []}],
            "Label Studio's JSON-MIN, which does not say .*; export as JSON",
        ),
        ([one_task(annotations=[{"result": [region(type="choices")]}])], "task 7: an entry of type 'choices'; allowed"),
        (
            [one_task(annotations=[{"result": [region(value={"labels": ["number"]})]}])],
            "task 7: the label 'number'; allowed: figure, date, document",
        ),
        (
            [one_task(annotations=[{"result": [region(value={"end": 70})]}])],
            "task 7: region x is 3 to 70 of a text of 6 code points; the text was changed",
        ),
        ([one_task(annotations=[{"result": [region(value={"end": "/p[1]"})]}])], "task 7: .* is no region of a text"),
        ([one_task(annotations=[{"result": [{"id": "x"}]}])], "task 7: {'id': 'x'} is no region of a text"),
        ([one_task(data={"text": "Có 12."}, annotations=[{"result": []}])], "task 7: no id, lang in its data"),
        (
            [one_task(data={"id": "a", "lang": "vi", "text": "Có.", "published": "nay"}, annotations=[{"result": []}])],
            "article a: published is 'nay', no day; write one as 2025-02-14",
        ),
        ({"text": "Có.", "mentions": []}, "no id, lang; a gold article has id, lang, text and mentions"),
        ([{"some": "list"}], "no gold in there"),
        ([], "no gold in there"),
    ],
)
def test_other_files_of_label_studio_are_said(tmp_path: Path, tasks: Any, said: str) -> None:
    (tmp_path / "t.json").write_text(json.dumps(tasks), "utf-8")
    with pytest.raises(GoldError, match=rf"t\.json: {said}"):
        read_gold([tmp_path / "t.json"])


def test_of_several_annotations_the_last_counts_and_relations_are_left_alone(tmp_path: Path) -> None:
    value = region(type="textarea", value={"text": ["13"]})
    relation = {"from_id": "x", "to_id": "y", "type": "relation", "direction": "right"}
    annotations = [{"result": []}, {"result": [region(), value, relation]}, {"result": [], "was_cancelled": True}]
    (tmp_path / "t.json").write_text(json.dumps([one_task(annotations=annotations), one_task()]), "utf-8")
    [article] = read_gold([tmp_path / "t.json"])
    assert [(m["text"], m["value"]) for m in article["mentions"]] == [("12", 13)]


@pytest.mark.parametrize(
    ("label", "written", "asked"),
    [
        ("date", "14/6/2024", "write its first and last day"),
        ("date", "20240614", "write its first and last day"),
        ("figure", "twelve", "write a number"),
        ("figure", "nan", "write a number"),
    ],
)
def test_a_value_that_is_none_is_said(label: str, written: str, asked: str, tmp_path: Path) -> None:
    labels = region(value={"labels": [label]})
    told = [one_task(annotations=[{"result": [labels, region(type="textarea", value={"text": [written]})]}])]
    (tmp_path / "t.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(GoldError, match=f"t.json: task 7: {label} '12': its value is '{written}'; {asked}"):
        read_gold([tmp_path / "t.json"])


def test_a_figure_without_a_value_is_said(tmp_path: Path) -> None:
    told = [one_task(annotations=[{"result": [region()]}])]
    (tmp_path / "t.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(GoldError, match=r"t\.json: task 7: figure '12': its value is ''; write a number"):
        read_gold([tmp_path / "t.json"])


def test_gold_of_a_language_without_a_pack_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = one_task(data={"id": "a", "lang": "xx", "text": "Có."}, annotations=[{"result": []}])
    (tmp_path / "t.json").write_text(json.dumps([told]), "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["score", str(tmp_path / "t.json")])
    assert ended.value.code == 1
    assert capfd.readouterr().err == "chibo: article a: lang is 'xx'; allowed: ar, fa, vi\n"
