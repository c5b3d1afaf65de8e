"""Is a page one article, or a list of them? Votes of several witnesses, as each of them is missing or wrong on some
site."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from scrapers.page.blocks import Run
from scrapers.page.links import looks_like_article
from scrapers.page.metadata import Metadata
from scrapers.page.tree import Element

_LISTS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage"})
#: Shorter runs are headings and small print, which both kinds of page have.
_PROSE = 60
#: A list has at least as many lines that are links.
_LINKS = 5


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What the witnesses look at. ``text`` is what was chosen as the article's text, ``headline`` the element that
    shows the title, ``dated`` whether a date stands beside it, ``url`` the page's address where it is known."""

    meta: Metadata
    runs: list[Run]
    text: list[Run]
    title: str | None
    headline: Element | None
    dated: bool
    url: str | None


def guess_kind(seen: Evidence) -> str:
    """``article`` or ``listing``. A page with hardly a link lists nothing, however poor it is."""
    if seen.text and sum(run.link >= 15 for run in seen.runs) < _LINKS:
        return "article"
    return "article" if _declared(seen) + _shown(seen) + _address(seen) > 0 else "listing"


def _declared(seen: Evidence) -> int:
    """Votes of the metadata."""
    meta = seen.meta
    votes = (3 if meta.says_article else 0) + (2 if meta.published else 0)
    if not meta.says_article:
        votes -= 2 * bool(meta.types & _LISTS) + (meta.og_type == "website")
    return votes


def _shown(seen: Evidence) -> int:
    """Votes of what the reader sees: a headline, and prose that stands together rather than scattered over teasers."""
    size = sum(len(run.text) for run in seen.text)
    linked = sum(run.link for run in seen.runs if run.link >= 20)
    votes = -2 if size < 200 else 1 if size >= 600 else 0
    if seen.headline is None or len(re.findall(r"\w+", seen.title or "")) <= 3:
        votes -= 1  # no headline, or the name of a section
    else:
        votes += seen.dated + (seen.headline.tag == "h1")
    if linked > 2 * size:
        votes -= 1
    prose = [run for run in seen.text if len(run.text) >= _PROSE]
    if prose and _teased(seen.runs, prose) >= 0.6:
        return votes - (4 if len(prose) >= 3 else 2)
    return votes + (2 if size >= 200 and _together(prose) >= 0.5 else 0)


def _together(prose: list[Run]) -> float:
    """The greatest share of the prose that one element holds directly, in its children or in theirs: near 1 for an
    article's paragraphs, near 1/n for n teasers, each in its own box."""
    total = sum(len(run.text) for run in prose)
    held: Counter[Element] = Counter()
    for run in prose:
        held[run.element] += len(run.text)
        for above in islice(run.element.iterancestors(), 2):
            held[above] += len(run.text)
    return max(held.values(), default=0) / total if total else 0.0


def _teased(runs: list[Run], prose: list[Run]) -> float:
    """The share of the prose that stands behind a linked line of some length, as a teaser behind its headline, with at
    most a section and a date between."""
    chosen = {id(run) for run in prose}
    teasers, last = 0, -9
    for index, run in enumerate(runs):
        if run.link >= 15 and run.link * 10 >= len(run.text) * 7:
            last = index
        elif id(run) in chosen and index - last <= 4:
            teasers += 1
            last = -9
    return teasers / len(prose)


def _address(seen: Evidence) -> int:
    if not seen.url:
        return 0
    try:
        path = urlsplit(seen.url).path
    except ValueError:
        return 0
    if looks_like_article(path):
        return 1
    return -2 if not re.search(r"\d{4}", path) else 0
