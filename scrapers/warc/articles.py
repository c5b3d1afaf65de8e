"""The articles in WARC files, ours or anybody's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from pipeline.records import Article
from scrapers import sites
from scrapers.net.decode import Body, Bomb, NotSo
from scrapers.net.messages import header_type
from scrapers.parse import Sent, read_page
from scrapers.warc.reading import Entry, records

log = logging.getLogger(__name__)

HTML = ("text/html", "application/xhtml+xml")
MAX_BYTES = 10_000_000


def articles(path: str | Path) -> Iterator[Article]:
    """Every article in a WARC file, in its order, one at a time; the rules of a known site are used for its pages.

    Left out: what is no answered page (requests, revisits, errors, feeds), pages that only list articles, and a torn
    record at the end. Raises :class:`scrapers.warc.reading.Torn` for a file that is no WARC file, ``OSError`` where it
    cannot be read.
    """
    for entry in records(Path(path)):
        article = article_in(entry)
        if article is not None:
            yield article


def article_in(entry: Entry) -> Article | None:
    """The article in one record, or ``None``."""
    if entry.type not in ("response", "resource") or (entry.type == "response" and entry.status != 200):
        return None
    kind, charset = header_type(entry.headers.get("content-type"))
    if kind not in HTML or entry.truncated == "length":
        return None
    try:
        body = Body(entry.headers.get("content-encoding", ""), MAX_BYTES)
        body.feed(entry.payload)
    except (Bomb, NotSo) as error:
        log.warning("%s: left out: %s", entry.url, error)
        return None
    page = read_page(
        body.content, entry.url, site=sites.for_url(entry.url), sent=Sent(charset=charset, fetched=entry.date)
    )
    if page.kind != "article" or not page.article.text.strip():
        return None
    page.article.fetched = entry.date
    return page.article
