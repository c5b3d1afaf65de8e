"""Names as real pages spell them, each in sentences of several shapes: how many are found, with which span, and how
often the right name is first and among the candidates; by language, kind and level.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline.assemble import extract
from pipeline.records import Extraction, Person, Place
from pipeline.spelling import base, spelling_languages

#: Sentences by language and kind; ``{level}`` is a level's word, which the announced shapes have.
SHAPES = {
    ("ar", "person"): (
        "قال الرفيق {}، سكرتير لجنة الحزب في المنطقة، إن العمل تقدم.",
        "وأكد السيد {} أهمية هذا العمل.",
        "حضر الاجتماع {} نائب رئيس اللجنة الشعبية.",
        "وبحسب {}، ارتفع عدد أعضاء الحزب.",
    ),
    ("fa", "person"): (
        "رفیق {}، دبیر کمیته حزبی استان، گفت که کار پیش رفت.",
        "آقای {} در این نشست سخنرانی کرد.",
        "به گفته {}، شمار اعضا افزایش یافت.",
        "این جلسه به ریاست {} برگزار شد.",
    ),
    ("ar", "place"): (
        "عقدت لجنة الحزب في {level} {} مؤتمرها أمس.",
        "زار الوفد {level} {}، حيث التقى بأعضاء الحزب.",
        "ارتفع عدد أعضاء الحزب في {} هذا العام.",
        "{}: قبول أعضاء جدد في الحزب",
    ),
    ("fa", "place"): (
        "کمیته حزبی {level} {} دیروز نشست برگزار کرد.",
        "در {level} {}، شمار اعضای حزب افزایش یافت.",
        "شمار اعضای حزب در {} افزایش یافت.",
        "{}: پذیرش اعضای جدید حزب",
    ),
}
LEVELS = {
    "ar": {"province": "مقاطعة", "district": "منطقة", "commune": "بلدية", "village": "قرية", "": "منطقة"},
    "fa": {"province": "استان", "district": "شهرستان", "commune": "کمون", "village": "روستای", "": "منطقه"},
}
#: Floors by language, kind and whether the name is announced (a title or a level's word before it): found, found with
#: its exact span, the right name first, among the candidates. A village's name alone, which no gazetteer has, may be
#: missed.
FLOORS = {
    ("ar", "person", "announced"): (0.99, 0.98, 0.86, 0.98),
    ("ar", "person", "bare"): (0.96, 0.95, 0.86, 0.95),
    ("ar", "place", "announced"): (0.97, 0.97, 0.86, 0.95),
    ("ar", "place", "bare"): (0.86, 0.86, 0.80, 0.86),
    ("fa", "person", "announced"): (1.0, 0.97, 0.86, 0.97),
    ("fa", "person", "bare"): (1.0, 0.97, 0.86, 0.97),
    ("fa", "place", "announced"): (1.0, 1.0, 0.90, 0.96),
    ("fa", "place", "bare"): (1.0, 1.0, 0.90, 0.96),
}
WHAT = ("found", "exact", "first", "among")


def _mention(found: Extraction, kind: str, start: int, end: int) -> Person | Place | None:
    mentions = found.persons if kind == "person" else found.places
    over = [m for m in mentions if m.start < end and start < m.end]
    return next((m for m in over if (m.start, m.end) == (start, end)), over[0] if over else None)


@pytest.mark.parametrize("lang", spelling_languages())
def test_observed_names_in_sentences(lang: str, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total: Counter[tuple[str, ...]] = Counter()
    counts: dict[tuple[str, ...], Counter[str]] = {}
    with (shared / "names" / "observed.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["lang"] == lang]
    for row in rows:
        for shape in SHAPES[lang, row["kind"]]:
            announced = "announced" if shape in SHAPES[lang, row["kind"]][:2] else "bare"
            text = shape.replace("{level}", LEVELS[lang].get(row["level"], "")).replace("{}", row["spelling"])
            start = text.index(row["spelling"])
            mention = _mention(extract(text, lang), row["kind"], start, start + len(row["spelling"]))
            names = [base(mention.name or ""), *map(base, mention.candidates)] if mention else [""]
            whole: tuple[str, ...] = (lang, row["kind"], announced)
            for group in (whole, (*whole, row["level"] or "-")):
                total[group] += 1
                seen = counts.setdefault(group, Counter())
                seen["found"] += mention is not None
                seen["exact"] += mention is not None and mention.text == row["spelling"]
                seen["first"] += names[0] == base(row["vi"])
                seen["among"] += base(row["vi"]) in names
    with capsys.disabled():
        for group, number in sorted(total.items()):
            shares = ", ".join(
                f"{what} {counts[group][what] / number:.3f}" for what in ("found", "exact", "first", "among")
            )
            sys.stdout.write(f"\n{' '.join(group)}: {number}, {shares}")
    for group, floors in FLOORS.items():
        if group[0] == lang:
            shares_of = [counts[group][what] / total[group] for what in WHAT]
            assert all(share >= floor for share, floor in zip(shares_of, floors, strict=True)), (group, shares_of)
