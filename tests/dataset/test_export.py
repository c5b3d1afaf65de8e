"""Exports: what stands in the files, that their descriptions are valid, the same bytes from the same store."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import mlcroissant
import pandas as pd
import pytest
from spacy.tokens import DocBin

from pipeline.cli import main
from pipeline.components import RECORDS, blank
from pipeline.dataset.build import Options, build
from pipeline.dataset.conll import HEADING
from pipeline.dataset.export import ARTICLES, ExportError, Files, export
from pipeline.dataset.rows import extraction_of
from pipeline.dataset.select import Choice
from pipeline.dataset.writers import FORMULA, cell, neutral
from pipeline.records import KINDS
from pipeline.store import Store, open_store
from tests.cli.conftest import sample
from tests.dataset.conftest import NewAddress
from tests.dataset.stock import generated, put
from tests.dataset.test_components import plain
from tests.dataset.test_tables import keep


def fill(store: Store) -> None:
    """Articles in every language, and one made by hand that has facts."""
    put(store, *generated(9))
    build(store, Options())
    found = sample()
    found.article.site = "vi/example"
    found.article.title = "=1+1;<b>Đảng</b>"
    keep(store, found)


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    names = [path for path in folder.rglob("*") if path.is_file() and path.name != "provenance.csv"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def test_the_same_on_both_databases_and_again(new_address: NewAddress, tmp_path: Path) -> None:
    found = []
    for number, address in enumerate((new_address(), str(tmp_path / "other.db"))):
        store = open_store(address)
        fill(store)
        digest = export(store, tmp_path / f"a{number}")
        assert export(store, tmp_path / f"b{number}") == digest
        assert contents(tmp_path / f"a{number}") == contents(tmp_path / f"b{number}")
        found.append((digest, contents(tmp_path / f"a{number}")))
        store.close()
    assert found[0] == found[1]


def test_the_formats_hold_the_same(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out")
    for table in ("articles", "figures", "dates", "facts", "facts_wide", "bodies"):
        lines = (tmp_path / "out" / "jsonl" / f"{table}.jsonl").read_text("utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        cells = read(tmp_path / "out" / "csv" / f"{table}.csv")
        frame = pd.read_parquet(tmp_path / "out" / "parquet" / table)
        assert told and len(told) == len(cells) == len(frame), table
        assert list(told[0]) == list(cells[0])
        assert set(told[0]) <= {*frame.columns}, "the folder's name is a column again"
        key = "id" if table == "bodies" else "article"
        assert sorted(frame[key]) == sorted(row[key] for row in told) == sorted(row[key] for row in cells)
    assert {path.name for path in (tmp_path / "out" / "parquet" / "figures").iterdir()} == {
        "lang=ar",
        "lang=fa",
        "lang=vi",
    }


def test_a_fact_stands_with_everything_beside_it(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out")
    wide = read(tmp_path / "out" / "csv" / "facts_wide.csv")
    [row] = [row for row in wide if row["article"] == sample().article.id]
    wanted = {
        "indicator": "members_admitted",
        "value": "18",
        "total": "21",
        "unit": "party_member",
        "subject": "Huyện ủy Yên Mô",
        "place_name": "Yên Mô",
        "province_before_name": "Ninh Bình",
        "province_after_name": "Ninh Bình",
        "start_date": "2023-01-01",
        "published": "2024-02-01",
        "title": "'=1+1;<b>Đảng</b>",
        "url": "https://example.org/a?b=1&c=2",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert "kết nạp 18/21" in row["evidence"]


def test_texts_only_where_asked_for(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "without")
    export(filled, tmp_path / "with", Choice(with_text=True))
    assert "text" not in read(tmp_path / "without" / "csv" / "articles.csv")[0]
    texts = {row["text"] for row in read(tmp_path / "with" / "csv" / "articles.csv")}
    assert sample().article.text in texts
    whole = b"".join(contents(tmp_path / "without").values()).decode("utf-8", "replace")
    assert not any(text in whole for text in texts)


def test_no_cell_is_a_formula(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out", files=Files(formats=("csv",), bom=True))
    for path in (tmp_path / "out" / "csv").glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in read(path):
            for told in row.values():
                assert not told.startswith(FORMULA) or float(told) < 0
    for text in ("=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"):
        assert neutral(text) == f"'{text}"
    assert [cell(value) for value in ("a=1", -1.5, -3, None, "-1.5")] == ["a=1", -1.5, -3, None, "'-1.5"]


def test_language_and_day_choose(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out", Choice(langs=("vi",), since=date(2024, 3, 1)), Files(formats=("jsonl",)))
    lines = (tmp_path / "out" / "jsonl" / "articles.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert told and all(row["lang"] == "vi" and row["published"] >= "2024-03-01" for row in told)
    assert not (tmp_path / "out" / "csv").exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore:The inplace keyword")  # mlcroissant's
@pytest.mark.parametrize("formats", [("parquet", "csv", "jsonl"), ("csv",), ("jsonl",), ("parquet",)], ids="-".join)
def test_the_descriptions_are_valid(tmp_path: Path, formats: tuple[str, ...]) -> None:
    store = open_store(tmp_path / "chibo.db")
    fill(store)
    out = tmp_path / "out"
    export(store, out, files=Files(formats=formats))
    store.close()
    frictionless = [str(Path(sys.executable).with_name("frictionless")), "validate", str(out / "datapackage.json")]
    done = subprocess.run(frictionless, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    dataset = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    assert not dataset.metadata.issues.errors and not dataset.metadata.issues.warnings
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, check=True)
    for table in ("facts", "articles", "bodies"):
        assert list(dataset.records(table)), "the files are found by it"
    assert {record["articles/lang"] for record in dataset.records("articles")} == {b"ar", b"fa", b"vi"}
    if "csv" in formats:
        records = list(dataset.records("facts"))
        assert 18 in [record["facts/value"] for record in records]
        # what is changed is seen
        (out / "csv" / "facts.csv").write_text("article\n", "utf-8")
        done = subprocess.run(frictionless, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path)
        assert done.returncode == 1


def test_something_else_is_never_replaced(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(ExportError, match="mine: holds something else"):
        export(filled, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"
    export(filled, tmp_path / "kept", files=Files(formats=("csv",)))
    (tmp_path / "kept" / "csv" / "notes.txt").write_text("by hand")
    with pytest.raises(ExportError, match=r"kept: holds something else than an export of Chibo \(csv/notes\.txt\)"):
        export(filled, tmp_path / "kept")
    assert (tmp_path / "kept" / "csv" / "notes.txt").exists()
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "under", Path(), Path("/")):
        with pytest.raises(ExportError, match=r"name (another )?one|cannot be written: File exists"):
            export(filled, place)


def test_an_export_behind_a_link_is_replaced_and_the_link_stays(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    digests = {export(filled, tmp_path / "link", files=Files(formats=("csv",))) for _ in range(2)}
    assert len(digests) == 1 and (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "DIGEST").read_text().strip() in digests


def test_what_a_killed_export_left_is_put_right(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = export(filled, tmp_path / "out", files=Files(formats=("csv",)))
    (tmp_path / "out").rename(tmp_path / ".out.old")  # killed between the two renames
    monkeypatch.setattr("pipeline.dataset.export.describe", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(filled, tmp_path / "out", files=Files(formats=("csv",)))
    assert (tmp_path / "out" / "DIGEST").read_text().strip() == digest, "the last whole export is back"
    monkeypatch.undo()
    (tmp_path / ".out.new" / "csv").mkdir(exist_ok=True, parents=True)
    (tmp_path / ".out.new" / "left").write_text("by a killed process")
    export(filled, tmp_path / "out", files=Files(formats=("csv",)))
    assert not (tmp_path / ".out.new").exists() and not (tmp_path / "out" / "left").exists()


def test_docbin_loads_and_its_spans_agree(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out", files=Files(formats=("spacy",)))
    count = 0
    for path in (tmp_path / "out" / "spacy").glob("*.spacy"):
        lang = path.name.partition("-")[0]
        for doc in DocBin(store_user_data=True).from_disk(path).get_docs(blank(lang).vocab):
            told = plain(doc.user_data[RECORDS])
            with filled.read() as connection:
                assert extraction_of(connection, told["article"]["id"]).to_dict() == told
            for kind in KINDS:
                spans = [(span.start_char, span.end_char, span.text) for span in doc.spans[kind]]
                assert spans == [(m["start"], m["end"], m["text"]) for m in told[kind]]
                count += len(spans)
    assert count > 30


def test_conll_agrees_with_the_store(filled: Store, tmp_path: Path) -> None:
    export(filled, tmp_path / "out", files=Files(formats=("conll",)))
    column = HEADING.split()[3:].index("FIGURES")
    for path in (tmp_path / "out" / "conll").glob("*.conll"):
        heading, *lines = path.read_text("utf-8").splitlines(keepends=True)
        assert heading == HEADING
        article = ""
        begun: dict[str, list[int]] = {}
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc id = "):
                article = line.split()[-1]
            elif len(cells) > 1:
                assert len(cells) == 3 + len(KINDS)
                if cells[column].startswith("B-"):
                    begun.setdefault(article, []).append(int(cells[1]))
        for name, starts in begun.items():
            with filled.read() as connection:
                assert starts == [figure.start for figure in extraction_of(connection, name).figures]


@pytest.mark.parametrize("format", ["csv", *ARTICLES])
def test_the_command(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHIBO_STORE", str(tmp_path / "chibo.db"))
    with pytest.raises(SystemExit) as ended:
        main(["export", str(tmp_path / "out"), "--format", format])
    assert ended.value.code == 1 and "chibo.db: no store there" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())
    open_store().close()
    with pytest.raises(SystemExit) as ended:
        main(["export", str(tmp_path / "out"), "--format", format, "--lang", "vi", "--since", "2025-01-01"])
    assert ended.value.code in (0, None)
    assert capfd.readouterr().out.strip() == (tmp_path / "out" / "DIGEST").read_text().strip()
    for wrong in (["--format", "xls"], ["--lang", "xx"], ["--since", "monday"]):
        with pytest.raises(SystemExit) as ended:
            main(["export", str(tmp_path / "out"), *wrong])
        assert ended.value.code == 2
