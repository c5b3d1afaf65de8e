"""Named-entity data in CoNLL columns, read from where it lies: one word and its label a line, an empty line after a
sentence.

    public(lang, folder)   -> Public(name, licence, train, test) or None where the folder has none for the language
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.packs import load
from pipeline.resources import models_dir
from pipeline.training.generate import LABELS, Marked


class Public(NamedTuple):
    """A public set: its name and licence, and its sentences to train and to test with."""

    name: str
    licence: str
    train: list[Marked]
    test: list[Marked]


def default_folder() -> Path:
    """Where the public sets lie unless told otherwise: ``ner`` in the folder of ``CHIBO_SHARED``, or in ``shared``
    beside the checkout."""
    return Path(os.environ.get("CHIBO_SHARED") or models_dir().parent.parent / "shared") / "ner"


def public(lang: str, folder: Path) -> Public | None:
    """The public set that a language's ``training.toml`` names, in a folder of such sets; ``None`` where either has
    none.
    """
    told = load(lang).files.get("training", {}).get("public")
    if told is None or not (folder / told["folder"]).is_dir():
        return None
    paths = _files(folder / told["folder"], told["train"])
    kept = _files(folder / told["folder"], told["test"]) if "test" in told else paths[:: told["test_every"]]
    train = [sentence for path in paths if path not in kept for sentence in read(path)]
    test = [sentence for path in kept for sentence in read(path)]
    return Public(told["name"], told["licence"], train, test)


def _files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise FileNotFoundError(f"{folder}: no {pattern} in there; put the public set there whole, or train without it")
    return found


def read(path: Path) -> list[Marked]:
    """The sentences of one file, words joined by spaces; labels other than persons, organizations and places count as
    none."""
    return [marked(rows) for rows in _sentences(path)]


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    rows: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        parts = re.split(r"[\t ]+", line.strip())
        if len(parts) >= 2:
            rows.append((parts[0], parts[-1]))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def marked(rows: Iterable[tuple[str, str]]) -> Marked:
    """Words and their labels as a text with the names marked."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    before = "O"
    for word, label in rows:
        start = len(text) + 1 if text else 0
        text = f"{text} {word}" if text else word
        name = label[2:] if label[2:] in LABELS else ""
        if name and label.startswith("I-") and before == name:
            spans[-1] = (spans[-1][0], len(text), name)
        elif name:
            spans.append((start, len(text), name))
        before = name
    return Marked(text, spans)
