"""Stanza in the tagger's place: the whole way, with models that the test trains itself."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.tagger_stanza import INSTALL
from pipeline.training.generate import Generator, Marked
from tests.tagger.tiny_stanza import make

INSTALLED = importlib.util.find_spec("stanza") is not None
needs_stanza = pytest.mark.skipif(not INSTALLED, reason=f"Stanza is not installed; run: {INSTALL}")
WITHOUT = """
import sys
sys.modules["stanza"] = None
from pipeline.cli import main
sys.argv = ["chibo", "extract", *sys.argv[1:]]
main()
"""


def sentences() -> list[Marked]:
    """A few dozen of our own sentences, short enough for a small tokenizer."""
    return [one for one in Generator("vi", 5).sentences(200) if len(one.text) < 90 and one.text.endswith(".")][:60]


def extract(folder: Path, text: str, *, code: str = "") -> subprocess.CompletedProcess[str]:
    """``chibo extract --ner stanza`` on a text, models looked for in that folder."""
    source = folder / "article.txt"
    source.write_text(text, "utf-8")
    start = ["-c", code] if code else ["-W", "ignore", "-m", "pipeline.cli", "extract"]
    command = [sys.executable, *start, str(source), "--lang", "vi", "--ner", "stanza", "--format", "json"]
    environment = {**os.environ, "STANZA_RESOURCES_DIR": str(folder), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def test_without_the_package_one_line_says_how_to_install_it(tmp_path: Path) -> None:
    done = extract(tmp_path, "Một câu.", code=WITHOUT)
    assert done.returncode == 1 and done.stdout.strip() in ("", "[]")
    assert f"stanza is not installed; run: {INSTALL}" in done.stderr
    assert "Traceback" not in done.stderr


@needs_stanza
def test_without_a_model_one_line_says_how_to_fetch_it(tmp_path: Path) -> None:
    done = extract(tmp_path, "Một câu.")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"no model for 'vi' that can be loaded from {tmp_path}" in done.stderr
    assert "stanza.download('vi', processors='tokenize,ner')" in done.stderr


@needs_stanza
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_trained_model_is_loaded_and_finds_names(tmp_path: Path) -> None:
    own = sentences()
    assert len(own) >= 40
    make("vi", own, tmp_path)
    text = " ".join(one.text for one in own[:12])
    done = extract(tmp_path, text)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    mentions = [m for kind in ("persons", "places", "organizations") for m in found[kind]]
    assert all(text[m["start"] : m["end"]] == m["text"] for m in mentions)
    spans = _spans(tmp_path, text)
    wanted = {(one.text[a:b], label) for one in own[:12] for a, b, label in one.spans}
    assert len({(words, label) for label, words in spans} & wanted) >= len(wanted) / 3, (
        "it knows what it was trained on"
    )
    (tmp_path / "vi" / "ner" / "tiny.pt").write_bytes(b"no model")
    done = extract(tmp_path, text)
    assert done.returncode == 1 and "no model for 'vi' that can be loaded" in done.stderr
    assert "fetch it with" in done.stderr and "Traceback" not in done.stderr


def _spans(folder: Path, text: str) -> list[tuple[str, str]]:
    """What the seam gives for a text, asked in another process: torch takes long to import and warns."""
    code = "import json, sys\nfrom pipeline.tagger_stanza import load\nprint(json.dumps(load('vi')(sys.argv[1])))"
    environment = {**os.environ, "STANZA_RESOURCES_DIR": str(folder), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-c", code, text]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return [(label, text[start:end]) for label, start, end, _ in json.loads(done.stdout.splitlines()[-1])]
