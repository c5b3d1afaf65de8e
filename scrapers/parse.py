"""HTML -> Article: title, author, date and text, by a site's rules where there are some, else by what the page tells.

A page is decoded once and parsed once; every question below is put to the same tree and the same list of runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.records import Article
from scrapers.encoding import decode
from scrapers.page.author import find_author
from scrapers.page.blocks import Run, runs_of
from scrapers.page.body import Body, find_body, trafilatura_paragraphs
from scrapers.page.kind import Evidence, guess_kind
from scrapers.page.links import Link, article_links
from scrapers.page.metadata import Metadata, read_metadata
from scrapers.page.published import declared_date, headline_date, time_element_date, with_local_offset
from scrapers.page.title import find_title
from scrapers.page.tree import Element, parse_html

if TYPE_CHECKING:
    from scrapers.sites import Site

#: Prose shorter than this is asked of trafilatura as well.
_SHORT = 250


@dataclass(slots=True, kw_only=True)
class Page:
    """All that one page gives. ``kind`` is ``article`` or ``listing``; a listing's article has neither title nor
    text."""

    kind: str
    article: Article
    links: list[Link] = field(default_factory=list)


def parse(
    html: bytes | str,
    url: str | None = None,
    *,
    charset: str | None = None,
    site: Site | None = None,
    published: date | datetime | None = None,
) -> Article:
    """The article on a page.

    ``charset`` is what the HTTP header said; ``published`` the date that a feed or sitemap gave, which is trusted most.
    A page that only lists articles gives an Article without title and text. Never fails on any bytes.
    """
    return read_page(html, url, charset=charset, site=site, published=published).article


def links(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> list[Link]:
    """The links of a page that look like articles of its site, with their texts, in the page's order."""
    root = parse_html(html if isinstance(html, str) else decode(html, charset))
    base = root.find(".//base")
    return article_links(root, url, base.get("href") if base is not None else None)


def read_page(
    html: bytes | str,
    url: str | None = None,
    *,
    charset: str | None = None,
    site: Site | None = None,
    published: date | datetime | None = None,
) -> Page:
    """The article, the links and the kind of a page; the arguments are those of :func:`parse`."""
    root = parse_html(html if isinstance(html, str) else decode(html, charset))
    meta = read_metadata(root)
    address = url or meta.canonical
    tz = None
    title, headline = find_title(root, meta)
    runs = runs_of(root)
    body = Body(runs, find_body(runs, headline), title)
    paragraphs = body.paragraphs(meta, headline)
    size = sum(map(len, paragraphs))
    if size < _SHORT:
        other = trafilatura_paragraphs(root, runs)
        if sum(map(len, other)) > size:
            paragraphs = other
            size = sum(map(len, other))
    found_links = article_links(root, address, meta.base)
    kind = guess_kind(Evidence(meta=meta, runs=runs, text=body.kept, title=title, headline=headline, url=address))
    if kind == "listing":
        return Page(kind=kind, article=Article(text="", url=address, lang=None), links=found_links)
    when = published or _published(meta, runs, headline if headline is not None else body.container, root)
    article = Article(
        text="\n".join(paragraphs), url=address, title=title, author=find_author(meta, runs), published=when
    )
    return Page(kind=kind, article=article, links=found_links)


def _published(meta: Metadata, runs: list[Run], headline: Element | None, root: Element) -> date | datetime | None:
    """The page's own date, by the order of trust."""
    shown = headline_date(runs, headline)
    declared = declared_date(meta)
    if declared is not None:
        return with_local_offset(declared, shown)
    return shown or time_element_date(root, headline)
