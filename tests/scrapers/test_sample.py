"""The sample site: served here, crawled whole, probed, and crawled by the command."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.store import open_store
from scrapers import sites
from scrapers.archive import articles
from scrapers.crawl.run import current
from scrapers.fetch import Clock, Fetcher, Policy
from scrapers.probe import probe
from scrapers.sample import crawl_sample, serve


def test_the_sample_site_is_had_whole(tmp_path: Path) -> None:
    store = open_store(tmp_path / "chibo.db")
    report = crawl_sample(store, tmp_path / "warc", lambda event: None)
    with store.read() as connection:
        query = (
            "SELECT lang, story, title, author, published, text, relevance FROM articles JOIN versions ON article = id"
        )
        rows = list(connection.execute(sa.text(query)))
    again = crawl_sample(store, tmp_path / "warc", lambda event: None)  # at the same address: nothing is due
    with store.read() as connection:
        assert connection.execute(sa.text("SELECT COUNT(*) FROM articles")).scalar() == len(rows)
    assert again.total() == {}
    store.close()
    assert sorted({row.lang for row in rows}) == ["ar", "fa", "vi"] and len(rows) == 12
    assert len({row.story for row in rows}) == 4
    assert all(row.title and row.author and row.published.endswith("+07:00") for row in rows)
    assert all(row.relevance > 0.4 and row.text.count("\n") == 2 for row in rows)
    assert report.silent() == []
    archived = [a for path in sorted((tmp_path / "warc").glob("*/*.warc.gz")) for a in articles(path)]
    assert len(archived) == 12


def test_the_probe_tells_which_rules_find_articles() -> None:
    with serve() as sample:
        fetcher = Fetcher(Policy(networks=("127.0.0.1/32",), delay=0.0, retries=0))
        for site in sample.sites:
            findings = list(probe(site, fetcher))
            assert len(findings) == len(site.lists) + 2
            assert all(finding.good for finding in findings), "\n".join(map(str, findings))
    findings = list(probe(sample.sites[0], Fetcher(Policy(networks=("127.0.0.1/32",), delay=0.0, retries=0))))
    assert not any(finding.good for finding in findings) and "WRONG" in str(findings[0])


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``chibo crawl`` over the sites that ship: on a dry run it asks nobody; wrong options are refused."""
    monkeypatch.setenv("CHIBO_STORE", str(tmp_path / "chibo.db"))
    monkeypatch.setenv("CHIBO_ARCHIVE", str(tmp_path / "warc"))
    monkeypatch.delenv("CHIBO_CONTACT", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app(["crawl"]), ["crawl", *arguments])
        return done.exit_code, done.stdout, done.stderr

    status, out, _ = run("--dry-run")
    assert status == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["site"] for line in lines] == [site.id for site in current(sites.sites(), Clock())]
    assert not (tmp_path / "warc").exists()
    status, out, said = run()
    assert (status, out) == (1, "") and "CHIBO_CONTACT is not set" in said
    for wrong in (("--site", "nowhere"), ("--since", "yesterday"), ("--limit", "-1"), ("--nonsense",)):
        assert run(*wrong)[0] == 2, wrong
    (tmp_path / "broken.db").write_bytes(b"no database at all, but long enough to look like one" * 50)
    monkeypatch.setenv("CHIBO_STORE", str(tmp_path / "broken.db"))
    status, _, said = run("--dry-run")
    assert status == 1 and "broken.db" in said and said.count("\n") == 1


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
