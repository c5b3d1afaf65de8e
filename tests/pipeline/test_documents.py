"""Numbers of official documents in all their shapes, with kind, issuer, term and day; and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

import pipeline
from pipeline.records import Document


def documents(text: str, lang: str) -> list[Document]:
    return pipeline.extract(text, lang, only=["documents"]).documents


@pytest.mark.parametrize(
    ("lang", "text", "mention", "number", "kind", "issuer"),
    [
        ("vi", "Nghị quyết số 17-NQ/TW", "17-NQ/TW", "17-NQ/TW", "resolution", "central"),
        ("vi", "Hướng dẫn số 09-HD/TU", "09-HD/TU", "09-HD/TU", "guideline", "province"),
        ("vi", "theo 1158-QĐNS/TW", "1158-QĐNS/TW", "1158-QĐNS/TW", "decision", "central"),
        ("vi", "Chỉ thị 35-CT/TW", "35-CT/TW", "35-CT/TW", "directive", "central"),
        ("vi", "Chỉ thị số 03/CT/TU", "03/CT/TU", "03/CT/TU", "directive", "province"),
        ("vi", "Nghị định số 20/2021/NĐ-CP", "20/2021/NĐ-CP", "20/2021/NĐ-CP", "decree", "government"),
        ("vi", "Chương trình hành động số 41-CTr/TU", "41-CTr/TU", "41-CTr/TU", "action_programme", "province"),
        ("vi", "Kế hoạch số 12-KH/HU", "12-KH/HU", "12-KH/HU", "plan", "district"),
        ("vi", "quán triệt Chỉ thị 12.", "Chỉ thị 12", "12", "directive", None),
        ("ar", "القرار رقم 17-NQ/TW", "17-NQ/TW", "17-NQ/TW", "resolution", "central"),
        ("ar", "التوجيه رقم ٣٥-CT/TW", "٣٥-CT/TW", "35-CT/TW", "directive", "central"),
        ("fa", "قطعنامه شماره ۲۱-NQ/TW", "۲۱-NQ/TW", "21-NQ/TW", "resolution", "central"),
        ("fa", "برنامه عملیاتی شماره ۴۱-CTr/TU", "۴۱-CTr/TU", "41-CTr/TU", "action_programme", "province"),
        ("fa", "دستورالعمل شماره 01/CT/TU", "01/CT/TU", "01/CT/TU", "directive", "province"),
    ],
)
def test_numbers(lang: str, text: str, mention: str, number: str, kind: str, issuer: str | None) -> None:
    (found,) = documents(text, lang)
    assert (found.text, found.number, found.kind, found.issuer) == (mention, number, kind, issuer)


def test_a_central_resolution_with_its_term() -> None:
    (found,) = documents("Nghị quyết Trung ương 6 (khóa X) về xây dựng Đảng", "vi")
    assert (found.text, found.number, found.session, found.issuer) == (
        "Nghị quyết Trung ương 6 (khóa X)",
        "6",
        10,
        "central",
    )


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("vi", "Nghị quyết số 20-NQ/TW ngày 16/6/2022 của Trung ương", date(2022, 6, 16)),
        ("vi", "Nghị quyết số 20-NQ/TW, ngày 16 tháng 6 năm 2022", date(2022, 6, 16)),
        ("vi", "Nghị quyết số 20-NQ/TW. Ngày 16/6/2022, hội nghị khai mạc", None),
        ("vi", "Nghị quyết số 20-NQ/TW năm 2022", None),
        ("ar", "القرار رقم 21-NQ/TW المؤرخ في 16 يونيو 2022", date(2022, 6, 16)),
        ("fa", "قطعنامه شماره 21-NQ/TW مورخ 16 ژوئن 2022", date(2022, 6, 16)),
    ],
)
def test_the_day_that_the_text_gives(lang: str, text: str, day: date | None) -> None:
    (found,) = pipeline.extract(text, lang).documents
    assert found.date == day


@pytest.mark.parametrize("lang", ["ar", "fa", "vi"])
def test_numbers_inside_are_neither_figures_nor_dates(lang: str) -> None:
    found = pipeline.extract("20/2021/NĐ-CP; 17-NQ/TW; 12/2017/QH14", lang)
    assert len(found.documents) == 3
    assert (found.figures, found.dates) == ([], [])


@pytest.mark.parametrize("lang", ["ar", "fa", "vi"])
@pytest.mark.parametrize(
    "text",
    ["COVID-19", "2-3", "F-16", "10-nq/tw", "A17-NQ/TW", "https://abc.vn/17-nq-tw", "15/6/2021", "5-km", "24/24"],
)
def test_what_only_looks_like_one(lang: str, text: str) -> None:
    assert documents(text, lang) == []
