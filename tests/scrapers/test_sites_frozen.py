"""Each site's frozen page gives the record beside it. The pages have the sites' structure and invented content."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers import sites
from scrapers.parse import Sent, parse

FROZEN = Path(__file__).resolve().parent / "frozen"
PAGES = sorted(FROZEN.glob("*/*.html"))


def site_of(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


def expected(page: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return record


def test_every_site_has_a_frozen_page_and_every_page_a_site() -> None:
    assert {site_of(page) for page in PAGES} == {site.id for site in sites.sites()}


@pytest.mark.parametrize("page", PAGES, ids=site_of)
def test_a_frozen_page_gives_its_record(page: Path) -> None:
    wanted = expected(page)
    found = parse(page.read_bytes(), wanted["url"], site=sites.by_id(site_of(page)))
    assert found.site == site_of(page)
    assert {
        "url": found.url,
        "title": found.title,
        "author": found.author,
        "published": found.published.isoformat() if found.published else None,
        "source_url": found.source_url,
        "text": found.text,
    } == wanted


@pytest.mark.parametrize("page", PAGES, ids=site_of)
def test_a_frozen_pages_address_is_an_article_of_its_site_alone(page: Path) -> None:
    url = expected(page)["url"]
    assert [site.id for site in sites.sites() if site.is_article(url)] == [site_of(page)]
    found = sites.for_url(url)
    assert found is not None
    assert found.id == site_of(page)


@pytest.mark.parametrize("page", PAGES, ids=site_of)
def test_the_date_of_a_feed_overrules_the_page(page: Path) -> None:
    told = datetime(2019, 5, 1, 12, tzinfo=UTC)
    wanted = expected(page)
    assert (
        parse(page.read_bytes(), wanted["url"], site=sites.by_id(site_of(page)), sent=Sent(published=told)).published
        == told
    )


def test_the_versions_of_one_article_share_their_story() -> None:
    slug = "chi-bo-thon-na-phieng-giu-nep-sinh-hoat-deu"
    addresses = [expected(FROZEN / lang / "vietnam.html")["url"] for lang in ("ar", "fa", "vi")]
    stories = {site.story(url) for url in addresses if (site := sites.for_url(url))}
    assert stories == {slug}
