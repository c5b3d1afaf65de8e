"""Named-entity data in CoNLL columns, read from where it lies: one word and its label a line, an empty line after a
sentence.

    public("ar", folder)   -> Public(name, licence, train, test) or None where the folder has none for the language
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.resources import models_dir
from pipeline.training.generate import LABELS, Marked

#: Every so manieth article of AQMAR, in the order of their names, is kept for the test.
TEST_EVERY = 4


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
    """The public set of a language in a folder of such sets."""
    if lang == "fa" and (folder / "fa-parstwiner").is_dir():
        inner = folder / "fa-parstwiner"
        return Public("ParsTwiNER", "MIT", read(inner / "train.txt"), read(inner / "test.txt"))
    if lang == "ar" and (folder / "ar-aqmar").is_dir():
        articles = sorted((folder / "ar-aqmar").glob("*.txt"))
        kept = articles[::TEST_EVERY]
        train = [sentence for path in articles if path not in kept for sentence in read(path)]
        return Public("AQMAR", "CC BY-SA 3.0", train, [sentence for path in kept for sentence in read(path)])
    return None


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
