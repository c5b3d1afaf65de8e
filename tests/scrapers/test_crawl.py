"""A whole crawl of the test news site: all that may be had is had, exactly once, and nothing else."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipeline.store import Store, open_store
from scrapers.archive import articles
from scrapers.crawl import JsonLines, crawl, due
from scrapers.warc.reading import records
from tests.newsite import compare, prose
from tests.newsite.pages import Plan
from tests.newsite.rules import options, sites
from tests.newsite.server import NewsSite

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")


class World:
    """The site, its rules and a store; ``night(n)`` runs the n-th night and gives its report."""

    def __init__(self, folder: Path, news: NewsSite) -> None:
        self.folder = folder
        self.news = news
        self.rules = sites(folder / "sites", news.base)
        self.store: Store = open_store(folder / "chibo.db")
        self.events: list[dict[str, Any]] = []

    def night(self, number: int, **changed: Any) -> dict[str, Any]:
        self.news.hits.clear()
        self.events.clear()
        return crawl(self.store, self.rules, options(self.folder, number, **changed), self.events.append).to_dict()

    def ask(self, query: str) -> list[Any]:
        with self.store.read() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]

    def paths(self, query: str = "SELECT url FROM articles") -> list[str]:
        return [url.removeprefix(self.news.base) for (url,) in self.ask(query)]


@pytest.fixture
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    told = getattr(request, "param", {"count": 120})
    with NewsSite(Plan(told["count"])) as trap_site:  # stands where no redirect may lead: never asked anything
        trap = trap_site.base
        with NewsSite(Plan(**told), host="127.0.0.3", trap=trap, million=told["count"] > 1000) as news:
            made = World(tmp_path, news)
            yield made
            made.store.close()
        assert trap_site.hits == []


def check_first_night(world: World, report: dict[str, Any]) -> None:
    plan = world.news.plan
    had = world.paths()
    assert len(had) == len(set(had))
    assert set(had) == set(plan.can_be_had())
    asked = {hit.path for hit in world.news.hits}
    assert not any(path.startswith("/private") for path in asked)
    reasons = {key.removeprefix("article: ") for counts in report["decisions"].values() for key in counts}
    assert {
        "new", "moved", "robots", "http-404", "http-410", "http-429", "http-500", "timeout", "incomplete", "too-large",
        "redirects", "address", "content-type", "encoding",
    } <= reasons  # fmt: skip
    assert world.news.most_at_once == 1
    texts = dict(world.ask("SELECT articles.url, versions.text FROM versions JOIN articles ON id = article"))
    for path, page in plan.can_be_had().items():
        number = page.copy_of if page.copy_of is not None else page.number
        assert " ".join(prose.paragraphs(number, page.lang)) in " ".join(texts[world.news.base + path].split()), page


def test_first_second_and_third_night(world: World, caplog: pytest.LogCaptureFixture) -> None:
    plan, base = world.news.plan, world.news.base
    report = world.night(0, hosts=("127.0.0.3/32",))
    check_first_night(world, report)
    first_bytes = sum(report["bytes"].values())

    # the same text at another address is linked to the first, each language's version to one story
    copies = {p.path: path for path, page in plan.pages.items() for p in [page] if p.copy_of is not None}
    linked = {url.removeprefix(base) for (url,) in world.ask("SELECT url FROM articles WHERE duplicate_of IS NOT NULL")}
    originals = {plan_path(plan, page.copy_of) for page in plan.pages.values() if page.copy_of is not None}
    assert len(linked) == len(copies) and linked <= set(copies) | originals
    stories: dict[str, set[str]] = {}
    for url, story in world.ask("SELECT url, story FROM articles"):
        stories.setdefault(url.rsplit("/", 1)[1], set()).add(story)
    assert all(len(names) == 1 for names in stories.values())
    assert len({next(iter(s)) for s in stories.values()}) == len(stories)

    # times keep the offset of their source
    published = [p for (p,) in world.ask("SELECT published FROM versions")]
    assert all(p.endswith("+07:00") for p in published)

    # the archive has it all, and gives the articles back
    found = compare.exchanges(world.folder)
    assert sum(1 for _, kind, _ in found if kind == "response") == sum(report["exchanges"].values())
    again = [a for path in sorted((world.folder / "warc").glob("*/*.warc.gz")) for a in articles(path)]
    assert {a.url for a in again} >= {base + path for path in plan.can_be_had()}

    # the second night: nothing changed, no body comes
    report = world.night(1, hosts=("127.0.0.3/32",))
    assert sum(report["bytes"].values()) * 10 < first_bytes
    had = plan.can_be_had()
    assert not [hit for hit in world.news.hits if hit.path in had and hit.status == 200]
    assert len(world.paths()) == len(had)
    types = {kind for path in world.folder.glob("warc/*/*20251121*") for kind in [r.type for r in records(path)]}
    assert "revisit" in types

    # the third: some pages changed; both versions are kept
    world.news.day = 2
    world.night(2, hosts=("127.0.0.3/32",))
    changed = {path for path, page in had.items() if page.behaviour == "changing"}
    query = "SELECT url, version FROM articles WHERE version > 1"
    now = {url.removeprefix(base): number for url, number in world.ask(query)}
    assert now == dict.fromkeys(changed, 2) and changed
    assert world.ask("SELECT COUNT(*) FROM versions") == [(len(had) + len(changed),)]
    assert not [
        r for r in caplog.records if r.levelno >= logging.WARNING and r.name.startswith("scrapers.warc.reading")
    ]


def plan_path(plan: Plan, number: int | None) -> str:
    return next(path for path, page in plan.pages.items() if page.number == number)


@pytest.mark.slow
@pytest.mark.parametrize("world", [{"count": 2000}], indirect=True)
def test_two_thousand_articles_and_a_sitemap_of_a_million(world: World) -> None:
    check_first_night(world, world.night(0, hosts=("127.0.0.3/32",)))
    assert any(hit.path == "/sitemap-million.xml.gz" for hit in world.news.hits)
    report = world.night(1, hosts=("127.0.0.3/32",))
    had = world.news.plan.can_be_had()
    assert not [hit for hit in world.news.hits if hit.path in had and hit.status == 200]
    assert "article: new" not in {key for counts in report["decisions"].values() for key in counts}


def test_limit_since_dry_run_and_events(tmp_path: Path) -> None:
    with NewsSite(Plan(90)) as news:
        world = World(tmp_path, news)
        would = due(world.store, world.rules, options(tmp_path))
        assert news.hits == [] and [w["site"] for w in would] == ["vi/newsite", "ar/newsite", "fa/newsite"]
        assert all(news.base + "/sitemap.xml" in w["sources"] and w["articles"] == [] for w in would)
        world.night(0, limit=7)
        asked = [e for e in world.events if e["event"] == "visit" and e["kind"] == "article"]
        assert len(asked) == 7
        would = due(world.store, world.rules, options(tmp_path))
        hits = len(news.hits)
        assert sum(len(w["articles"]) for w in would) > 60 and len(news.hits) == hits
        world.night(0, since=date(2025, 10, 2))
        dated = world.ask(
            "SELECT published FROM addresses WHERE kind = 'article' AND status = 'new' AND published != ''"
        )
        assert dated and all(p < "2025-10-02" for (p,) in dated)
        late = world.ask(
            "SELECT url FROM addresses WHERE status = 'new' AND coalesce(published, modified) >= '2025-10-02'"
        )
        assert late == []
        out = StringIO()
        for event in world.events:
            JsonLines(out)(event)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        assert lines == world.events and lines[-1]["event"] == "end"
        world.store.close()


def test_sites_side_by_side_hosts_one_by_one(tmp_path: Path) -> None:
    """Three hosts: each is asked one thing at a time, and none waits for the others."""
    with (
        NewsSite(Plan(45), HOSTS[0]) as one,
        NewsSite(Plan(45), HOSTS[1]) as two,
        NewsSite(Plan(45), HOSTS[2]) as three,
    ):
        rules = [sites(tmp_path / str(i), news.base)[i] for i, news in enumerate((one, two, three))]
        store = open_store(tmp_path / "chibo.db")
        threads: set[str] = set()
        report = crawl(
            store,
            rules,
            options(tmp_path, hosts=tuple(f"{h}/32" for h in HOSTS)),
            lambda e: threads.add(str(e.get("site"))),
        )
        assert {news.most_at_once for news in (one, two, three)} == {1}
        with store.read() as connection:
            count = connection.execute(sa.text("SELECT COUNT(*) FROM articles")).scalar()
        wanted = [
            p for lang, news in zip(("vi", "ar", "fa"), (one, two, three), strict=True)
            for p in news.plan.can_be_had().values() if p.lang == lang
        ]  # fmt: skip
        assert count == len(wanted)
        assert set(report.exchanges) == {"vi/newsite", "ar/newsite", "fa/newsite"}
        store.close()
