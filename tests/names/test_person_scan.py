"""Runs of words that read like full names."""

from __future__ import annotations

import pytest

from pipeline.person_scan import runs
from pipeline.text import fold


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("قال الرفيق نجوين فان دونج، سكرتير لجنة الحزب", "ar", ["نجوين فان دونج"]),
        ("الرفيقان تران ثي هوا ولي فان نام", "ar", ["تران ثي هوا", "لي فان نام"]),
        ("وأكد نجوين ذا غونغ في الاجتماع", "ar", ["نجوين ذا غونغ"]),
        ("رفیق فام تان بین دبیر کمیته", "fa", ["فام تان بین"]),
        ("رفیق تران تان من، رئیس", "fa", ["تران تان من"]),
        ("رفیق نگوین وان هونگ در جلسه گفت", "fa", ["نگوین وان هونگ"]),
        ("Đồng chí Nguyễn Thị Kim Dung phát biểu", "vi", ["Nguyễn Thị Kim Dung"]),
        ("Đồng chí Trần Văn Nam, Lê Hữu Tâm dự", "vi", ["Trần Văn Nam", "Lê Hữu Tâm"]),
        ("TRƯƠNG VĂN HẢI", "vi", ["TRƯƠNG VĂN HẢI"]),
        ("قال Nguyen Van Hung ذلك", "ar", ["Nguyen Van Hung"]),
    ],
)
def test_found(text: str, lang: str, wanted: list[str]) -> None:
    found = runs(fold(text), lang)
    assert [text[run.start : run.end] for run in found] == wanted
    assert [run.words for run in found] == [len(name.split()) for name in wanted]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("لا يمكن أن يكون في هذا ما هو لي من قبل", "ar"),
        ("او در آن سال دو بار با ما بود و کار کرد", "fa"),
        ("Ban Thường vụ và Phó Bí thư họp, trần nhà và lê dân", "vi"),
        ("Tổng Bí thư", "vi"),
        ("Nguyễn, Văn Nam", "vi"),
        ("", "ar"),
    ],
)
def test_nothing_found(text: str, lang: str) -> None:
    assert [run for run in runs(fold(text), lang) if run.words > 2] == []
    assert "Nguyễn" not in [text[run.start : run.end] for run in runs(fold(text), lang)]


def test_a_place_before_a_name_is_cut_off() -> None:
    text = "Bí thư Thành ủy Hà Nội Nguyễn Văn Nam"
    assert [text[run.start : run.end] for run in runs(fold(text), "vi")] == ["Hà Nội", "Nguyễn Văn Nam"]


def test_offsets_are_the_texts_own() -> None:
    text = "Ông Nguye\u0302\u0303n Va\u0306n Nam và ôngTrần"
    (run,) = runs(fold(text), "vi")
    assert text[run.start : run.end] == "Nguye\u0302\u0303n Va\u0306n Nam"
