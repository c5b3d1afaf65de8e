"""``chibo extract``, with the engine behind it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from pipeline import packs
from tests.cli.conftest import ROOT, SCHEMA, TEXTS, VIETNAMESE, Run, process, values


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_an_article_in_every_language(chibo: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[lang], encoding="utf-8")
    told = chibo("extract", tmp_path / "a.txt", "--format", "json")
    data = json.loads(told.out)
    assert (told.status, told.err, data["article"]["lang"]) == (0, "", lang)
    assert values(told.out) == [260, 75]
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_the_table_is_what_comes_without_a_format(chibo: Run, article: Path) -> None:
    told = chibo("extract", article)
    assert told.status == 0 and "figures (2)" in told.out and "party member" in told.out


def test_standard_input(article: Path) -> None:
    told = process("extract", "-", "--format", "json", stdin=VIETNAMESE.encode("utf-16"))
    assert told.status == 0 and values(told.out) == [260, 75]


def test_published_anchors_relative_dates(chibo: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hôm qua, huyện kết nạp 12 đảng viên.", encoding="utf-8")
    told = chibo("extract", tmp_path / "a.txt", "--lang", "vi", "--published", "2025-02-14", "--format", "json")
    data = json.loads(told.out)
    assert data["article"]["published"] == "2025-02-14"
    assert [date["start_date"] for date in data["dates"]] == ["2025-02-13"]


def test_only_leaves_the_other_lists_empty(chibo: Run, article: Path) -> None:
    data = json.loads(chibo("extract", article, "--only", "dates", "--format", "json").out)
    assert data["dates"] and data["figures"] == []


def test_several_give_an_array_lines_or_files(chibo: Run, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(VIETNAMESE, encoding="utf-8")
    assert len(json.loads(chibo("extract", folder, "--format", "json").out)) == 2
    assert len(json.loads(chibo("extract", article, article, "--format", "json").out)) == 2
    assert len(chibo("extract", folder, "--format", "jsonl").out.splitlines()) == 2
    told = chibo("extract", folder, "--format", "json", "--output", tmp_path / "out")
    assert (told.status, told.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]
    told = chibo("extract", article, "--format", "html", "--output", tmp_path / "one.html")
    assert told.status == 0 and (tmp_path / "one.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_csv_prints_one_kind_and_saves_a_file_a_kind(chibo: Run, article: Path, tmp_path: Path) -> None:
    told = chibo("extract", article, article, "--format", "csv", "--only", "figures")
    rows = list(csv.DictReader(io.StringIO(told.out, newline="")))
    assert [row["value"] for row in rows] == ["260", "75"] * 2
    refused = chibo("extract", article, "--format", "csv")
    assert refused.status == 2 and "--only" in refused.err and refused.out == ""
    assert chibo("extract", article, "--format", "csv", "--output", tmp_path / "csv").status == 0
    assert "260" in (tmp_path / "csv" / "figures.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--lang", "xx"), packs.languages()),
        (("--format", "xml"), ["csv", "html", "json", "jsonl", "table"]),
        (("--only", "figures,dogs"), ["figures", "dates", "documents", "organizations", "persons", "places", "facts"]),
        (("--only", ""), ["figures"]),
        (("--published", "2025-02-30"), ["YYYY-MM-DD"]),
        (("--published", "yesterday"), ["YYYY-MM-DD"]),
        (("--ner", "bert"), ["crf", "stanza", "none"]),
        (("--colour",), []),
    ],
)
def test_a_wrong_command_line_is_status_2_and_says_what_is_allowed(
    chibo: Run, article: Path, arguments: tuple[str, ...], allowed: list[str]
) -> None:
    told = chibo("extract", article, *arguments)
    assert (told.status, told.out) == (2, "")
    assert arguments[0] in told.err
    assert all(word in told.err for word in allowed)


def test_a_missing_source_or_command_is_status_2(chibo: Run) -> None:
    assert chibo("extract").status == 2
    assert chibo("extrct").status == 2
    assert chibo().status in (0, 2)


def test_a_page_brings_its_title_and_date(chibo: Run) -> None:
    told = chibo("extract", ROOT / "corpus" / "samples" / "vi-lac-thuy-village-cells.html", "--format", "json")
    data = json.loads(told.out)
    assert told.status == 0
    assert data["article"]["title"] == "Lạc Thủy: Chi bộ xóm giữ nếp sinh hoạt"
    assert data["article"]["published"].startswith("2024-07-16")
    assert 4652 in values(told.out) and 126 not in values(told.out)


def test_url_says_where_a_saved_page_came_from(chibo: Run, article: Path) -> None:
    told = chibo("extract", article, "--url", "https://example.org/1", "--format", "json")
    assert json.loads(told.out)["article"]["url"] == "https://example.org/1"
    assert chibo("extract", article, article, "--url", "https://example.org/1").status == 2
