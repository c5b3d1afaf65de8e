"""HTML -> Article: title, author, date and text, by a site's rules where there are some, else by what the page tells.

A page is decoded once and parsed once; every question below is put to the same tree and the same list of runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from pipeline.records import Article
from scrapers.encoding import decode
from scrapers.page import rules, words
from scrapers.page.author import find_author
from scrapers.page.blocks import Run, runs_of, showing
from scrapers.page.body import Body, find_body, trafilatura_paragraphs
from scrapers.page.dates import zone
from scrapers.page.kind import Evidence, guess_kind
from scrapers.page.links import Link, article_links
from scrapers.page.loose_dates import Reader
from scrapers.page.metadata import Metadata, read_metadata
from scrapers.page.published import (
    declared_date,
    headline_date,
    stated_beside,
    time_element_date,
    with_local_offset,
    worded_date,
)
from scrapers.page.title import find_title
from scrapers.page.tree import Element, parse_html, text_of

if TYPE_CHECKING:
    from scrapers.sites import Layout, Site

#: Prose shorter than this is asked of trafilatura as well.
_SHORT = 250


@dataclass(slots=True, kw_only=True)
class Page:
    """All that one page gives. ``kind`` is ``article`` or ``listing``; a listing's article has no title and no text."""

    kind: str
    article: Article
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came with a page. ``charset`` is what the HTTP header said; ``published`` the date that a feed or sitemap
    gave, which is trusted most; ``fetched`` the moment that the page was had, from which its "three hours ago" counts.
    """

    charset: str | None = None
    published: date | datetime | None = None
    fetched: datetime | None = None


def parse(html: bytes | str, url: str | None = None, *, site: Site | None = None, sent: Sent | None = None) -> Article:
    """The article on a page.

    A page that only lists articles gives an Article without title and text. Never fails, whatever the bytes.
    """
    return _Reading(html, url, site, sent or Sent()).page().article


def parse_named(
    html: bytes | str, url: str | None = None, *, site: Site | None = None, sent: Sent | None = None
) -> Article:
    """The article on a page that somebody named; where the page looks like a list of articles, all that it shows.

    A crawl leaves lists alone, but whoever names a page wants what stands on it, however short.
    """
    reading = _Reading(html, url, site, sent or Sent())
    article = reading.page().article
    return article if article.text else reading.everything()


def links(html: bytes | str, url: str | None = None, *, charset: str | None = None) -> list[Link]:
    """The links of a page that look like articles of its site, with their texts, in the page's order."""
    return article_links(_tree(html, charset), url)


def read_page(html: bytes | str, url: str | None = None, *, site: Site | None = None, sent: Sent | None = None) -> Page:
    """The article, the links and the kind of a page; the arguments are those of :func:`parse`."""
    reading = _Reading(html, url, site, sent or Sent())
    found = article_links(reading.root, url)
    page = reading.page()
    page.links = found
    return page


def _tree(html: bytes | str, charset: str | None) -> Element:
    return parse_html(html if isinstance(html, str) else decode(html, charset))


class _Reading:
    """One page being read: the tree, and what was learnt of it so far."""

    def __init__(self, html: bytes | str, url: str | None, site: Site | None, sent: Sent) -> None:
        self.root = root = _tree(html, sent.charset)
        self.sent = sent
        self.site = site
        self.meta: Metadata = read_metadata(root)
        self.url = url or self.meta.canonical
        self.layout: Layout | None = rules.choose_layout(site, root) if site else None
        self.tz: tzinfo | None = zone(site.timezone) if site and site.timezone else None
        self.source = rules.source_of(root, self.layout)
        self.author = self._ruled_author()
        self.date = rules.read_layout_date(root, self.layout, self.tz) if self.layout else None
        self.dated = [rules.value_of(e) for e in rules.select(root, self.layout.date)] if self.layout else []
        self.title, self.headline = self._find_title()
        self.lead = [text_of(element) for element in rules.select(root, self.layout.lead)] if self.layout else []
        if self.layout:
            rules.cut(root, self.layout)
        self.runs: list[Run] = runs_of(root)
        self.at = self._headline_runs()

    def page(self) -> Page:
        """The page's record."""
        body = self._body()
        paragraphs = self._paragraphs(body)
        kind = self._kind(body)
        if kind == "listing":
            return Page(kind=kind, article=Article(text="", url=self.url, site=self._site_id()))
        article = Article(
            text="\n".join(paragraphs),
            url=self.url,
            source_url=self.source,
            site=self._site_id(),
            title=self.title,
            author=self.author or find_author(self.meta, self._near(body), self.site.not_authors if self.site else ()),
            published=self._published(body.container),
        )
        return Page(kind=kind, article=article)

    def everything(self) -> Article:
        """All that the page shows, article or not."""
        return Article(
            text="\n".join(run.text for run in self.runs),
            url=self.url,
            site=self._site_id(),
            title=self.title,
            published=self._published(None),
        )

    def _site_id(self) -> str | None:
        return self.site.id if self.site else None

    def _ruled_author(self) -> str | None:
        if not (self.site and self.layout):
            return None
        said = [text_of(element) or rules.value_of(element) for element in rules.select(self.root, self.layout.author)]
        declared = Metadata(authors=said, site_names=list(self.site.not_authors))
        return find_author(declared, [])

    def _find_title(self) -> tuple[str | None, Element | None]:
        ruled = rules.first(self.root, self.layout.title) if self.layout else None
        return (rules.value_of(ruled), ruled) if ruled is not None else find_title(self.root, self.meta)

    def _headline_runs(self) -> list[int]:
        """The runs that show the title: those of its element, else the first that says just the same."""
        if self.headline is not None:
            return showing(self.runs, self.headline)
        return [index for index, run in enumerate(self.runs) if run.text == self.title][:1]

    def _body(self) -> Body:
        ruled = rules.first(self.root, self.layout.body) if self.layout else None
        return Body(self.runs, ruled if ruled is not None else find_body(self.runs, self.headline), self.title)

    def _paragraphs(self, body: Body) -> list[str]:
        paragraphs = body.paragraphs(self.meta, self.headline, self.lead)
        size = sum(map(len, paragraphs))
        all_prose = sum(len(run.text) for run in self.runs if run.good)
        if size < min(_SHORT, all_prose) and not (self.layout and self.layout.body):
            other = trafilatura_paragraphs(self.root, self.runs)
            if sum(map(len, other)) > size:
                paragraphs = other
        return self._without_source(rules.drop_lines(paragraphs, self.site) if self.site else paragraphs)

    def _without_source(self, paragraphs: list[str]) -> list[str]:
        """A line at the end that only names the source's address is read and taken off the text."""
        said = words.lines("source")
        for index in range(max(0, len(paragraphs) - 4), len(paragraphs)):
            address = rules.address_in(paragraphs[index]) if said.match(paragraphs[index]) else None
            if address:
                self.source = self.source or address
                return paragraphs[:index] + paragraphs[index + 1 :]
        return paragraphs

    def _near(self, body: Body) -> list[Run]:
        """The runs of the article and a few around them, where its author's line stands."""
        around = [*self.at, *showing(self.runs, body.container)] if body.container is not None else self.at
        return self.runs[max(0, min(around) - 8) : max(around) + 8] if around else []

    def _kind(self, body: Body) -> str:
        if self.site and self.url and self.site.is_article(self.url):
            return "article"
        seen = Evidence(
            meta=self.meta,
            runs=self.runs,
            text=body.kept,
            title=self.title,
            headline=self.headline,
            dated=headline_date(self.runs, self.at) is not None,
            url=self.url,
        )
        return guess_kind(seen)

    def _local(self, when: date | datetime | None) -> date | datetime | None:
        """A moment in UTC on the clock of the site's own zone."""
        if self.tz and isinstance(when, datetime) and when.utcoffset() == timedelta(0):
            return when.astimezone(self.tz)
        return when

    def _published(self, container: Element | None) -> date | datetime | None:
        """The date, by the order of trust: what came with the page, the layout's, the page's own, one in words."""
        return self.sent.published or self._local(self.date or self._own_date(container)) or self._worded_date()

    def _worded_date(self) -> date | None:
        language = self.site.language if self.site else self.meta.language
        reader = Reader(language, self.sent.fetched, self.tz)
        return worded_date([*self.dated, *self.meta.published, *stated_beside(self.runs, self.at)], reader)

    def _own_date(self, container: Element | None) -> date | datetime | None:
        """The page's own date, by the order of trust."""
        beside = self.headline if self.headline is not None else container
        first = showing(self.runs, container)[:1] if container is not None else []
        shown = headline_date(self.runs, self.at or first, self.tz)
        declared = declared_date(self.meta, self.tz)
        if type(declared) is date and isinstance(shown, datetime) and shown.date() == declared:
            return shown
        if declared is not None:
            return with_local_offset(declared, shown)
        return shown or time_element_date(self.root, beside, self.tz)
