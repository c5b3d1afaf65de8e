"""A night killed again and again comes to the same end as one that nothing disturbed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.newsite.pages import Plan
from tests.newsite.server import NewsSite

#: How many nights may be begun for one that is killed before its end.
ATTEMPTS = 4
ROOT = Path(__file__).resolve().parents[2]


def start(news: NewsSite, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.dataset.night", news.base, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(news: NewsSite, folder: Path) -> float:
    """Let a night come to its end; the seconds that it took from its beginning."""
    with start(news, folder) as process:
        assert process.stdout is not None and process.stdout.readline() == "go\n"
        began = time.monotonic()
        said = process.communicate(timeout=300)[1]
    assert (process.returncode, said) == (0, "")
    return time.monotonic() - began


def kill_many(tmp_path: Path, kills: int) -> None:
    with NewsSite(Plan(60, steady=True)) as news:
        # how long a night takes, so that the moments lie anywhere in it
        seconds = finish(news, tmp_path / "whole")
        rng = random.Random(20251121)
        at: Counter[str] = Counter()
        folder = tmp_path / "killed"
        while at["killed"] < kills:
            assert at.total() < ATTEMPTS * kills, f"{dict(at)}: too few were hit"
            with start(news, folder) as process:
                assert process.stdout is not None and process.stdout.readline() == "go\n"
                began = time.monotonic()
                try:
                    process.wait(rng.uniform(0.0, seconds))
                    # less is left to do than at first, so the next moment lies in what such a night takes
                    seconds = time.monotonic() - began
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                assert process.stderr is not None and process.stderr.read() == ""
            at["done" if process.returncode == 0 else "killed"] += 1
        finish(news, folder)
    digests = [(tmp_path / name / "outputs" / "export" / "DIGEST").read_text() for name in ("whole", "killed")]
    assert digests[0] == digests[1]
    sys.stdout.write(f"{dict(at)}; the last night that came to its end took {seconds:.1f} s\n")


def test_killed_a_few_times(tmp_path: Path) -> None:
    kill_many(tmp_path, 2)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_killed_fifty_times(tmp_path: Path) -> None:
    kill_many(tmp_path, 50)
