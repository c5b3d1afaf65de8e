"""Articles of others' archives, taken into the store beside those of the crawl."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from errno import ENOENT
from os import strerror
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.language import UnknownLanguage, detect
from pipeline.records import Article
from pipeline.store import Store
from pipeline.store.schema import addresses, articles, versions
from scrapers import sites
from scrapers.canonical import canonical, identify
from scrapers.crawl.keep import said, text_digest
from scrapers.crawl.sketch import packed, sketch
from scrapers.crawl.state import stamp
from scrapers.relevance import relevance
from scrapers.warc.articles import article_in
from scrapers.warc.reading import records


def take_in(store: Store, paths: Iterable[Path], now: datetime) -> Counter[str]:
    """Take every article of these WARC files, and of those in these folders, in, each in its own transaction: how many
    of which outcome.

    ``new``, ``changed`` (a later version of one that was there), ``same-text``, ``older`` (than the version that is
    there, and so left out), ``no-address``, ``no-language`` and ``irrelevant``. Raises ``OSError`` and
    :class:`scrapers.warc.reading.Torn` for a file that cannot be read.
    """
    counts: Counter[str] = Counter()
    for path in _files(paths):
        for entry in records(path):
            article = article_in(entry)
            if article is not None:
                counts[_take(store, article, (str(path.resolve()), entry.id, entry.payload_digest), now)] += 1
    return counts


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files, and those in the folders, all of which there must be before the first is taken in."""
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(one for kind in ("*.warc", "*.warc.gz") for one in path.rglob(kind)) if path.is_dir() else [path]
        )
        if not inside:
            raise FileNotFoundError(ENOENT, "no .warc or .warc.gz file in this folder", str(path))
        if not path.exists():
            raise FileNotFoundError(ENOENT, strerror(ENOENT), str(path))
        found += inside
    return found


def _take(store: Store, article: Article, record: tuple[str, str, str | None], now: datetime) -> str:
    try:
        url = canonical(article.url or "")
    except ValueError:
        return "no-address"
    site = sites.for_url(url)
    try:
        lang = site.language if site else detect(article.text)
    except UnknownLanguage:
        return "no-language"
    score = relevance(lang, article.title or "", article.text)
    if site is not None and score is not None and score < site.min_relevance:
        return "irrelevant"
    fetched = stamp(article.fetched or now)
    key = identify(url)
    told = {"url": url, "site": site.id if site else urlsplit(url).hostname or url}
    with store.write() as connection:
        number = _number(connection, key, fetched, text_digest(article))
        if isinstance(number, str):
            return number
        if number == 1:
            _begin(connection, key, told, fetched, lang)
        connection.execute(articles.update().where(articles.c.id == key).values(version=number))
        connection.execute(
            versions.insert().values(
                article=key,
                number=number,
                fetched=fetched,
                **said(article),
                payload_digest=record[2],
                warc_file=record[0],
                warc_record=record[1],
                relevance=score,
                sketch=packed(sketch(article.text)),
            )
        )
    return "new" if number == 1 else "changed"


def _number(connection: Connection, key: str, fetched: str, digest: str) -> int | str:
    """The number that a version of an article gets, or why it gets none."""
    query = sa.select(versions.c.number, versions.c.fetched, versions.c.text_digest).where(versions.c.article == key)
    rows = list(connection.execute(query.order_by(versions.c.number)))
    if not rows:
        return 1
    if digest in {row.text_digest for row in rows if row.fetched >= fetched} or rows[-1].text_digest == digest:
        return "same-text"
    return "older" if rows[-1].fetched >= fetched else int(rows[-1].number) + 1


def _begin(connection: Connection, key: str, told: dict[str, str], fetched: str, lang: str) -> None:
    """The rows of an address and an article that the store does not have; the crawl asks nobody for them again."""
    known = connection.execute(sa.select(addresses.c.id).where(addresses.c.id == key)).first()
    if known is None:
        connection.execute(
            addresses.insert().values(
                id=key,
                **told,
                kind="article",
                depth=0,
                first_seen=fetched,
                last_seen=fetched,
                status="fetched",
                attempts=0,
                failures=0,
                fetched=fetched,
                hops=0,
            )
        )
    connection.execute(articles.insert().values(id=key, **told, lang=lang, version=1, linked=0, first_fetched=fetched))
