"""The spellings that real pages show: how often the right name is first, and how often it is a candidate."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline.gazetteer import Around, load
from pipeline.names import candidates
from pipeline.person_names import persons
from pipeline.spelling import base, spelling_languages

#: Shares below which nothing may fall, for all pairs of a language.
FIRST, AMONG = 0.80, 0.95


@pytest.mark.parametrize("lang", spelling_languages())
def test_observed_pairs(lang: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total, first, among = Counter[str](), Counter[str](), Counter[str]()
    with (shared / "names" / "observed.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["lang"] == lang]
    for row in rows:
        if row["kind"] == "person":
            found = list(candidates(row["spelling"], lang, persons()))
        else:
            found = load().rank(row["spelling"], lang, Around(level=row["level"] or None))
        names, wanted = [base(candidate.name) for candidate in found], base(row["vi"])
        for group in ("all", f"{row['kind']} {row['level']}".strip()):
            total[group] += 1
            first[group] += names[:1] == [wanted]
            among[group] += wanted in names
    with capsys.disabled():
        for group, number in sorted(total.items()):
            shares = f"first {first[group] / number:.3f}, among {among[group] / number:.3f}"
            sys.stdout.write(f"\n{lang} {group}: {number}, {shares}")
    assert first["all"] / total["all"] >= FIRST
    assert among["all"] / total["all"] >= AMONG
