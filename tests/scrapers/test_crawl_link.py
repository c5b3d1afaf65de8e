"""Stories and duplicates: what belongs together is found, whatever came first."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from pipeline.store import Store, open_store
from pipeline.store.schema import addresses, articles, versions
from scrapers.canonical import identify
from scrapers.crawl.link import link
from scrapers.crawl.sketch import packed, sketch
from scrapers.crawl.state import State
from scrapers.sites import Site, sites
from tests.newsite import prose
from tests.newsite.rules import FIRST_NIGHT, Frozen

SLUG = "nang-cao-chat-luong-sinh-hoat-chi-bo"
WHEN = "2025-11-20T01:00:00+00:00"


class Shelf:
    """A store with articles put into it by hand, in any order."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = open_store(folder / "chibo.db")

    def put(self, url: str, text: str = "", source: str | None = None, site: str = "xx/paper", number: int = 1) -> None:
        key = identify(url)
        with self.store.write() as connection:
            if number == 1:
                row = dict.fromkeys(("first_seen", "last_seen"), WHEN) | {"id": key, "url": url, "site": site}
                counts = dict.fromkeys(("depth", "attempts", "failures", "hops"), 0)
                connection.execute(addresses.insert().values(**row, **counts, kind="article", status="fetched"))
                told = {"id": key, "url": url, "site": site, "version": 1, "linked": 0, "first_fetched": WHEN}
                connection.execute(articles.insert().values(**told))
            else:
                connection.execute(articles.update().where(articles.c.id == key).values(version=number))
            version = {
                "article": key,
                "number": number,
                "fetched": WHEN,
                "text": text,
                "text_digest": "",
                "source_url": source,
            }
            connection.execute(versions.insert().values(**version, sketch=packed(sketch(text))))

    def link(self) -> None:
        link(State(self.store, Frozen(FIRST_NIGHT)), sites())

    def column(self, name: str) -> dict[str, Any]:
        with self.store.read() as connection:
            query = sa.select(articles.c.url, articles.c[name])
            return {row[0]: row[1] for row in connection.execute(query)}


A, B, C, D, E = (f"https://{host}.example/news" for host in "abcde")
LINKS = [(A, None), (B, A), (C, B), (D, "https://elsewhere.example/x"), (E, "https://elsewhere.example/x")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::13])
@pytest.mark.parametrize("at_once", [True, False])
def test_source_links_make_one_story_in_any_order(tmp_path: Path, order: tuple[int, ...], at_once: bool) -> None:
    shelf = Shelf(tmp_path)
    for index in order:
        shelf.put(LINKS[index][0], source=LINKS[index][1])
        if not at_once:
            shelf.link()
    shelf.link()
    stories = shelf.column("story")
    assert stories == {
        **dict.fromkeys((A, B, C), min(identify(u) for u in (A, B, C))),
        **dict.fromkeys((D, E), min(identify(D), identify(E))),
    }
    shelf.store.close()


def test_the_same_slug_on_a_site_of_several_languages(tmp_path: Path) -> None:
    """The shipped site files whose addresses carry a story: their examples, one language and another."""
    shelf = Shelf(tmp_path)
    families: dict[str, list[Site]] = {}
    for site in sites():
        if "story" in site.articles.groupindex:
            families.setdefault(urlsplit(site.home).netloc, []).append(site)
    several = {host: found for host, found in families.items() if len({site.language for site in found}) > 1}
    assert several
    for host, found in several.items():
        for site in found:
            candidates = [f"https://{host}/{SLUG}", f"https://{host}/{site.language}/{SLUG}"]
            shelf.put(next(url for url in candidates if site.is_article(url)), site=site.id)
    shelf.link()
    assert len(set(shelf.column("story").values())) == len(several)
    shelf.store.close()


def test_copies_are_tied_to_the_first_and_a_new_version_is_looked_at_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first, second = ("\n".join(prose.paragraphs(n, "vi")) for n in (1, 2))
    urls = sorted((A, B, C), key=identify)
    for url, text in zip(urls, (first, "A new headline. " + first, second), strict=True):
        shelf.put(url, text)
    shelf.link()
    assert shelf.column("duplicate_of") == {urls[0]: None, urls[1]: identify(urls[0]), urls[2]: None}
    before = shelf.column("duplicate_of")
    shelf.link()
    assert shelf.column("duplicate_of") == before
    shelf.put(urls[1], second, number=2)  # rewritten: it is now a copy of the other
    shelf.link()
    assert shelf.column("duplicate_of")[urls[1]] == identify(urls[2])
    assert set(shelf.column("linked").values()) == {1, 2}
    shelf.store.close()
