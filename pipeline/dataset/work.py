"""The part of a build that takes time: pages read, articles extracted, in this process or in several."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.assemble import extract
from pipeline.dataset.articles import Held
from pipeline.dataset.rows import Rows, rows_of
from pipeline.records import Article
from scrapers.crawl.keep import moment, storable, text_digest
from scrapers.crawl.walk import TRACEBACK
from scrapers.net.decode import Body, Bomb, NotSo
from scrapers.net.messages import header_type
from scrapers.parse import Sent, read_page
from scrapers.sites import Site
from scrapers.warc.reading import Entry

#: Articles handed to a process at a time, and batches that wait for each.
BATCH, AHEAD = 8, 2
MAX_BYTES = 10_000_000


class WorkerLost(Exception):
    """A process that extracted was ended from outside; what was kept stays, and a build goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article to extract; with its page, which is read again first, after the rules of its site."""

    held: Held
    page: Entry | None = None
    site: Site | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it: rows, or why not. ``reread`` is the article where its page gives other words now."""

    held: Held
    rows: Rows | None = None
    problem: str | None = None
    reread: Article | None = None


def extracted(items: Iterable[Item], jobs: int) -> Iterator[Done]:
    """Each item's outcome, in the order of the items, however many processes work on them."""
    if jobs <= 1:
        yield from map(one, items)
        return
    stream = iter(items)
    with ProcessPoolExecutor(jobs, initializer=_quiet) as pool:
        waiting: deque[Future[list[Done]]] = deque()
        try:
            while True:
                while len(waiting) < jobs * AHEAD and (batch := list(islice(stream, BATCH))):
                    waiting.append(pool.submit(several, batch))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                f"one of {jobs} processes that extract was ended from outside, for want of memory perhaps; run again, "
                "with fewer --jobs: what was done is kept"
            ) from error


def _quiet() -> None:
    """An interruption from the keyboard ends the process that gives the work, and that the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def several(items: list[Item]) -> list[Done]:
    """The outcomes of a batch."""
    return [one(item) for item in items]


def one(item: Item) -> Done:
    """An article's outcome; an article that nobody foresaw must not cost the others."""
    try:
        article, reread = _article(item)
        return Done(held=item.held, rows=rows_of(extract(replace(article))), reread=reread)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        return Done(held=item.held, problem=f"{type(error).__name__}: {error}")


def _article(item: Item) -> tuple[Article, Article | None]:
    """The article, and again where its page says something else than the store does."""
    held = item.held
    read = read_again(item) if item.page is not None else None
    if read is None or _same(read, held):
        return held.article, None
    fresh = replace(
        held.article,
        text=storable(read.text),
        title=storable(read.title),
        author=storable(read.author),
        published=read.published,
    )
    return fresh, fresh


def _same(read: Article, held: Held) -> bool:
    have = held.article
    told = (storable(read.author), read.published) == (have.author, have.published)
    return told and text_digest(read) == held.text_digest


def read_again(item: Item) -> Article | None:
    """The article on an archived page; ``None`` where there is none on it any more."""
    page = item.page
    assert page is not None
    _, charset = header_type(page.headers.get("content-type"))
    try:
        body = Body(page.headers.get("content-encoding", ""), MAX_BYTES)
        body.feed(page.payload)
    except (Bomb, NotSo):
        return None  # the text in the store stands
    sent = Sent(charset=charset, published=moment(item.held.told), fetched=page.date)
    read = read_page(body.content, item.held.article.url or page.url, site=item.site, sent=sent)
    if read.kind != "article" or not read.article.text.strip():
        return None
    return read.article
