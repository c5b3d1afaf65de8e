"""Parsing, with metadata and site rules, beside newspaper4k on real pages; and memory over 20,000 pages.

Both are handed pages that are already in memory: newspaper4k as text and with its language given, Chibo as the bytes
that a server sends.
"""

from __future__ import annotations

import gc
import json
import os
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import newspaper

from scrapers import sites
from scrapers.parse import parse
from tests.bench.measure import ROOT, NoInput, Result, fastest, ratio, shared

ROUNDS = 3
#: Parses over which memory is watched, and those after which everything that is kept on purpose has been made.
PAGES, WARM = 20_000, 1_000
FROZEN = ROOT / "tests" / "scrapers" / "frozen"
#: newspaper4k cuts these into words with NLTK, an extra of its own.
NEEDS_NLTK = frozenset({"ar"})


def run() -> dict[str, Result]:
    """Speed on all the real pages together, and resident memory after a thousand parses beside that at the end."""
    return {"pages": _speed(), "memory": memory(PAGES)}


def _speed() -> Result:
    pages = [page for page in sorted(shared().glob("pages/*/*.html")) if _readable(page.parent.name)]
    if not pages:
        raise NoInput(f"{shared()}: no pages/ there; set CHIBO_SHARED to the folder that holds it")
    reference = own = 0.0
    for page in pages:
        seconds = fastest((_theirs(page), _ours(page)), ROUNDS)
        reference += seconds[0]
        own += seconds[1]
    return ratio(reference, own, at_least=2, pages=len(pages), beside="newspaper4k")


def _readable(lang: str) -> bool:
    return lang not in NEEDS_NLTK or find_spec("nltk") is not None


def _address(page: Path) -> str:
    return str(json.loads(page.with_suffix(".json").read_text("utf-8"))["url"] or "https://example.org/")


def _ours(page: Path) -> Callable[[], object]:
    raw, url = page.read_bytes(), _address(page)
    site = sites.for_url(url)
    return lambda: parse(raw, url, site=site)


def _theirs(page: Path) -> Callable[[], object]:
    text, url, lang = page.read_text("utf-8", "replace"), _address(page), page.parent.name

    def job() -> object:
        article = newspaper.Article(url, language=lang, fetch_images=False)
        article.download(input_html=text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            article.parse()
        return article

    return job


def memory(count: int) -> Result:
    """Resident MiB once warm over that after ``count`` parses of the sites' frozen pages: 1 where memory is flat."""
    pages = [(page.read_bytes(), _address(page)) for page in sorted(FROZEN.glob("*/*.html"))]
    warm = 0.0
    for number in range(count):
        raw, url = pages[number % len(pages)]
        parse(raw, url, site=sites.for_url(url))
        if number == min(WARM, count // 2):
            warm = _resident()
    after = _resident()
    mib = {"warm_mib": round(warm, 1), "after_mib": round(after, 1)}
    return {"ratio": round(warm / after, 3), "at_least": 0.95, "pages": count, **mib}


def _resident() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
