"""The dataset's build over generated articles: the corpus of the project, varied (tests/dataset/stock.py).

Two ratios: the time of all over the time that SQLite took, at least 3; and resident memory once everything that is
kept on purpose is there beside that at the end. ``CHIBO_BENCH_ARTICLES`` sets how many; 100,000 take an hour or so on
one core.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from pipeline.dataset.build import Options, build
from pipeline.store import Store, open_store
from tests.bench.measure import Result
from tests.dataset.stock import generated, put

ARTICLES = "CHIBO_BENCH_ARTICLES"
#: Articles put into the store in one transaction.
BATCH = 1_000
#: Articles after which every pattern and name that is kept between articles has been met.
WARM = 5_000


def run() -> dict[str, Result]:
    """Rate, SQLite's share and memory of one build."""
    count = int(os.environ.get(ARTICLES, "100000"))
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder, "chibo.db"))
        stream = generated(count)
        while batch := list(islice(stream, BATCH)):
            put(store, *batch)
        result = measured(store, count)
        store.close()
    return result


def measured(store: Store, count: int) -> dict[str, Result]:
    """Build everything that waits in a store, in this process."""
    memory = {"warm": 0.0}
    done = 0

    def listen(event: dict[str, Any]) -> None:
        nonlocal done
        if event["event"] == "article":
            done += 1
            if done == min(WARM, count // 2):
                memory["warm"] = resident()

    with timed(store) as spent:
        began = time.perf_counter()
        report = build(store, Options(), listen)
        seconds = time.perf_counter() - began
    if report.articles != {"added": count}:
        raise RuntimeError(f"{dict(report.articles)}: {count} articles should have been added")
    after = resident()
    facts: Result = {"articles": count, "articles_per_s": round(count / seconds, 1), "rows": report.rows.total()}
    return {
        "store": {"ratio": round(seconds / spent[0], 3), "at_least": 3, "seconds": round(seconds, 1), **facts},
        "memory": {
            "ratio": round(memory["warm"] / after, 3),
            "at_least": 0.9,
            "warm_mib": round(memory["warm"], 1),
            "after_mib": round(after, 1),
            "peak_mib": round(peak(), 1),
        },
    }


@contextmanager
def timed(store: Store) -> Iterator[list[float]]:
    """The seconds that the database takes for statements and commits, in a list of one."""
    spent = [0.0]
    began = [0.0]

    def before(*_: Any) -> None:
        began[0] = time.perf_counter()

    def after(*_: Any) -> None:
        spent[0] += time.perf_counter() - began[0]

    def commit(connection: Any) -> None:
        at = time.perf_counter()
        original(connection)
        spent[0] += time.perf_counter() - at

    original = store.engine.dialect.do_commit
    sa.event.listen(store.engine, "before_cursor_execute", before)
    sa.event.listen(store.engine, "after_cursor_execute", after)
    store.engine.dialect.do_commit = commit  # type: ignore[assignment,method-assign]
    try:
        yield spent
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", before)
        sa.event.remove(store.engine, "after_cursor_execute", after)
        store.engine.dialect.do_commit = original  # type: ignore[method-assign]


def resident() -> float:
    """Resident memory of this process, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak() -> float:
    """The most that it ever was."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
