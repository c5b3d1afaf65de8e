"""The commands beside ``extract``, and what all have in common."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from pipeline import grammar, packs
from pipeline.cli import commands, main
from tests.cli.conftest import ROOT, Run, process


def test_every_command_has_help(chibo: Run) -> None:
    told = chibo("--help")
    assert told.status == 0
    for name in commands():
        assert f"\n  {name} " in told.out
        helped = chibo(name, "--help")
        assert helped.status == 0 and f"Usage: chibo {name}" in helped.out


def test_every_command_and_option_stands_in_the_docs(chibo: Run) -> None:
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in {"extract", "check", "demo", "score"} & set(commands()):
        assert f"## chibo {name}" in docs
        for option in set(re.findall(r"--[a-z-]+", chibo(name, "--help").out)) - {"--help"}:
            assert option in docs, f"{name} {option}"


def test_commands_are_the_files_of_the_package() -> None:
    assert {"extract", "check", "demo", "score"} <= set(commands())
    assert not any(name.startswith("_") for name in commands())


def test_the_version_is_the_installed_one(chibo: Run) -> None:
    told = chibo("--version")
    assert told.status == 0 and told.out.startswith("chibo ")


def test_check_finds_nothing_wrong_with_the_packs(chibo: Run) -> None:
    told = chibo("check")
    assert (told.status, told.out) == (0, "")
    assert all(lang in told.err for lang in packs.languages())


def test_check_says_what_is_wrong(chibo: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "check", lambda: ["models/xx/pack.toml [name]: missing; a pack needs it"])
    told = chibo("check")
    assert (told.status, told.out) == (1, "models/xx/pack.toml [name]: missing; a pack needs it\n")


def test_an_unforeseen_error_is_one_line(chibo: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise RuntimeError("odd\nthing")

    monkeypatch.setattr(grammar, "check", fail)
    monkeypatch.delenv("CHIBO_TRACEBACK", raising=False)
    told = chibo("check")
    assert told.status == 1 and "RuntimeError" in told.err and len(told.err.splitlines()) == 1
    monkeypatch.setenv("CHIBO_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        main(["check"])


def test_the_demo_shows_every_language(tmp_path: Path) -> None:
    told = process("demo", "--output", str(tmp_path / "demo"))
    assert told.status == 0, told.err
    schema = json.loads((ROOT / "pipeline" / "extraction.schema.json").read_text(encoding="utf-8"))
    found = {path: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "demo").glob("*.json")}
    assert {data["article"]["lang"] for data in found.values()} == set(packs.languages())
    index = (tmp_path / "demo" / "index.html").read_text(encoding="utf-8")
    for path, data in found.items():
        jsonschema.Draft202012Validator(schema).validate(data)
        assert path.with_suffix(".html").is_file() and path.with_suffix(".html").name in index
        assert data["figures"], path.name
    assert "figures (" in told.out and str(tmp_path / "demo") in told.err


def test_score_without_gold_is_one_line(chibo: Run, tmp_path: Path) -> None:
    told = chibo("score", tmp_path / "gone.json")
    assert (told.status, told.out, len(told.err.splitlines())) == (1, "", 1)


def test_score_measures_the_gold_of_the_project(chibo: Run) -> None:
    told = chibo("score", ROOT / "corpus" / "vi")
    assert told.status == 0, told.err
    heading, *rows = told.out.splitlines()
    assert heading.split()[:9] == ["stage", "lang", "right", "wrong", "missed", "P", "R", "F1", "strict"]
    figures = next(row for row in rows if row.startswith("figure")).split()
    right, wrong, missed = map(int, figures[2:5])
    assert right > 0 and float(figures[5]) == pytest.approx(right / (right + wrong), abs=0.001)
    assert float(figures[6]) == pytest.approx(right / (right + missed), abs=0.001)
    more = chibo("score", ROOT / "corpus" / "vi", "--misses")
    assert len(more.out) > len(told.out)
