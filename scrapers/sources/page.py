"""The article on a page that somebody named."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Article
from pipeline.text import with_title
from scrapers import sites
from scrapers.parse import Sent, parse_named


def article_on(html: bytes, url: str | None = None, sent: Sent | None = None) -> Article:
    """The article on a page, read by the rules of its site where there are some; its text begins with its title."""
    site = sites.for_url(url) if url else None
    return titled(parse_named(html, url, site=site, sent=sent))


def titled(article: Article) -> Article:
    """The article with its title in its text, so that what the headline says is found."""
    return replace(article, id="", text=with_title(article.text, article.title))
