"""The title in the text that is extracted from."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.text import with_title
from scrapers import sources
from scrapers.parse import parse

TITLE = "Thi hành kỷ luật 13 đảng viên"
TEXT = "".join(
    f"<p>Trong kỳ họp {which}, ủy ban kiểm tra đã xem xét và kết luận nhiều nội dung quan trọng về {what}.</p>"
    for which, what in (("vừa qua", "đất đai"), ("trước", "tài chính"), ("tới", "cán bộ"), ("cuối năm", "đầu tư"))
)
PAGE = (
    f"<html><head><title>{TITLE}</title><meta property=article:published_time content=2025-02-14T08:00:00+07:00></head>"
    f"<body><article><h1>{TITLE}</h1>{TEXT}</article></body></html>"
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Thân bài.", None),
        ("Thân bài.", "  "),
        ("THI HÀNH KỶ LUẬT 13 ĐẢNG VIÊN\nThân bài.", TITLE),
        (f"Trang chủ\n\n14/02/2025\n{TITLE}.\nThân bài.", TITLE),
        ("تعداد ۱۳ نفر از اعضا\nمتن", "تعداد ١٣ نفر از اعضا"),
    ],
)
def test_a_text_that_has_its_title_stays(text: str, title: str | None) -> None:
    assert with_title(text, title) == text


def test_a_title_goes_before_its_text() -> None:
    assert with_title("Thân bài.", f" {TITLE}\n") == f"{TITLE}\nThân bài."
    assert with_title("", TITLE) == TITLE
    assert with_title("Thi hành kỷ luật 130 đảng viên", TITLE).startswith(f"{TITLE}\n")


def test_a_figure_in_the_headline_of_a_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    [reading] = sources.read([str(tmp_path / "a.html")])
    assert reading.article is not None and TITLE not in parse(PAGE).text
    found = pipeline.extract(reading.article)
    assert [(f.value, f.unit, f.zone) for f in found.figures] == [(13, "party_member", "headline")]
    assert str(found.article.published) == "2025-02-14 08:00:00+07:00"


def test_a_title_is_the_headline_whatever_it_ends_with() -> None:
    article = pipeline.Article(text=f"{TITLE}:\nChi bộ họp.", title=f"{TITLE}:", lang="vi")
    assert [f.zone for f in pipeline.extract(article).figures] == ["headline"]
