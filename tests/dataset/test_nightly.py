"""The night: one lock, one report, and what an operator should look at."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.dataset.nightly import Listener, Night, NightlyError, alone, nightly
from pipeline.dataset.readable import line
from pipeline.dataset.rows import rows_of
from pipeline.dataset.watch import notices
from pipeline.records import Article, Extraction, Fact
from pipeline.store import Store, dataset
from scrapers.crawl import Options
from scrapers.crawl.events import Report
from scrapers.fetch import Policy
from scrapers.sample import serve
from scrapers.sites import Site
from tests.dataset.stock import put
from tests.newsite.rules import Frozen

NOW = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)


def a_night(folder: Path, **changed: object) -> Night:
    policy = Policy(contact="tests@chibo.example", networks=("127.0.0.1/32",), delay=0.0, retries=0)
    crawl = Options(policy=policy, archive=folder / "warc", clock=Frozen(NOW))
    return replace(Night(crawl=crawl, outputs=folder / "outputs"), **changed)  # type: ignore[arg-type]


def test_a_night_crawls_builds_exports_and_reports(store: Store, tmp_path: Path) -> None:
    told = tmp_path / "told.md"
    with serve() as sample:
        night = a_night(tmp_path, notify=f"cat > {shlex.quote(str(told))}")
        report = nightly(store, sample.sites, night, lambda event: None)
        assert report.status == 0 and not report.failed and not report.notices
        again = nightly(store, sample.sites, night, lambda event: None)
    assert report.build["articles"] == {"added": 12} and again.build["articles"] == {}
    assert report.digest == again.digest == (tmp_path / "outputs" / "export" / "DIGEST").read_text().strip()
    written = json.loads(report.path.read_text("utf-8"))
    assert written["crawl"]["decisions"] and written["status"] == 0
    assert report.path != again.path
    readable = report.path.with_suffix(".md").read_text("utf-8")
    assert "- added: 12 (new in the dataset)" in readable and "all well" in readable
    assert "| vi/sample | 4 | 0 | feed: fetched 1, sitemap: fetched 2 |" in readable
    assert again.path.with_suffix(".md").read_text("utf-8") == told.read_text("utf-8")


def test_a_site_that_does_not_answer_is_said_and_the_rest_done(store: Store, tmp_path: Path) -> None:
    with serve() as sample:
        sites: tuple[Site, ...] = sample.sites
    report = nightly(store, sites, a_night(tmp_path, notify="exit 3"), lambda event: None)
    assert report.status == 1
    assert {notice["about"] for notice in report.notices} == {site.id for site in sites}
    assert [one["stage"] for one in report.failed] == ["notify"] and "status 3" in report.failed[0]["why"]
    assert (tmp_path / "outputs" / "export" / "DIGEST").exists()
    assert "something to look at" in report.path.with_suffix(".md").read_text("utf-8")


def test_a_stage_that_fails_does_not_keep_the_others(store: Store, tmp_path: Path) -> None:
    (tmp_path / "outputs" / "export").mkdir(parents=True)
    (tmp_path / "outputs" / "export" / "mine.txt").write_text("x")
    report = nightly(store, [], a_night(tmp_path), lambda event: None)
    assert [one["stage"] for one in report.failed] == ["export"] and report.path.exists()


def test_a_defect_in_a_stage_is_in_the_report_and_the_command_hears_of_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.dataset.nightly.build", lambda *_: 1 / 0)
    told = tmp_path / "told.md"
    night = a_night(tmp_path, notify=f"(echo $CHIBO_STATUS; cat) > {shlex.quote(str(told))}")
    report = nightly(store, [], night, lambda event: None)
    assert [one["stage"] for one in report.failed] == ["build"] and report.digest, "the export was made all the same"
    assert "a defect of Chibo: ZeroDivisionError" in report.failed[0]["why"]
    status, heading = told.read_text("utf-8").splitlines()[:2]
    assert status == "1" and "something to look at (1 failed)" in heading


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("true", ""),  # does not read what it is told
        ("no-such-command-here", "ended with status 127: .*not found"),
        ("exit 4", "ended with status 4: it said nothing"),
        ("sleep 300 & sleep 300", "took longer than 1 seconds, and was ended"),
    ],
)
def test_what_the_command_does_is_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    monkeypatch.setattr("pipeline.dataset.nightly.NOTIFY", 1)
    report = nightly(store, [], a_night(tmp_path, notify=command), lambda event: None)
    [why] = [one["why"] for one in report.failed] or [""]
    assert re.search(said, why) if said else not why
    assert json.loads(report.path.read_text("utf-8"))["failed"] == report.failed
    assert len(list((tmp_path / "outputs" / "runs").glob("*.json"))) == 1


def test_addresses_that_brought_nothing_are_told_with_why(store: Store, tmp_path: Path) -> None:
    def crawl(_store: Store, _sites: object, _options: object, listener: Listener) -> Report:
        visit = {"event": "visit", "site": "vi/x", "kind": "article", "status": None}
        for number in range(3):
            url = f"https://x.example/{number}"
            listener({**visit, "url": url, "decision": "failed", "reason": "timeout"})
        listener({**visit, "url": "https://x.example/3", "decision": "gone", "reason": "status", "status": 404})
        listener({**visit, "url": "https://x.example/4", "decision": "fetched", "reason": "new", "status": 200})
        return Report(decisions={"vi/x": Counter({"article: timeout": 3, "article: new": 1, "feed: fetched": 1})})

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pipeline.dataset.nightly.crawl", crawl)
        report = nightly(store, [], a_night(tmp_path), lambda event: None)
    readable = report.path.with_suffix(".md").read_text("utf-8")
    assert "| vi/x | 1 | 0 | article: timeout 3, feed: fetched 1 |" in readable
    assert "- vi/x: article: timeout, 3, for example <https://x.example/0>\n" in readable
    assert "- vi/x: article: status 404, 1, for example <https://x.example/3>\n" in readable


def test_nothing_in_a_report_is_a_sign_of_markdown_or_html() -> None:
    for text, shown in (
        ("members_total of _x_", r"members_total of \_x\_"),
        ("# a <b>b</b> *c* `d` [e](f) | \\ \n > g", r"\# a \<b>b\</b> \*c\* \`d\` \[e\](f) \| \\ > g"),
        ("https://x.example/a_b?c=*d*", "<https://x.example/a_b?c=*d*>"),
        ("https://x.example/<b>", r"https://x.example/\<b>"),
        ("https://x.example/a|b", r"https://x.example/a\|b"),
    ):
        assert line(text) == shown


def test_one_night_at_a_time_and_a_dead_one_holds_nothing(store: Store, tmp_path: Path) -> None:
    code = "import sys, time\nfrom pathlib import Path\nfrom pipeline.dataset.nightly import alone\n"
    code += "with alone(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "outputs")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"held\n"
        with pytest.raises(NightlyError, match="another night is under way"):
            nightly(store, [], a_night(tmp_path), lambda event: None)
        process.kill()
    with alone(tmp_path / "outputs"):
        pass


def article(number: int, site: str, **told: object) -> Article:
    fixed: dict[str, object] = {"title": f"T{number}", "author": "Lan", "published": date(2025, 11, 1)}
    url = f"https://{site.replace('/', '.')}.example/{number}"
    return Article(text=f"Bài {number}.", url=url, site=site, lang="vi", **(fixed | told))  # type: ignore[arg-type]


def test_sites_that_went_silent_or_changed_are_noticed(store: Store) -> None:
    number = 0
    for days in range(10, -1, -1):
        when = (NOW - timedelta(days=days)).isoformat(timespec="seconds")
        for site, count in (("vi/steady", 5), ("vi/silent", 5 if days else 0), ("vi/changed", 5)):
            for _ in range(count):
                number += 1
                changed = {"author": None} if site == "vi/changed" and not days else {}
                put(store, article(number, site, **changed), fetched=when)
    with store.read() as connection:
        found = [notice.to_dict() for notice in notices(connection, NOW, "none")]
    assert [(notice["kind"], notice["about"]) for notice in found] == [
        ("silent", "vi/silent"),
        ("layout", "vi/changed"),
    ]
    assert found[0]["what"] == "0 new articles; 5 on most of the 10 nights before"
    assert "none of 5 new articles has its author; 50 of 50 had it before" in found[1]["what"]


def test_a_night_over_midnight_is_one_night(store: Store) -> None:
    late = datetime(2025, 11, 20, 23, 40, tzinfo=UTC)
    for days in range(10, -1, -1):
        for minutes in (-5 * (days % 2), 10, 40, 90):  # begun a little earlier or later, and gone on after midnight
            when = (late - timedelta(days=days) + timedelta(minutes=minutes)).isoformat(timespec="seconds")
            put(store, article(1000 + days * 100 + minutes, "vi/steady"), fetched=when)
            if days:
                put(store, article(5000 + days * 100 + minutes, "vi/silent"), fetched=when)
    with store.read() as connection:
        found = notices(connection, late, "none")
        assert [(one.kind, one.about, one.what) for one in found] == [
            ("silent", "vi/silent", "0 new articles; 4 on most of the 10 nights before")
        ]
        assert notices(connection, late, "none", {"vi/steady"}) == [], (
            "of sites that are crawled no more nothing is said"
        )


def fact(store: Store, number: int, value: float, run: str) -> None:
    found = Extraction(article=article(number, "vi/example"))
    told = Fact(
        indicator="members_total", value=value, unit="party_member", subject="Huyện ủy X", subject_id="committee.x"
    )
    found.facts = [told]
    put(store, found.article)
    rows = rows_of(found)
    rows["extractions"][0] |= {"version": 1, "text_digest": "d", "engine": "e", "run": run}
    from pipeline.dataset.keep import replace as keep

    with store.write() as connection:
        keep(connection, rows, known=False)


def test_a_figure_unlike_its_own_history_is_noticed(store: Store) -> None:
    with store.write() as connection:
        for run in ("before", "now"):
            fixed = {"command": "build", "engine": "e", "started": "2025", "status": "done"}
            connection.execute(dataset.runs.insert().values(id=run, **fixed))
    for number, value in enumerate((5000, 5100, 5200)):
        fact(store, number, value, "before")
    fact(store, 10, 5300, "now")
    fact(store, 11, 52000, "now")
    with store.read() as connection:
        [notice] = [one for one in notices(connection, NOW, "now") if one.kind == "odd"]
    assert notice.about == article(11, "vi/example").url, "where somebody can look"
    assert notice.what == ("members_total of Huyện ủy X is 52,000 party_member; 5,100 is the median of 3 earlier ones")


def test_a_store_that_cannot_be_opened_is_told_like_any_other_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.db").write_text("no database, only a text that is long enough to be taken for one" * 40)
    monkeypatch.setenv("CHIBO_STORE", "text.db")
    monkeypatch.setenv("CHIBO_CONTACT", "tests@chibo.example")
    with pytest.raises(SystemExit) as ended:
        main(["nightly", "--notify", "cat > told.md"])
    said = "- **store failed**: text.db: file is not a database"
    assert ended.value.code == 1 and said in capfd.readouterr().out
    [report] = (tmp_path / "outputs" / "runs").glob("*.md")
    assert report.read_text("utf-8") == (tmp_path / "told.md").read_text("utf-8")
