"""Markup so broken that most of a page is lost to a parser that forgives little."""

from __future__ import annotations

import time

import pytest

from scrapers.page import tree
from scrapers.parse import parse

TITLE = "Chi bộ thôn Khe Lầu kết nạp đảng viên trẻ"
PARAGRAPHS = [
    f"Trong {month} tháng đầu năm, chi bộ đã giúp đỡ {month + 3} quần chúng ưu tú, mỗi người có một đảng viên kèm cặp."
    for month in range(2, 9)
]
PAGE = f"<h1>{TITLE}</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WHOLE = f"<html><head><title>{TITLE}</title></head><body><div>{PAGE}</div></body></html>"


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("<body>", "<body></body></html>"),
        ("<body>", '<body><a href="/trang-chu>Trang chủ</a>'),
        ("<body>", "<body><svg><title>biểu tượng</svg>"),
    ],
    ids=["early end", "open quotation", "title in a picture"],
)
def test_an_article_is_found_all_the_same(found: str, instead: str) -> None:
    article = parse(WHOLE.replace(found, instead))
    assert article.title == TITLE
    assert article.text.splitlines() == PARAGRAPHS


def test_a_whole_page_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_mended", lambda text: pytest.fail("parsed a second time"))
    script = "<script>document.write('<div><div><div><div><p><b><i><u><a><em>');" + "x('<p>');" * 50 + "</script>"
    assert parse(WHOLE.replace("<body>", f"<body>{script}<!-- {'<i>' * 50} -->")).text.splitlines() == PARAGRAPHS


@pytest.mark.parametrize("piece", ["<div>", "<script>", "<!--", "<a href='", "<svg><title>", "</body></html><p>a"])
def test_time_is_linear_in_what_is_broken(piece: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        tree.parse_html(piece * count)
        return time.process_time() - start

    seconds(100)
    small, large = (min(seconds(count) for _ in range(2)) for count in (2_000, 16_000))
    assert large < 8 * 4 * max(small, 0.01)
