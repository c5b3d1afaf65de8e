"""The command on one article, process start included, beside nothing but importing spaCy."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.bench.measure import Result, fastest, ratio, shared

ROUNDS = 7


def run() -> dict[str, Result]:
    """One ratio an article."""
    return {path.stem: _one(path) for path in sorted((shared() / "articles").glob("*.txt"))}


def _one(article: Path) -> Result:
    chibo = [str(Path(sys.executable).with_name("chibo")), "extract", str(article), "--format", "json"]
    reference, own = fastest((partial(_run, [sys.executable, "-c", "import spacy"]), partial(_run, chibo)), ROUNDS)
    return ratio(reference, own, at_least=1, beside='python -c "import spacy"')


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120)
