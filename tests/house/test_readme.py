"""The README is true: its commands print what it shows, its Python runs, its TOML is TOML."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}


def blocks(language: str) -> list[tuple[str, str]]:
    """The fenced blocks of a language: (file, text)."""
    return [
        (name, block)
        for name, text in TEXTS.items()
        for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    ]


def lines(text: str) -> list[str]:
    """The lines of a text without the blanks at their ends, nor blank lines at its own."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n").split("\n")


@pytest.mark.parametrize(("name", "block"), blocks("console"))
def test_commands_print_what_is_shown(name: str, block: str) -> None:
    command, _, shown = block.removeprefix("$ ").partition("\n")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert lines(done.stdout) == lines(shown), f"{name}: {command}"


@pytest.mark.parametrize(("name", "block"), blocks("python"))
def test_python_runs(name: str, block: str, tmp_path: Path) -> None:
    script = tmp_path / "block.py"
    script.write_text(block, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, f"{name}: {done.stderr}"


@pytest.mark.parametrize(("name", "block"), blocks("toml"))
def test_toml_is_toml(name: str, block: str) -> None:
    assert tomllib.loads(block), name


def test_make_targets_that_the_readme_names_exist() -> None:
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", TEXTS["README.md"], re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert named
    assert named <= targets, named - targets
