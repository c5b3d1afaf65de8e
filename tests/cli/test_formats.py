"""Formats over an extraction made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from pipeline import render
from pipeline.records import Article, Extraction, Figure
from pipeline.render import LISTS, Named, View
from pipeline.render.table import LRI, PDI, RLI
from tests.cli.conftest import ARABIC, sample


def written(name: str, *extractions: Extraction, view: View | None = None) -> str:
    out = io.StringIO(newline="")
    results = [Named(f"n{i}", extraction) for i, extraction in enumerate(extractions)]
    render.load(name).write(results, out, view or View(many=len(extractions) > 1))
    return out.getvalue()


def test_formats_are_the_files_of_the_package() -> None:
    assert render.formats() == ["csv", "html", "json", "jsonl", "table"]
    with pytest.raises(KeyError, match="allowed: csv, html, json, jsonl, table"):
        render.load("xml")


def test_json_is_one_object_for_one_and_an_array_for_several(extraction: Extraction) -> None:
    assert json.loads(written("json", extraction)) == extraction.to_dict()
    assert json.loads(written("json", extraction, extraction)) == [extraction.to_dict()] * 2
    assert json.loads(written("json", extraction, view=View(many=True))) == [extraction.to_dict()]
    assert json.loads(written("json", view=View(many=True))) == []


def test_jsonl_is_one_object_a_line_whatever_ends_lines(extraction: Extraction) -> None:
    extraction.article.title = "a\u2028b\x85c\nd\x1ce"
    lines = written("jsonl", extraction, extraction).splitlines()
    assert [json.loads(line) for line in lines] == [extraction.to_dict()] * 2


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_lone_surrogate_can_be_written_as_json(name: str) -> None:
    out = written(name, Extraction(article=Article(text="a\ud800b")))
    assert json.loads(out.encode("utf-8"))["article"]["text"] == "a\ud800b"


def test_json_keeps_its_letters() -> None:
    assert "đảng" in written("json", sample())


def test_csv_reads_back_as_the_data(extraction: Extraction) -> None:
    for kind in LISTS:
        rows = list(csv.DictReader(io.StringIO(written("csv", extraction, view=View((kind,))), newline="")))
        records = extraction.to_dict()[kind]
        assert len(rows) == len(records)
        for row, record in zip(rows, records, strict=True):
            assert row.pop("article") == extraction.article.id
            for field, value in record.items():
                cell = row[field]
                assert (json.loads(cell) if isinstance(value, list) else cell) == (
                    "" if value is None else value if isinstance(value, list) else str(value)
                )


def test_csv_survives_line_ends_quotes_and_formulas_in_the_text() -> None:
    words = '=1+1,"x"\r\ny\rz'
    figure = Figure(start=0, end=len(words), text=words, value=2)
    out = written("csv", Extraction(article=Article(text=words), figures=[figure]), view=View(("figures",)))
    assert next(csv.DictReader(io.StringIO(out, newline="")))["text"] == words


def test_csv_refuses_several_kinds_in_one_stream(extraction: Extraction) -> None:
    with pytest.raises(ValueError, match="one kind"):
        written("csv", extraction)


class Terminal(io.StringIO):
    """A terminal as far as anybody asks."""

    def isatty(self) -> bool:
        return True


def arabic() -> Extraction:
    words = "لجنة الحزب في المنطقة"
    found = []
    for start in (m.start() for m in re.finditer(words, ARABIC)):
        found.append(Figure(start=start, end=start + len(words), text=words, value=1, unit_text="عضوًا جديدًا"))
    return Extraction(article=Article(text=ARABIC, lang="ar", title=ARABIC), figures=found)


def test_a_table_shows_values_first_and_leaves_out_empty_columns(
    extraction: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = written("table", extraction)
    heading = next(line for line in out.splitlines() if "value" in line).split()
    assert heading == ["value", "unit", "kind", "modifier", "text", "counted"]
    assert re.search(r"18 of 21 +party member +ratio +18/21 +đảng viên", out)
    assert re.search(r"1,200,000,000 +VND +money +nearly +1,2 tỷ đồng", out)
    assert "session" not in out


def test_right_to_left_cells_are_isolated_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    render.load("table").write([Named("a", arabic())], terminal, View())
    lines = terminal.getvalue().splitlines()
    right = [line for line in lines if re.search("[\u0620-\u064a]", line)]
    assert right
    for line in right:
        assert re.sub(f"{RLI}[^{RLI}{PDI}]*{PDI}", "", line).isascii() or "─" in line, line
    assert not re.search(f"[{RLI}{LRI}{PDI}]", written("table", arabic()))


def test_a_terminal_gets_no_control_characters_from_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = "a\x1b]0;x\x07\u202eb\u2066 75\x00"
    figure = Figure(start=0, end=len(text), text=text, value=75)
    out = written("table", Extraction(article=Article(text=text, title=text), figures=[figure]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_no_color_is_honoured(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    render.load("table").write([Named("a", extraction)], terminal, View())
    assert not re.search(r"\x1b\[[0-9;]*(3[0-7]|38|9[0-7])", terminal.getvalue())


def test_the_width_asked_for_is_honoured(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert max(map(len, written("table", extraction).splitlines())) <= 70


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    figures = [Figure(start=0, end=1, text="1", value=1) for _ in range(1234)]
    assert "and 234 more figures" in written("table", Extraction(article=Article(text="1"), figures=figures))


def test_saving_makes_a_file_for_one_and_a_folder_for_several(extraction: Extraction, tmp_path: Path) -> None:
    one, two = Named("a", extraction), Named("b", extraction)
    json_ = render.load("json")
    assert render.save(json_, [one], tmp_path / "x" / "one.json", View()) == [tmp_path / "x" / "one.json"]
    assert render.save(json_, [one, two], tmp_path / "d", View(many=True)) == [
        tmp_path / "d/a.json",
        tmp_path / "d/b.json",
    ]
    assert json.loads((tmp_path / "d/b.json").read_text(encoding="utf-8")) == extraction.to_dict()
    assert render.save(json_, [], tmp_path / "none.json", View()) == []
    assert not (tmp_path / "none.json").exists()


def test_saving_csv_makes_a_file_a_kind(extraction: Extraction, tmp_path: Path) -> None:
    paths = render.save(render.load("csv"), [Named("a", extraction)] * 2, tmp_path / "d", View(many=True))
    assert [path.stem for path in paths] == list(LISTS)
    assert (tmp_path / "d" / "figures.csv").read_text(encoding="utf-8").count("18/21") == 2
    only = View(("figures",), many=True)
    assert render.save(render.load("csv"), [Named("a", extraction)], tmp_path / "f.csv", only) == [tmp_path / "f.csv"]


def test_saving_lines_takes_several_in_one_file(extraction: Extraction, tmp_path: Path) -> None:
    results = [Named("a", extraction), Named("b", extraction)]
    assert render.save(render.load("jsonl"), results, tmp_path / "all.jsonl", View(many=True)) == [
        tmp_path / "all.jsonl"
    ]
    assert len((tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()) == 2
