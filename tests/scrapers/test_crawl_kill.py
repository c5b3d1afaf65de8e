"""Killed, out of room, locked out: nothing is lost, and the next run goes on to the same end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.store import StoreLocked, open_store
from scrapers.archive import ArchiveError
from scrapers.crawl import CrawlError, crawl
from scrapers.crawl.run import alone
from tests.newsite import compare
from tests.newsite.pages import Plan
from tests.newsite.rules import options, sites
from tests.newsite.server import NewsSite

ROOT = Path(__file__).resolve().parents[2]


def start(news: NewsSite, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.newsite.once", news.base, str(folder), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(news: NewsSite, folder: Path, *more: str) -> tuple[int, str]:
    with start(news, folder, *more) as process:
        _, said = process.communicate(timeout=300)
    return process.returncode, said


@dataclass
class Undisturbed:
    """The site, the folder of a run that nothing disturbed, and how often it asked for each path."""

    news: NewsSite
    folder: Path
    asked: Counter[str]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Undisturbed]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with NewsSite(Plan(90, steady=True)) as news:
        assert finish(news, folder) == (0, "")
        yield Undisturbed(news, folder, Counter(news.asked))


@pytest.fixture
def clean(undisturbed: Undisturbed) -> Undisturbed:
    undisturbed.news.asked.clear()
    return undisturbed


def same_end(clean: Undisturbed, folder: Path) -> None:
    assert compare.rows(folder) == compare.rows(clean.folder)
    assert set(compare.exchanges(folder)) == set(compare.exchanges(clean.folder))


def kill_many(clean: Undisturbed, tmp_path: Path, kills: int) -> None:
    news, asked = clean.news, clean.asked
    rng = random.Random(20251120)
    for _ in range(kills):
        with start(news, tmp_path / "killed") as process:
            assert process.stdout is not None and process.stdout.readline() == "go\n"
            time.sleep(rng.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stderr is not None and process.stderr.read() == ""
    assert finish(news, tmp_path / "killed") == (0, "")
    so_far = Counter(news.asked)
    assert set(so_far) == set(asked)
    twice = sum(max(0, count - asked[path]) for path, count in so_far.items())
    assert twice <= kills, "more exchanges than one a kill were asked for twice"
    same_end(clean, tmp_path / "killed")
    torn = len(list((tmp_path / "killed" / "warc").glob("*/*.torn")))
    sys.stdout.write(f"{kills} kills: {twice} exchanges twice, {torn} torn records set aside\n")


def test_killed_a_few_times(clean: Undisturbed, tmp_path: Path) -> None:
    kill_many(clean, tmp_path, 3)


@pytest.mark.slow
def test_killed_fifty_times(clean: Undisturbed, tmp_path: Path) -> None:
    kill_many(clean, tmp_path, 50)


def test_a_full_disk_stops_the_run_with_a_clear_line(clean: Undisturbed, tmp_path: Path) -> None:
    news = clean.news
    for limit in (20_000, 60_000):  # now the archive meets it first, now the store
        status, said = finish(news, tmp_path / "full", "--file-size", str(limit))
        assert status == 1 and said.count("\n") == 1 and "make room there, then run again" in said, said
    assert finish(news, tmp_path / "full")[0] == 0
    same_end(clean, tmp_path / "full")


@pytest.mark.slow
def test_a_full_file_system(clean: Undisturbed, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(small)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here; the file-size limit is tested all the same")
    try:
        status, said = finish(clean.news, small)
        assert status == 1 and said.count("\n") == 1 and "make room there, then run again" in said, said
        larger = ["mount", "-o", "remount,size=64m", str(small)]
        subprocess.run(larger, check=True, capture_output=True)
        assert finish(clean.news, small) == (0, "")
        same_end(clean, small)
    finally:
        subprocess.run(["umount", str(small)], check=True, capture_output=True)


def test_a_locked_store(clean: Undisturbed, tmp_path: Path) -> None:
    news = clean.news
    folder = tmp_path / "locked"
    rules = sites(folder / "sites", news.base)
    store = open_store(folder / "chibo.db", wait=0.3)
    other = sqlite3.connect(folder / "chibo.db", isolation_level=None, check_same_thread=False)
    seen = 0

    def lock_in_the_middle(event: dict[str, object]) -> None:
        nonlocal seen
        seen += event["event"] == "visit"
        if seen == 20:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreLocked, match="another process is writing to it"):
        crawl(store, rules, options(folder), lock_in_the_middle)
    with pytest.raises(StoreLocked):
        open_store(folder / "chibo.db", wait=0.1)
    other.execute("ROLLBACK")
    other.close()
    crawl(store, rules, options(folder), lambda event: None)
    store.close()
    same_end(clean, folder)


def test_two_crawls_at_once_and_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    store = open_store(tmp_path / "chibo.db")
    with alone(tmp_path / "warc"), pytest.raises(CrawlError, match="another crawl is under way"):
        crawl(store, [], options(tmp_path), lambda event: None)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot be written"):
        crawl(store, [], options(tmp_path / "file"), lambda event: None)
    crawl(store, [], options(tmp_path), lambda event: None)
    store.close()
