"""Single turns of a walk: redirects that leave the site, hosts that ask for rest, interrupts, bars on a terminal."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from rich.console import Console

from pipeline.store import open_store
from scrapers.crawl import Bars, crawl
from scrapers.fetch import Clock
from scrapers.sites import Layout
from tests.newsite import compare
from tests.newsite.pages import Plan, path
from tests.newsite.rules import FIRST_NIGHT, options, sites
from tests.newsite.server import NewsSite


def status_of(folder: Path, query: str) -> list[tuple[object, ...]]:
    store = open_store(folder / "chibo.db")
    try:
        with store.read() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]
    finally:
        store.close()


def run(news: NewsSite, folder: Path, night: int = 0) -> None:
    store = open_store(folder / "chibo.db")
    try:
        crawl(store, sites(folder / "sites", news.base), options(folder, night), lambda event: None)
    finally:
        store.close()


def small(count: int = 12) -> Plan:
    plan = Plan(count)
    for name in [name for name, page in plan.pages.items() if page.number >= 100_000]:
        del plan.pages[name]
    return plan


def test_a_redirect_that_leaves_the_site_is_not_followed(tmp_path: Path) -> None:
    with NewsSite(small(), host="127.0.0.3") as other, NewsSite(small()) as news:
        page = next(p for p in news.plan.pages.values() if "sitemap" in p.listed and p.behaviour == "plain")
        news.plan.moved[page.path] = f"{other.base}/somebody-elses-news"
        store = open_store(tmp_path / "chibo.db")
        rules = sites(tmp_path / "sites", news.base)
        crawl(store, rules, options(tmp_path, hosts=("127.0.0.2/31",)), lambda event: None)
        store.close()
        assert other.asked == []
    reasons = status_of(tmp_path, "SELECT status, reason FROM addresses WHERE reason = 'elsewhere'")
    assert reasons == [("refused", "elsewhere")]


def test_a_page_that_moves_round_in_a_circle_is_asked_for_once(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        page = next(p for p in news.plan.pages.values() if "sitemap" in p.listed and p.behaviour == "plain")
        there = path(77_000, page.lang)
        news.plan.moved[page.path] = there
        news.plan.moved[there] = page.path
        run(news, tmp_path)
        assert status_of(tmp_path, "SELECT COUNT(*) FROM addresses WHERE reason = 'redirects'") == [(1,)]
        assert news.asked.count(page.path) == 1 and news.asked.count(there) == 1


def test_a_server_that_insists_on_its_own_spelling_is_humoured(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        page = next(p for p in news.plan.pages.values() if "sitemap" in p.listed and p.behaviour == "plain")
        news.insists = {page.path: f"{page.path}?utm_source=own"}
        run(news, tmp_path)
    assert (news.base + page.path,) in status_of(tmp_path, "SELECT url FROM articles")


def test_what_was_left_out_stays_out_when_it_did_not_change(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        rules = [replace(site, min_relevance=0.999) for site in sites(tmp_path / "sites", news.base)]
        store = open_store(tmp_path / "chibo.db")
        query = (
            "SELECT status, reason, COUNT(*) FROM addresses WHERE kind = 'article' AND status <> 'moved' GROUP BY 1, 2"
        )
        for night in (0, 1):
            report = crawl(store, rules, options(tmp_path, night), lambda event: None)
            assert [row[:2] for row in status_of(tmp_path, query)] == [("irrelevant", "irrelevant")]
        assert report.total()["article: unchanged"] > 0
        store.close()


def test_a_host_that_is_busy_is_left_alone_until_its_time(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        for page in news.plan.pages.values():
            page.behaviour = "busy"
        run(news, tmp_path)
        pages = [name for name in news.asked if name in news.plan.pages]
        assert len(pages) == 3  # and no more: three in a row said that it wants to be left alone
        assert len(status_of(tmp_path, "SELECT host FROM hosts")) == 1
        news.asked.clear()
        run(news, tmp_path)
        assert news.asked == []
        for page in news.plan.pages.values():
            page.behaviour = "plain"
        run(news, tmp_path, night=1)
        assert len(status_of(tmp_path, "SELECT id FROM articles")) == len(news.plan.pages)


def test_robots_that_cannot_be_had_cost_one_night_only(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        news.robots = (503, "")
        run(news, tmp_path)
        assert set(news.asked) == {"/robots.txt"}
        news.robots = (200, "")
        run(news, tmp_path, night=1)
        assert len(status_of(tmp_path, "SELECT id FROM articles")) == len(news.plan.pages)


def test_a_minimum_of_relevance_and_a_site_that_ended(tmp_path: Path) -> None:
    with NewsSite(small()) as news:
        vi, ar, fa = sites(tmp_path / "sites", news.base)
        rules = [replace(vi, min_relevance=0.999), ar, replace(fa, valid_until=FIRST_NIGHT.date() - timedelta(days=1))]
        store = open_store(tmp_path / "chibo.db")
        report = crawl(store, rules, options(tmp_path), lambda event: None)
        store.close()
        assert not any(name.startswith("/fa/") for name in news.asked)
    had = [str(url) for (url,) in status_of(tmp_path, "SELECT url FROM articles")]
    assert had and all("/ar/" in url for url in had)
    left_out = status_of(tmp_path, "SELECT COUNT(*) FROM addresses WHERE status = 'irrelevant'")
    assert left_out == [(report.decisions["vi/newsite"]["article: irrelevant"],)] and left_out != [(0,)]
    archived = {url for url, kind, _ in compare.exchanges(tmp_path) if kind == "response"}
    assert any(url.rsplit("/", 2)[1].startswith("127.") and "-post" in url for url in archived)


def test_a_page_that_nobody_foresaw_costs_no_other(tmp_path: Path) -> None:
    """A layout whose selector is none, which the check of the site files would not let pass, breaks the reading."""
    with NewsSite(small()) as news:
        vi, ar, _ = sites(tmp_path / "sites", news.base)
        events: list[dict[str, object]] = []
        store = open_store(tmp_path / "chibo.db")
        broken = replace(vi, layouts=(Layout(title=("h1[[",)),))
        report = crawl(store, [broken, ar], options(tmp_path), events.append)
        assert report.decisions["vi/newsite"]["article: defect"] > 0
        assert any(event["event"] == "defect" and "Selector" in str(event["error"]) for event in events)
        had = {url for (url,) in status_of(tmp_path, "SELECT url FROM articles")}
        assert had and all("/ar/" in str(url) for url in had)
        crawl(store, [vi, ar], options(tmp_path, night=1), events.append)  # mended, they are had
        store.close()
        assert len(status_of(tmp_path, "SELECT url FROM articles WHERE site = 'vi/newsite'")) > 0


def test_an_interrupt_does_not_wait_for_the_pauses() -> None:
    clock = Clock()
    began = time.monotonic()
    sleeper = threading.Thread(target=clock.sleep, args=(60,))
    sleeper.start()
    clock.wake()
    sleeper.join(5)
    assert not sleeper.is_alive() and time.monotonic() - began < 5


def test_an_error_in_one_site_ends_the_run_and_closes_every_archive(tmp_path: Path) -> None:
    def fails(event: dict[str, object]) -> None:
        if event["event"] == "due":
            raise KeyError("the listener itself is broken")

    with NewsSite(small()) as news:
        store = open_store(tmp_path / "chibo.db")
        with pytest.raises(KeyError):
            crawl(store, sites(tmp_path / "sites", news.base), options(tmp_path), fails)
        store.close()
    assert not list(tmp_path.glob("warc/*/*.open"))


def test_bars_on_a_terminal(tmp_path: Path) -> None:
    out = io.StringIO()
    with NewsSite(small()) as news, Bars(Console(file=out, force_terminal=True, width=120)) as bars:
        store = open_store(tmp_path / "chibo.db")
        crawl(store, sites(tmp_path / "sites", news.base), options(tmp_path), bars)
        store.close()
    said = out.getvalue()
    assert "vi/newsite" in said and "4/4" in said
