"""The build: whole or not at all, the same however it is done, and a no-op when nothing came."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.cli import main
from pipeline.dataset.build import Options, build
from pipeline.dataset.work import WorkerLost
from pipeline.records import Article
from pipeline.store import Store, dataset, open_store
from pipeline.store.schema import articles, versions
from scrapers.canonical import identify
from scrapers.sample import crawl_sample, serve
from tests.dataset.conftest import NewAddress
from tests.dataset.stock import contents, generated, put

ROOT = Path(__file__).resolve().parents[2]


def test_what_came_is_extracted_once(store: Store) -> None:
    put(store, *generated(12))
    first = build(store, Options())
    assert first.articles == {"added": 12} and not first.failed and first.rows["figures"] > 12
    before = contents(store)
    assert len(before["extractions"]) == 12 and len(before["figures"]) == first.rows["figures"]
    again = build(store, Options())
    assert not again.articles and not again.rows and not again.changes.rows()
    assert contents(store) == before
    with store.read() as connection:
        told = connection.execute(sa.select(dataset.runs).order_by(dataset.runs.c.started)).mappings().all()
    assert [row["status"] for row in told] == ["done", "done"] and all(json.loads(row["report"]) for row in told)


def test_a_changed_article_takes_the_place_of_the_one_before(store: Store) -> None:
    other, _, one = generated(3)
    put(store, one, other)
    build(store, Options())
    put(store, replace(one, text="Năm 2024, huyện kết nạp 41 đảng viên."))
    report = build(store, Options())
    assert report.articles == {"changed": 1}
    assert any(row["table"] == "figures" and row["gone"] for row in report.to_dict()["changes"])
    with store.read() as connection:
        query = sa.select(dataset.figures.c.value).where(dataset.figures.c.article == one.id)
        assert list(connection.execute(query).scalars()) == [41]
        query = sa.select(dataset.extractions.c.version).where(dataset.extractions.c.article == one.id)
        assert connection.execute(query).scalar_one() == 2
        count = sa.select(sa.func.count()).select_from(versions).where(versions.c.article == one.id)
        assert connection.execute(count).scalar_one() == 2, "both versions are kept"


def test_bodies_and_places_that_nobody_names_any_more_go(store: Store) -> None:
    told = "Đảng bộ huyện Yên Mô, tỉnh Ninh Bình có 5.000 đảng viên."
    article = Article(text=told, url="https://news.example/a.html", site="vi/example", lang="vi")
    put(store, article)
    build(store, Options())
    assert contents(store)["bodies"] and contents(store)["gazetteer"]
    put(store, replace(article, text="Có 5 đảng viên."))
    build(store, Options())
    assert contents(store)["bodies"] == [] and contents(store)["gazetteer"] == []


def test_a_build_that_was_killed_before_its_end_left_bodies_with_their_names(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "Đảng bộ huyện Yên Mô, tỉnh Ninh Bình có 5.000 đảng viên."
    put(store, Article(text=told, url="https://news.example/a.html", site="vi/example", lang="vi"))
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.dataset.build.settle", lambda _: None)
        build(store, Options())
    before = contents(store)["bodies"]
    assert [body[1:4] for body in before if body[0] == "party_organization.377"] == [
        ("Đảng bộ huyện Yên Mô", "party_organization", "district")
    ]
    build(store, Options())
    assert contents(store)["bodies"] == before


def test_the_result_does_not_depend_on_the_number_of_processes(new_address: NewAddress) -> None:
    found = []
    for jobs in (1, 3):
        store = open_store(new_address())
        put(store, *generated(40))
        assert build(store, Options(jobs=jobs)).articles == {"added": 40}
        found.append(contents(store))
        store.close()
    assert found[0] == found[1]


def test_two_builds_at_once_do_each_article_once(new_address: NewAddress) -> None:
    address = new_address()
    store = open_store(address)
    put(store, *generated(60))
    command = [sys.executable, "-m", "tests.dataset.once", address]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [Counter(json.loads(process.communicate(timeout=120)[0])) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert sum(told, Counter())["added"] == 60 and not (set(told[0]) | set(told[1])) - {"added", "there"}
    alone = open_store(new_address())
    put(alone, *generated(60))
    build(alone, Options())
    assert contents(store) == contents(alone)
    store.close()
    alone.close()


def test_an_article_that_fails_costs_the_others_nothing(store: Store) -> None:
    good, bad = generated(2)
    put(store, good, replace(bad, lang="xx"))
    report = build(store, Options())
    assert report.articles == {"added": 1, "failed": 1}
    [told] = report.failed
    assert told["url"] == bad.url and "xx" in told["why"]
    assert build(store, Options()).articles == {"failed": 1}, "it is tried again"


def test_why_an_article_failed_may_be_said_in_any_characters(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ValueError("half a pair \ud83d, NUL \x00, <b>")

    put(store, *generated(1))
    monkeypatch.setattr("pipeline.dataset.work.extract", broken)
    report = build(store, Options())
    assert [one["why"] for one in report.failed] == ["ValueError: half a pair ?, NUL , <b>"]
    with store.read() as connection:
        assert json.loads(connection.execute(sa.select(dataset.runs.c.report)).scalar_one())["failed"] == report.failed


def ended(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_was_ended_is_said_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "chibo.db")
    put(store, *generated(4))
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.dataset.work.extract", ended)
        with pytest.raises(WorkerLost, match="one of 2 processes that extract was ended from outside"):
            build(store, Options(jobs=2))
    assert build(store, Options(jobs=2)).articles == {"added": 4}
    store.close()


HOSTILE = "'); DROP TABLE facts; -- <b>Đồng chí Nguyễn Văn A</b> {x} %s :id \\x00 =1+1\nHuyện có 12 đảng viên."


def test_what_looks_like_code_stays_text(store: Store) -> None:
    article = Article(
        text=HOSTILE,
        url="https://news.example/'); DROP TABLE articles; --.html",
        site="vi/example'; --",
        lang="vi",
        title='=HYPERLINK("https://evil.example")\'; DROP TABLE runs; --',
        author="<script>alert(1)</script>",
        published=date(2025, 1, 1),
    )
    put(store, article)
    assert build(store, Options()).articles == {"added": 1}
    with store.read() as connection:
        row = connection.execute(sa.select(versions)).mappings().one()
        values = connection.execute(sa.select(dataset.figures.c.value)).scalars().all()
    assert (row["text"], row["title"], row["author"]) == (HOSTILE, article.title, article.author)
    assert 12 in values


@pytest.fixture
def crawled(store: Store, tmp_path: Path) -> Store:
    crawl_sample(store, tmp_path / "warc", lambda event: None)
    return store


def test_a_rebuild_reads_the_archive_again_and_finds_the_same(crawled: Store, tmp_path: Path) -> None:
    with serve() as sample:
        options = Options(archive=tmp_path / "warc", sites=sample.sites)
    build(crawled, options)
    before = contents(crawled)
    report = build(crawled, replace(options, rebuild=True, jobs=2))
    assert report.articles == {"again": len(before["extractions"])}
    assert report.changes.rows() == [] and contents(crawled) == before


def test_a_rebuild_says_what_changed(crawled: Store, tmp_path: Path) -> None:
    with serve() as sample:
        options = Options(archive=tmp_path / "warc", sites=sample.sites)
    build(crawled, options)
    before = contents(crawled)
    with crawled.write() as connection:  # as if the rules of then had read these otherwise
        first = connection.execute(sa.select(dataset.figures.c.article, dataset.figures.c.number)).first()
        assert first is not None
        one = (dataset.figures.c.article == first[0]) & (dataset.figures.c.number == first[1])
        connection.execute(dataset.figures.update().where(one).values(value=-1))
        connection.execute(dataset.dates.delete().where(dataset.dates.c.article == first[0]))
        connection.execute(
            versions.update().where(versions.c.article == first[0]).values(text="Có 3 đảng viên.", text_digest="x")
        )
        dates = sum(row[0] == first[0] for row in before["dates"])
        site = connection.exec_driver_sql(f"SELECT site FROM articles WHERE id = '{first[0]}'").scalar_one()
    report = build(crawled, replace(options, rebuild=True))
    # a source of a fact went with its date, so facts may differ too
    changed = [row for row in report.changes.rows() if row["table"] != "facts"]
    counts = [(row["table"], row["site"], row["added"], row["gone"], row["different"]) for row in changed]
    assert counts == [("articles", site, 0, 0, 1), ("dates", site, dates, 0, 0), ("figures", site, 0, 0, 1)]
    of_site = sum(article[0] in before_site(crawled, site) for article in before["figures"])
    assert changed[2]["same"] == of_site - 1 and not any(row["indicator"] for row in changed)
    assert contents(crawled) == before, "and what the page says is back"


def before_site(store: Store, site: str) -> set[str]:
    """The articles of a site."""
    with store.read() as connection:
        return set(connection.execute(sa.select(articles.c.id).where(articles.c.site == site)).scalars())


def test_what_a_rule_changes_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    store = open_store(tmp_path / "chibo.db")
    text = (
        "Năm 2024, Đảng bộ huyện Yên Mô, tỉnh Ninh Bình kết nạp 1.200 đảng viên. Huyện ủy Yên Mô kết nạp 3 đảng viên."
    )
    put(store, Article(text=text, url="https://news.example/a", site="vi/example", lang="vi"))
    build(store, Options())
    with store.write() as connection:  # as the rules of another release had it
        big = dataset.facts.c.value == 1200
        connection.execute(dataset.facts.update().where(big).values(value=12, group="women"))
    store.close()
    monkeypatch.setenv("CHIBO_STORE", str(tmp_path / "chibo.db"))
    for wanted in (
        "chibo: facts members_admitted, vi/example: 1 different, 1 same\n"
        "chibo: different: members_admitted 1,200 party_member of Đảng bộ huyện Yên Mô 2024-01-01 to 2024-12-31; "
        f"facts.admitted, article {identify('https://news.example/a')}; value was 12, is 1,200, group was women, "
        "is nothing\n",
        "chibo: nothing became different\n",
    ):
        with pytest.raises(SystemExit) as ended:
            main(["build", "--rebuild"])
        assert ended.value.code in (0, None) and capfd.readouterr().err == wanted


def test_a_rebuild_without_the_archive_takes_the_texts_that_there_are(crawled: Store, tmp_path: Path) -> None:
    build(crawled, Options())
    before = contents(crawled)
    report = build(crawled, Options(rebuild=True, archive=tmp_path / "gone"))
    assert report.articles == {"again": len(before["extractions"])} and contents(crawled) == before


def test_archives_of_others_are_taken_in(crawled: Store, new_address: NewAddress, tmp_path: Path) -> None:
    files = (tmp_path / "warc" / "vi-sample", *sorted((tmp_path / "warc").glob("[af]*/*.warc.gz")))
    store = open_store(new_address())
    report = build(store, Options(warcs=files))
    assert report.taken_in["new"] == report.articles["added"] > 5
    before = contents(store)
    again = build(store, Options(warcs=files))
    assert set(again.taken_in) <= {"same-text"} and not again.articles
    assert contents(store) == before
    (tmp_path / "empty").mkdir()
    new = open_store(new_address())
    for wrong in ("empty", "nowhere.warc"):
        with pytest.raises(FileNotFoundError, match=wrong):
            build(new, Options(warcs=(*files, tmp_path / wrong)))
    assert contents(new)["extractions"] == [] and not build(new, Options()).articles, "nor were the others taken in"
    new.close()
    rebuilt = build(store, Options(rebuild=True))
    assert rebuilt.articles == {"again": report.articles["added"]} and not rebuilt.changes.rows()
    store.close()


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CHIBO_STORE", str(tmp_path / "chibo.db"))
    store = open_store()
    put(store, *generated(3))
    store.close()
    with pytest.raises(SystemExit) as ended:
        main(["build", "--jobs", "2"])
    assert ended.value.code in (0, None)
    assert json.loads(capfd.readouterr().out)["articles"] == {"added": 3}
    with pytest.raises(SystemExit) as ended:
        main(["build", "--warc", str(tmp_path / "gone.warc")])
    told = capfd.readouterr()
    assert ended.value.code == 1 and told.err.count("\n") == 1 and "gone.warc" in told.err
