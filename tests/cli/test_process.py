"""``chibo extract`` as a process: streams, pipes, signals, the locale, what it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, VIETNAMESE, command, process


def test_output_does_not_hang_on_the_locale(article: Path) -> None:
    told = process(
        "extract", str(article), "--format", "jsonl", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert json.loads(told.out)["article"]["text"] == VIETNAMESE
    table = process(
        "extract",
        str(article),
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert table.status == 0 and "260" in table.out


def test_results_stream_line_by_line(article: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    os.mkfifo(later)
    with subprocess.Popen(
        command("extract", article, later, "--format", "jsonl"), stdout=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout is not None
        first = json.loads(running.stdout.readline())
        assert first["article"]["text"] == VIETNAMESE
        later.write_text("Có 7 đảng viên.", encoding="utf-8")
        assert json.loads(running.stdout.readline())["article"]["text"] == "Có 7 đảng viên."
    assert running.returncode == 0


@pytest.mark.parametrize("format", ["jsonl", "json", "table", "html"])
def test_a_closed_pipe_is_no_error(tmp_path: Path, format: str) -> None:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(VIETNAMESE * 40, encoding="utf-8")
    with subprocess.Popen(
        command("extract", tmp_path, "--format", format), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (0, b"")


def test_an_interrupt_is_quiet(article: Path, tmp_path: Path) -> None:
    never = tmp_path / "never.txt"
    os.mkfifo(never)
    # A shell that runs the tests in the background has the interrupt ignored, and a child inherits that.
    with subprocess.Popen(
        command("extract", article, never, "--format", "jsonl"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        told = running.communicate(timeout=60)[1]
    assert (running.returncode, told) == (130, b"")


HEAVY = (
    "spacy",
    "pandas",
    "pyarrow",
    "trafilatura",
    "dateparser",
    "requests",
    "lxml",
    "sqlalchemy",
    "py3langid",
    "numpy",
)


@pytest.mark.parametrize(("format", "also"), [("json", ("rich",)), ("table", ())])
def test_one_article_imports_nothing_heavy(article: Path, format: str, also: tuple[str, ...]) -> None:
    arguments = command("extract", article, "--format", format, options=("-X", "importtime"))
    told = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=ROOT).stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines() if "|" in line}
    assert "pipeline" in imported
    assert not imported & {*HEAVY, *also}
