"""Parsing, with metadata and site rules, against newspaper4k on real pages; and memory over 20,000 pages.

Both are handed pages that are already in memory, newspaper4k as text and with its language given, Chibo as the bytes
that a server sends. Each page's best of three rounds counts, the two taking turns, so that a busy machine slows both.
"""

from __future__ import annotations

import gc
import json
import os
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapers import sites
from scrapers.parse import parse

#: How many times faster than newspaper4k parsing has to be.
NEEDED = 2.0
#: Growth of the resident set over the run, in MiB, that still counts as flat: one collection's worth of garbage.
FLAT = 16.0
ROUNDS = 3

_ROOT = Path(__file__).resolve().parents[2]
FROZEN = _ROOT / "tests" / "scrapers" / "frozen"


def pages_folder() -> Path:
    """The folder of real pages: ``$CHIBO_SHARED/pages``, else ``../shared/pages`` beside the checkout."""
    shared = os.environ.get("CHIBO_SHARED")
    return (Path(shared) if shared else _ROOT.parent / "shared") / "pages"


def run(count: int = 20_000) -> dict[str, Any]:
    """Seconds for all pages of either side, their ratio, and memory growth in MiB over ``count`` parses."""
    speed: dict[str, Any] = {"skipped": f"{pages_folder()} is not there"}
    if pages_folder().is_dir():
        speed = _speed()
    grown = memory_growth(count)
    ok = grown < FLAT and speed.get("ratio", NEEDED) >= NEEDED
    return {**speed, "needed": NEEDED, "memory_pages": count, "memory_growth_mib": round(grown, 1), "ok": ok}


def _speed() -> dict[str, Any]:
    pages = [_page(path) for path in sorted(pages_folder().glob("*/*.html"))]
    ours = [_ours(raw, url) for raw, url, _ in pages]
    theirs = [_theirs(raw, url, lang) for raw, url, lang in pages]
    for job in [*ours, *theirs]:  # imports, compiled patterns and stop words are nobody's parsing
        job()
    mine = other = 0.0
    for own, rival in zip(ours, theirs, strict=True):
        times = [(_seconds(own), _seconds(rival)) for _ in range(ROUNDS)]
        mine += min(first for first, _ in times)
        other += min(second for _, second in times)
    return {
        "pages": len(pages),
        "chibo_s": round(mine, 3),
        "newspaper4k_s": round(other, 3),
        "ratio": round(other / mine, 2),
    }


def _page(path: Path) -> tuple[bytes, str, str]:
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return path.read_bytes(), told["url"] or "https://example.org/", path.parent.name


def _ours(raw: bytes, url: str) -> Callable[[], object]:
    site = sites.for_url(url)
    return lambda: parse(raw, url, site=site)


def _theirs(raw: bytes, url: str, lang: str) -> Callable[[], object]:
    newspaper = import_module("newspaper")  # only benchmarks need it

    text = raw.decode("utf-8", "replace")

    def job() -> object:
        article = newspaper.Article(url, language=lang, fetch_images=False)
        article.download(input_html=text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            article.parse()
        return article

    return job


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def memory_growth(count: int, warm: int = 1_000) -> float:
    """MiB by which the process grew between page ``warm`` and page ``count`` of the frozen pages, taken in turn."""
    pages = [
        (path.read_bytes(), json.loads(path.with_suffix(".json").read_text("utf-8"))["url"])
        for path in sorted(FROZEN.glob("*/*.html"))
    ]
    before = 0.0
    for number in range(count):
        raw, url = pages[number % len(pages)]
        parse(raw, url, site=sites.for_url(url))
        if number == min(warm, count - 1):
            before = _resident()
    return _resident() - before


def _resident() -> float:
    """The process's resident set in MiB."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
