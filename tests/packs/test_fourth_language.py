"""A fourth language is a folder of data: nothing in the engine has to change for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.packs import toy
from tests.packs.cases import models_with

EXTRACT = """
import json, sys
import pipeline
from pipeline import grammar
assert not grammar.check(), grammar.check()
print(json.dumps(pipeline.extract(sys.argv[1]).to_dict()))
"""


def run(models: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs code under another models folder, in a process of its own, since packs are loaded once a process."""
    environment = {**os.environ, "CHIBO_MODELS": str(models), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2]
    )


def test_a_pack_is_all_that_a_language_needs(tmp_path: Path) -> None:
    models = models_with(tmp_path, toy.LANG, toy.FILES).parent
    done = run(models, EXTRACT, toy.TEXT)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["article"]["lang"] == toy.LANG
    figures = [(f["text"], f["value"], f["kind"], f["unit"], f["modifier"]) for f in found["figures"]]
    assert figures == [
        ("una milk ul dvadek", 1020, "count", "party_member", "more_than"),
        ("88,5 %", 88.5, "percent", "percent", None),
    ]
    assert [(d["text"], d["start_date"]) for d in found["dates"]] == [("3 febrek 2025", "2025-02-03")]
    assert [(d["number"], d["kind"]) for d in found["documents"]] == [("12", "directive"), ("17-NQ/TW", "resolution")]


def test_a_pack_may_be_as_small_as_one_file(tmp_path: Path) -> None:
    models = models_with(tmp_path, toy.LANG, {"pack.toml": toy.PACK}).parent
    done = run(models, EXTRACT.replace("extract(sys.argv[1])", f"extract(sys.argv[1], {toy.LANG!r})"), toy.TEXT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [d["number"] for d in found["documents"]] == ["17-NQ/TW"]
    assert found["figures"] == []


def test_a_models_folder_that_is_none_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "import pipeline.packs; pipeline.packs.languages()")
    assert done.returncode == 1
    assert f"CHIBO_MODELS={tmp_path}: no codes.toml in there" in done.stderr
