"""The command on one article, process start included, beside nothing but importing spaCy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Result, ratio, seconds, shared

ROUNDS = 7


def run() -> dict[str, Result]:
    """One ratio an article; the two sides take turns, so that a busy machine slows both."""
    return {path.stem: _one(path) for path in sorted((shared() / "articles").glob("*.txt"))}


def _one(article: Path) -> Result:
    command = [str(Path(sys.executable).with_name("chibo")), "extract", str(article), "--format", "json"]
    reference = [sys.executable, "-c", "import spacy"]
    for warming in (command, reference):
        _run(warming)
    times = [(_time(reference), _time(command)) for _ in range(ROUNDS)]
    return ratio(min(a for a, _ in times), min(b for _, b in times), at_least=1, beside='python -c "import spacy"')


def _time(command: list[str]) -> float:
    return seconds(lambda: _run(command))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120)
