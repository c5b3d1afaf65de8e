"""Real pages of news sites, parsed without any site rule: text, title, date and kind."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from scrapers.parse import Page, parse, read_page

#: Mean token F1 of the text, measured 0.9999 over twelve pages; a floor may rise, not fall.
TEXT_FLOOR = 0.99
#: The same with every class, id and microdata name taken off the pages, measured 0.970.
NAMELESS_FLOOR = 0.96


def pages_folder() -> Path:
    shared = os.environ.get("CHIBO_SHARED")
    return (Path(shared) if shared else Path(__file__).resolve().parents[2].parent / "shared") / "pages"


PAGES = sorted(pages_folder().glob("*/*.html"))
pytestmark = pytest.mark.skipif(not PAGES, reason=f"no pages in {pages_folder()}")


def gold(page: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return told


def token_f1(found: str, wanted: str) -> float:
    ours, theirs = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", wanted))
    both = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / both if both else 1.0


def day(value: date | datetime | str | None) -> str | None:
    return str(value)[:10] if value else None


def read(page: Path) -> Page:
    return read_page(page.read_bytes(), gold(page)["url"])


def nameless(page: Path) -> str:
    """The page without class names, ids and microdata: what is left when a site's names are unknown."""
    root = html.document_fromstring(page.read_text("utf-8"))
    for element in root.iter():
        for name in ("class", "id", "itemprop", "data-role"):
            if name in element.attrib:
                del element.attrib[name]
    return str(html.tostring(root, encoding="unicode"))


def test_mean_f1_of_the_text() -> None:
    scores = {page.name: token_f1(read(page).article.text, gold(page)["text"] or "") for page in PAGES}
    assert sum(scores.values()) / len(scores) >= TEXT_FLOOR, scores


def test_mean_f1_without_names() -> None:
    scores = {
        page.name: token_f1(parse(nameless(page), gold(page)["url"]).text, gold(page)["text"] or "") for page in PAGES
    }
    assert sum(scores.values()) / len(scores) >= NAMELESS_FLOOR, scores


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_title_kind_and_day(page: Path) -> None:
    found, wanted = read(page), gold(page)
    assert (found.kind, found.article.title) == (wanted["kind"], wanted["title"])
    assert day(found.article.published) == day(wanted["published"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_moment_has_the_offset_that_the_page_states(page: Path) -> None:
    found, wanted = read(page).article.published, gold(page)["published"]
    if wanted and "T" in wanted and isinstance(found, datetime):
        moment = datetime.fromisoformat(wanted)
        if moment.tzinfo and found.tzinfo:
            assert found == moment
        elif not moment.tzinfo:
            assert found.replace(tzinfo=None, second=0) == moment.replace(second=0)


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem.endswith("_list")], ids=lambda page: page.stem)
def test_a_listing_gives_links_alone(page: Path) -> None:
    found = read_page(page.read_bytes(), "https://" + page.stem.split("_")[0] + ".vn/muc.htm")
    assert found.kind == "listing"
    assert (found.article.text, found.article.title) == ("", None)
    articles = [link for link in found.links if re.search(r"\d{9,}\.htm$", link.url)]
    assert len(articles) >= 15
    assert len(found.links) - len(articles) <= 3
    assert all(link.text for link in found.links)


def test_the_same_page_gives_the_same_twice() -> None:
    for page in PAGES:
        assert read(page) == read(page)


def test_zwnj_is_spelling_and_stays() -> None:
    persian = [page for page in PAGES if page.parent.name == "fa"]
    for page in persian:
        assert parse(page.read_bytes(), gold(page)["url"]).text.count("\u200c") == gold(page)["text"].count("\u200c")
