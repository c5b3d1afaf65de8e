"""How the gazetteer and its index are made."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.models import models as command
from pipeline.resources import models
from pipeline.training import index
from pipeline.training.gazetteer import make
from pipeline.training.sources import AFTER, BEFORE, read_divisions, read_given, read_territories, split_name


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases in small: one province with two districts, then two provinces that share its communes."""
    ward = [{"name": f"Xã Làng {n}", "code": n} for n in range(1, 6)]
    ward[1]["name"] = "Phường 2"
    old = [
        {"name": "Tỉnh Hoà Đông", "code": 1, "districts": [
            {"name": "Thành Phố Hoà Đông", "code": 7, "wards": ward[:3]},
            {"name": "Quận 9", "code": 8, "wards": ward[3:]},
        ]},
    ]  # fmt: skip
    new = [
        {"name": "Thành phố Hòa Tây", "code": 2, "wards": [ward[0], ward[2], ward[4]]},
        {"name": "Hòa Nam", "code": 3, "wards": [ward[3]]},
    ]
    folders = []
    for name, data in (("before", old), ("after", new)):
        path = tmp_path / name / "vietnam_provinces" / "data"
        path.mkdir(parents=True)
        (path / "nested-divisions.json").write_text(json.dumps(data), encoding="utf-8")
        folders.append(tmp_path / name)
    return folders[0], folders[1]


def test_divisions_of_both_releases(releases: tuple[Path, Path]) -> None:
    rows = read_divisions(*releases)
    assert [(row.code, row.name, row.level, row.division, row.parent) for row in rows[:4]] == [
        ("01", "Hoà Đông", "province", "Tỉnh", ""),
        ("007", "Hoà Đông", "district", "Thành phố", "01"),
        ("008", "Quận 9", "district", "Quận", "01"),
        ("00001", "Làng 1", "commune", "Xã", "007"),
    ]
    assert [row.name for row in rows if row.code == "00002"] == ["Phường 2"]
    assert [(row.code, row.successor) for row in rows if row.successor] == [("01", "02")]
    assert {row.until for row in rows[:8]} == {"2025-06-30"}
    assert [(row.code, row.since) for row in rows[8:10]] == [("02", "2025-07-01"), ("03", "2025-07-01")]


def test_a_release_with_other_counts_is_refused(releases: tuple[Path, Path], tmp_path: Path) -> None:
    before = models("gazetteer", "places.tsv").read_bytes()
    with pytest.raises(ValueError, match="wanted") as error:
        make(*releases, tmp_path)
    assert BEFORE in str(error.value)
    assert AFTER in str(error.value)
    assert models("gazetteer", "places.tsv").read_bytes() == before


def test_a_folder_without_a_release_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--target"):
        read_divisions(tmp_path, tmp_path)
    with pytest.raises(FileNotFoundError, match="--target"):
        read_given(tmp_path)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Thành phố Hồ Chí Minh", ("Thành phố", "Hồ Chí Minh")),
        ("Thị trấn N.T Phong Hải", ("Thị trấn", "N.T Phong Hải")),
        ("Xã Cư M’ta", ("Xã", "Cư M'ta")),
        ("Xã Đạ M' Rong", ("Xã", "Đạ M'Rong")),
        ("Quận 1", ("Quận", "Quận 1")),
        ("Phường Chân Mây – Lăng Cô", ("Phường", "Chân Mây - Lăng Cô")),
        ("Cao Bằng", ("", "Cao Bằng")),
    ],
)
def test_a_full_name_is_split(full: str, parts: tuple[str, str]) -> None:
    assert split_name(full) == parts


def test_countries_are_those_of_cldr() -> None:
    pytest.importorskip("babel", reason="Babel makes countries.tsv and is not needed to use it")
    head, *lines = models("gazetteer", "countries.tsv").read_text(encoding="utf-8").splitlines()
    langs = head.split("\t")[2:]
    made = ["\t".join((code, level, *(told[lang] for lang in langs))) for code, level, told in read_territories(langs)]
    assert lines == made


def test_the_index_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    index.build(tmp_path)
    there = models("gazetteer", "index")
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in there.iterdir()}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_an_index_older_than_its_sources_is_refused(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "models", tmp_path / "models")
    with (tmp_path / "models" / "gazetteer" / "aliases.tsv").open("a", encoding="utf-8") as file:
        file.write("Thủ đô\tvi\t01\tprovince\n")
    program = "from pipeline.gazetteer import load; print([p.code for p in load().by_name('Thủ đô')])"
    command_line = [sys.executable, "-c", program]
    refused = subprocess.run(command_line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "StaleIndex" in refused.stderr
    assert "chibo models gazetteer --index" in refused.stderr
    remedy = [sys.executable, "-c", "from pipeline.training.gazetteer import build_index; build_index()"]
    subprocess.run(remedy, cwd=tmp_path, check=True, capture_output=True)
    mended = subprocess.run(command_line, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert mended.stdout.strip() == "['01', '01']"


def test_the_command_lists_what_there_is() -> None:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, ["list"])
    assert result.exit_code == 0
    listed = dict(line.split("\t")[:2] for line in result.stdout.splitlines())
    assert listed["gazetteer/places.tsv"] == str(1 + 63 + 696 + 10_051 + 34 + 3_321)
    assert "gazetteer/index/names.txt" in listed
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2


def test_loading_costs_little() -> None:
    program = (
        "import time, pipeline.gazetteer as g\n"
        "started = time.process_time()\n"
        "g.load().by_spelling('هانوي', 'ar')\n"
        "print(time.process_time() - started)"
    )
    taken = [
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout) for _ in range(3)
    ]
    # 60 ms is what a stage may wait for; twice that leaves room for a machine at work.
    assert min(taken) < 0.12
