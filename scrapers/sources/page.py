"""The article on a page that somebody named."""

from __future__ import annotations

from pipeline.records import Article
from scrapers.encoding import decode
from scrapers.page.blocks import runs_of
from scrapers.page.metadata import read_metadata
from scrapers.page.published import declared_date
from scrapers.page.title import find_title
from scrapers.page.tree import parse_html
from scrapers.parse import parse


def article_on(html: bytes, url: str | None = None, *, charset: str | None = None) -> Article:
    """The article on a page; where the page looks like a list of articles, all that it shows.

    A crawl leaves lists alone, but whoever names a page wants what stands on it, however short.
    """
    article = parse(html, url, charset=charset)
    if article.text:
        return article
    root = parse_html(decode(html, charset))
    meta, runs = read_metadata(root), runs_of(root)
    title, _ = find_title(root, meta)
    text = "\n".join(run.text for run in runs)
    return Article(text=text, url=article.url, title=title, published=declared_date(meta))
