"""Floors under the scores on the project's own gold: ``python -m tests.corpus.floors --write`` pins them again.

``corpus/floors.json`` holds, by stage and language, what was reached, with a digest of the gold. A floor is lowered
only with ``--lower``: a deliberate act that a review can see.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pipeline
from pipeline import packs
from pipeline.gold import read_gold
from pipeline.records import Article, Extraction
from pipeline.resources import corpus
from pipeline.score import score

FLOORS = "floors.json"
#: What is pinned of a row of the score; a row's fields are pinned too.
COUNTS = ("right", "wrong", "missed")
#: Scores are rounded to this many places, floors are compared within it.
PLACES = 4

Rows = dict[str, dict[str, dict[str, float]]]


def gold_files() -> list[Path]:
    """The gold articles, in the order of their names."""
    return [path for lang in packs.languages() for path in sorted(corpus(lang).glob("*.json"))]


def digest(files: list[Path]) -> str:
    """One SHA-256 over names and contents."""
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.parent.name}/{path.name}\n".encode())
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def reached() -> Rows:
    """The score on the gold: shares by stage and language. Stages not extracted yet have no row."""
    rows = score(read_gold(gold_files()), _extract).to_dict()
    found: Rows = {}
    for stage, langs in rows.items():
        for lang, row in langs.items():
            if row["right"]:
                found.setdefault(stage, {})[lang] = {k: round(v, PLACES) for k, v in row.items() if k not in COUNTS}
    return found


def pinned() -> dict[str, Any]:
    """What is pinned: ``gold``, the digest, and ``floors``."""
    data: dict[str, Any] = json.loads(corpus(FLOORS).read_text("utf-8"))
    return data


def fallen(floors: Rows, rows: Rows) -> list[str]:
    """Every score below its floor, a line each: where, what it is, what it should be."""
    return [
        f"{stage} {lang} {name}: {rows.get(stage, {}).get(lang, {}).get(name)}, pinned at {floor}"
        for stage, langs in floors.items()
        for lang, row in langs.items()
        for name, floor in row.items()
        if rows.get(stage, {}).get(lang, {}).get(name, 0.0) < floor
    ]


def raised(floors: Rows, rows: Rows) -> Rows:
    """The rows, where none of them is below its floor."""
    lower = fallen(floors, rows)
    if lower:
        raise ValueError("\n".join(["these would be lowered; mend what made them fall, or say --lower:", *lower]))
    return rows


def write(rows: Rows, lower: bool = False) -> None:
    """Pin the rows and the gold's digest; ``ValueError`` where a floor would fall without ``lower``."""
    path = corpus(FLOORS)
    if path.exists() and not lower:
        raised(pinned()["floors"], rows)
    data = {"gold": digest(gold_files()), "floors": rows}
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")


def _extract(article: Article, lang: str) -> Extraction:
    return pipeline.extract(article, lang)


def main(arguments: list[str]) -> int:
    """Pin the floors, or say what has fallen: 0 done, 1 something is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.floors", description=__doc__)
    parser.add_argument("--write", action="store_true", help="pin what is reached now")
    parser.add_argument("--lower", action="store_true", help="with --write: let floors fall")
    options = parser.parse_args(arguments)
    rows = reached()
    try:
        if options.write:
            write(rows, options.lower)
        else:
            raised(pinned()["floors"], rows)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
