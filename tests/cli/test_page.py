"""The HTML page."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import render
from pipeline.records import KINDS, Article, Extraction, Figure
from pipeline.render import Named, View
from pipeline.render._marks import Span, pieces
from tests.cli.conftest import ROOT, sample

CSS = (ROOT / "pipeline" / "render" / "page.css").read_text(encoding="utf-8")


def page(*extractions: Extraction, many: bool = False) -> str:
    out = io.StringIO()
    render.load("html").write([Named(f"n{i}", e) for i, e in enumerate(extractions)], out, View(many=many))
    return out.getvalue()


def soup(*extractions: Extraction, many: bool = False) -> BeautifulSoup:
    return BeautifulSoup(page(*extractions, many=many), "html.parser")


def article_text(tree: BeautifulSoup) -> str:
    body = tree.select_one("div.text")
    assert body is not None
    for value in body.select(".value"):
        value.decompose()
    return body.get_text()


def test_the_text_stands_on_the_page_letter_for_letter(extraction: Extraction) -> None:
    assert article_text(soup(extraction)) == extraction.article.text


def test_every_mention_is_marked_and_described(extraction: Extraction) -> None:
    tree = soup(extraction)
    for kind in KINDS:
        for number, record in enumerate(getattr(extraction, kind)):
            mark = tree.find(id=f"a1-{kind}-{number}")
            assert mark is not None and mark["class"] == [kind] and mark["tabindex"] == "0"
            value = tree.find(id=mark["aria-describedby"])
            assert value is not None and value["role"] == "tooltip"
            assert record.text.startswith(_own_text(mark)[:3])


def _own_text(mark: object) -> str:
    copy = BeautifulSoup(str(mark), "html.parser")
    for value in copy.select(".value"):
        value.decompose()
    return copy.get_text()


def test_values_are_normalised() -> None:
    tree = soup(sample())
    told = {kind: tree.find(id=f"a1-{kind}-0-value") for kind in KINDS}
    texts = {kind: value.get_text(" ", strip=True) for kind, value in told.items() if value is not None}
    assert texts["figures"] == "figures 18 of 21 party member"
    assert texts["dates"] == "dates 2023-01-01 – 2023-12-31"
    assert texts["documents"] == "documents guideline · 09-HD/TU · province"
    assert "377" in texts["places"]


def test_markup_in_title_and_text_stays_text(extraction: Extraction) -> None:
    out = page(extraction)
    assert "<script" not in out and "&lt;script&gt;alert(1)" in out
    assert "&lt;b&gt;&amp;amp; 2023" in out


def test_nothing_is_fetched_and_nothing_runs(extraction: Extraction) -> None:
    extraction.article.url = "javascript:alert(1)"
    out = page(extraction)
    tree = BeautifulSoup(out, "html.parser")
    policy = tree.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None and str(policy["content"]).startswith("default-src 'none'")
    assert not tree.select("script, link, img, iframe, object, [src], [onclick]")
    assert not re.search(r"url\(|@import", out)
    assert all(str(a["href"]).startswith("#") for a in tree.select("a"))


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("vi", "ltr"), (None, "auto")])
def test_the_article_keeps_its_direction(lang: str | None, direction: str) -> None:
    body = soup(Extraction(article=Article(text="x", lang=lang))).select_one("div.text")
    assert body is not None
    assert (body["lang"], body["dir"]) == (lang or "und", direction)


def test_facts_lead_to_their_words(extraction: Extraction) -> None:
    tree = soup(extraction)
    row = tree.find(id="a1-facts-0")
    assert row is not None and row["tabindex"] == "0"
    for link in row.select("a"):
        assert tree.find(id=str(link["href"])[1:]) is not None
    words = row.select_one(".words q")
    sentence = extraction.sentences[1]
    assert words is not None and words.get_text() == extraction.article.text[sentence.start : sentence.end]
    assert [mark.get_text() for mark in words.select("mark")] == ["Năm 2023", "Ban Tổ chức Huyện ủy Yên Mô", "18/21"]


def test_ids_are_unique_on_a_page_of_several(extraction: Extraction) -> None:
    out = page(extraction, sample(), many=True)
    ids = re.findall(r'\bid="([^"]+)"', out)
    assert len(ids) == len(set(ids))


def test_what_html_cannot_hold_is_replaced() -> None:
    text = "a\x00\ud800\x0b\x1b 75\r\n"
    out = page(Extraction(article=Article(text=text), figures=[Figure(start=6, end=8, text="75", value=75)]))
    out.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f]", out)


def test_the_legend_has_a_box_a_kind_that_the_style_sheet_obeys() -> None:
    boxes = [str(box["id"]) for box in soup(sample()).select("fieldset input[type=checkbox]")]
    assert boxes == [f"show-{kind}" for kind in KINDS]
    for box in boxes:
        assert f"body:has(#{box}:not(:checked))" in CSS


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_is_enough_for_small_text(scheme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
    assert set(KINDS) <= set(colours)
    pairs = [("ink", kind) for kind in KINDS] + [
        ("ink", "paper"),
        ("soft", "paper"),
        ("link", "paper"),
        ("ink", "raised"),
        ("soft", "raised"),
    ]
    for front, back in pairs:
        high, low = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (front, back)


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: (min(p), max(p))), max_size=12)


@given(spans)
@settings(max_examples=300)
def test_pieces_are_nested_and_lose_nothing(bounds: list[tuple[int, int]]) -> None:
    given_ = [Span(a, b, "figures", n) for n, (a, b) in enumerate(bounds)]
    steps = list(pieces(30, given_))
    chars = [
        c for piece in steps if piece.opens is None and piece.closes is None for c in range(piece.start, piece.end)
    ]
    assert chars == list(range(30))
    stack: list[Span] = []
    covered: dict[int, list[int]] = {span.number: [] for span in given_}
    for piece in steps:
        if piece.opens is not None:
            stack.append(piece.opens)
        elif piece.closes is not None:
            assert stack.pop() == piece.closes
        else:
            for span in stack:
                covered[span.number] += range(piece.start, piece.end)
    assert not stack
    for span in given_:
        assert covered[span.number] == list(range(span.start, span.end))
        firsts = [piece for piece in steps if piece.opens == span and piece.first]
        assert len(firsts) == (1 if span.start < span.end else 0)
    assert all(a.end <= b.start or a.start == b.start for a, b in pairwise(steps))
