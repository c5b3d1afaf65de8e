"""What a fetched page becomes: a new article, a new version of one, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, overload

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.records import Article
from pipeline.store.schema import articles, versions
from scrapers.canonical import canonical
from scrapers.crawl.sketch import packed, sketch
from scrapers.crawl.state import Address, State, stamp
from scrapers.fetch import Fetched
from scrapers.parse import Sent, read_page
from scrapers.relevance import relevance
from scrapers.sites import Site


@dataclass(slots=True, kw_only=True)
class Outcome:
    """A page, read: the article on it, if it is one that is kept, and what that changes on its address."""

    article: Article | None = None
    relevance: float | None = None
    sketch: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)


class Keeper:
    """Reads pages of one site and keeps what they hold."""

    def __init__(self, site: Site, state: State) -> None:
        self.site = site
        self.state = state

    def read(self, address: Address, fetched: Fetched) -> Outcome:
        """What is on the page; nothing is written yet."""
        sent = Sent(charset=fetched.charset, published=moment(address.published), fetched=fetched.fetched)
        page = read_page(fetched.content, address.url, site=self.site, sent=sent)
        article = page.article
        if page.kind != "article" or not article.text.strip():
            return Outcome(changes={"status": "refused", "reason": "no-article"})
        score = relevance(self.site.language, article.title or "", article.text)
        if score is not None and score < self.site.min_relevance:
            return Outcome(relevance=score, changes={"status": "irrelevant", "reason": "irrelevant"})
        return Outcome(article=article, relevance=score, sketch=sketch(article.text), changes={"status": "fetched"})

    def keep(self, connection: Connection, address: Address, fetched: Fetched, outcome: Outcome) -> str:
        """Write the article or its new version; the reason to count: ``new``, ``changed``, ``same-text`` or why not."""
        article = outcome.article
        if article is None:
            return str(outcome.changes["reason"])
        digest = text_digest(article)
        latest = connection.execute(
            sa.select(versions.c.number, versions.c.text_digest)
            .where(versions.c.article == address.id)
            .order_by(versions.c.number.desc())
            .limit(1)
        ).first()
        if latest is not None and latest.text_digest == digest:
            return "same-text"
        number = latest.number + 1 if latest is not None else 1
        when = stamp(fetched.fetched)
        if latest is None:
            connection.execute(
                articles.insert().values(
                    id=address.id,
                    url=address.url,
                    site=self.site.id,
                    lang=self.site.language,
                    version=number,
                    linked=0,
                    first_fetched=when,
                )
            )
        else:
            connection.execute(articles.update().where(articles.c.id == address.id).values(version=number))
        record = fetched.record
        connection.execute(
            versions.insert().values(
                article=address.id,
                number=number,
                fetched=when,
                **said(article),
                payload_digest=record.payload_digest if record else None,
                warc_file=record.file if record else None,
                warc_record=record.id if record else None,
                relevance=outcome.relevance,
                sketch=packed(outcome.sketch),
            )
        )
        return "new" if number == 1 else "changed"


def text_digest(article: Article) -> str:
    """SHA-256 of what a reader sees: title and text."""
    return hashlib.sha256(f"{article.title or ''}\n{article.text}".encode("utf-8", "replace")).hexdigest()


def said(article: Article) -> dict[str, str | None]:
    """What a version in the store holds of an article's own words."""
    return {
        "published": article.published.isoformat() if article.published else None,
        "title": storable(article.title),
        "author": storable(article.author),
        "source_url": own_spelling(article.source_url),
        "text": storable(article.text),
        "text_digest": text_digest(article),
    }


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: str | None) -> str | None: ...
def storable(text: str | None) -> str | None:
    """The text without what no database takes: NUL, and halves of surrogate pairs."""
    return None if text is None else text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def own_spelling(url: str | None) -> str | None:
    """A source's address in its one spelling, or ``None``."""
    try:
        return canonical(url) if url else None
    except ValueError:
        return None


def moment(text: str | None) -> date | datetime | None:
    """A time or a day as a source gave it."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text) if len(text) > len("2025-11-20") else date.fromisoformat(text)
    except ValueError:
        return None
