"""Headline, dateline, byline, caption, body and the page around them; sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.records import Extraction

PAGE = """Trang chủ
Huyện Mường La kết nạp 260 đảng viên mới
Việt NamViệt Nam14/02/2025
(ĐCSVN) - Năm 2024, Đảng bộ huyện kết nạp 260 đảng viên, vượt 4% kế hoạch.
> Bài 1: Hai vai một gánh
Ảnh: Lễ kết nạp 5 đảng viên
Đó là kết quả của 3 năm cố gắng.
Bài và ảnh: Lò Văn Tâm
Bình luận (7)
Tin liên quan
Kết nạp 99 đảng viên
"""


def zones(text: str, lang: str = "vi") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone in pipeline.extract(text, lang).zones:
        found.setdefault(zone.zone, []).append(text[zone.start : zone.end].strip())
    return found


def said(found: Extraction) -> list[str]:
    return [found.article.text[s.start : s.end] for s in found.sentences]


def test_a_whole_page() -> None:
    found = zones(PAGE)
    assert found["headline"] == ["Huyện Mường La kết nạp 260 đảng viên mới"]
    assert found["dateline"] == ["Việt NamViệt Nam14/02/2025", "(ĐCSVN) -"]
    assert found["caption"] == ["Ảnh: Lễ kết nạp 5 đảng viên"]
    assert found["byline"] == ["Bài và ảnh: Lò Văn Tâm"]
    assert "Trang chủ" in found["boilerplate"] and "> Bài 1: Hai vai một gánh" in found["boilerplate"]
    assert found["boilerplate"][-3:] == ["Bình luận (7)", "Tin liên quan", "Kết nạp 99 đảng viên"]
    assert [line[:8] for line in found["body"]] == ["Năm 2024", "Đó là kế"]


def test_what_is_found_bears_its_zone() -> None:
    found = pipeline.extract(PAGE, "vi", boilerplate=True)
    at = {(f.value, f.zone) for f in found.figures}
    assert {(260, "headline"), (260, "body"), (5, "caption"), (99, "boilerplate")} <= at
    assert not {99, 7} & {f.value for f in pipeline.extract(PAGE, "vi").figures}


def test_a_real_page_with_its_page_around_it(shared: Path) -> None:
    text = (shared / "articles" / "fa-tuyen-quang-1.txt").read_text("utf-8")
    found = zones(text, "fa")
    assert any("14/02/2025" in line for line in found["dateline"])
    assert sum(line.startswith(">") for line in found["boilerplate"]) == 2


@pytest.mark.parametrize(
    ("lang", "text", "sentences"),
    [
        ("vi", "Câu một. Câu hai! Câu ba?", ["Câu một.", "Câu hai!", "Câu ba?"]),
        ("vi", "Đ.c Lò Văn Tâm ở TP. Sơn La. Họp rồi.", ["Đ.c Lò Văn Tâm ở TP. Sơn La.", "Họp rồi."]),
        ("vi", "Đạt 1.256 đảng viên. 75 chi bộ.", ["Đạt 1.256 đảng viên.", "75 chi bộ."]),
        ("vi", "Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("ar", "انعقد المؤتمر. حضره 75 عضوًا؟ نعم.", ["انعقد المؤتمر.", "حضره 75 عضوًا؟", "نعم."]),
        ("fa", "نشست برگزار شد. ۷۵ عضو آمدند.", ["نشست برگزار شد.", "۷۵ عضو آمدند."]),
    ],
)
def test_sentences(lang: str, text: str, sentences: list[str]) -> None:
    assert said(pipeline.extract(text, lang)) == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200c", "..."])
def test_an_empty_text_has_one_sentence_at_least(text: str) -> None:
    assert len(pipeline.extract(text, "vi").sentences) == 1
