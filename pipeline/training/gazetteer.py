"""Makes ``models/gazetteer`` again: places.tsv, countries.tsv, the list of given names, and the index.

    make(before, after, given)   from three folders into which the releases were installed with ``--target``
    fetch_and_make()             the same, with the releases installed into temporary folders

``regions.tsv`` and ``aliases.tsv`` are written by hand. What is made is the same byte for byte whenever it is made.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.resources import models, models_dir
from pipeline.spelling import load_table, normal
from pipeline.training.index import build
from pipeline.training.sources import (
    AFTER,
    BEFORE,
    COLUMNS,
    GIVEN,
    install,
    read_divisions,
    read_given,
    read_territories,
)

#: How many divisions each release must hold: (level, in force after 1 July 2025) -> number.
COUNTS = {
    ("province", False): 63,
    ("district", False): 696,
    ("commune", False): 10_051,
    ("province", True): 34,
    ("commune", True): 3_321,
}


def fetch_and_make() -> dict[tuple[str, bool], int]:
    """Install the releases into temporary folders with pip and make everything from them; returns the counts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        return make(*(install(name, root / str(number)) for number, name in enumerate((BEFORE, AFTER, GIVEN))))


def make(before: Path, after: Path, given: Path) -> dict[tuple[str, bool], int]:
    """Write the tables and the index; ``ValueError`` where a release does not hold as many divisions as it should."""
    rows = [replace(row, name=normal(row.name)) for row in read_divisions(before, after)]
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.level, not row.until] = counts.get((row.level, not row.until), 0) + 1
    if counts != COUNTS:
        raise ValueError(
            f"divisions by level and era: {counts}; wanted {COUNTS}; install the releases {BEFORE} and {AFTER}"
        )
    _write(models("gazetteer", "places.tsv"), COLUMNS, (row.line() for row in rows))
    langs = sorted(path.parent.name for path in models_dir().glob("*/names.toml"))
    territories = read_territories(langs)
    lines = ("\t".join((code, level, *(told[lang] for lang in langs))) for code, level, told in territories)
    _write(models("gazetteer", "countries.tsv"), ("code", "level", *langs), lines)
    source = next(path.parent for path in sorted(models_dir().glob("*/names.toml")) if "family" in load_table(path))
    _write(
        source / "given.tsv", ("names", "gender"), (f"{normal(name)}\t{gender}" for name, gender in read_given(given))
    )
    build_index()
    return counts


def build_index() -> Path:
    """Make the index alone, after a table was edited by hand; returns its folder."""
    folder = models("gazetteer", "index")
    build(folder)
    return folder


def _write(path: Path, columns: Iterable[str], lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(columns) + "\n")
        file.writelines(line + "\n" for line in lines)
