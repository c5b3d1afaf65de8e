"""The benchmarks' harness: it finds modules by their names and holds their ratios."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.measure import ROOT

BENCH = """
from tests.bench.measure import ratio

def run():
    return {"toy": ratio(6.0, 2.0, at_least=AT_LEAST, pages=4)}
"""


def test_results_are_written_with_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bench_one.py").write_text(BENCH.replace("AT_LEAST", "3"), "utf-8")
    (tmp_path / "helper.py").write_text("raise AssertionError('not a benchmark')", "utf-8")
    output = tmp_path / "outputs" / "bench.json"
    assert main([], folder=tmp_path, output=output) == 0
    written = json.loads(output.read_text("utf-8"))
    toy = {"ratio": 3.0, "reference_s": 6.0, "chibo_s": 2.0, "at_least": 3, "pages": 4}
    assert written["results"] == {"one": {"toy": toy}}
    assert written["machine"]["cores"] >= 1 and written["machine"]["packages"]["chibo"]
    assert capsys.readouterr().out.split() == ["one", "toy", "3.0", "times", "at", "least", "3"]


def test_too_slow_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bench_one.py").write_text(BENCH.replace("AT_LEAST", "3.5"), "utf-8")
    assert main(["one"], folder=tmp_path, output=tmp_path / "bench.json") == 1
    assert "TOO SLOW" in capsys.readouterr().out


def test_an_unknown_name_says_what_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bench_one.py").write_text(BENCH, "utf-8")
    assert main(["two"], folder=tmp_path, output=tmp_path / "bench.json") == 2
    assert capsys.readouterr().err == "no benchmark two; there are one\n"
    assert not (tmp_path / "bench.json").exists()


def test_missing_articles_are_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHIBO_SHARED", str(tmp_path / "nowhere"))
    assert main(["startup"], output=tmp_path / "bench.json") == 1
    assert "nowhere: no articles/ there; set CHIBO_SHARED" in capsys.readouterr().err


def test_every_benchmark_can_be_run() -> None:
    found = list((ROOT / "tests" / "bench").glob("bench_*.py"))
    assert found and all("def run() -> dict[str, Result]:" in path.read_text("utf-8") for path in found)
