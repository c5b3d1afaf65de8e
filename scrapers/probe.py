"""Whether a site's rules still find articles on the live site: for ``chibo check --online``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from scrapers.canonical import canonical
from scrapers.discover import Found, in_feed, in_listing, in_sitemap
from scrapers.fetch import FEED, PAGE, SITEMAP, Fetched, Fetcher, FetchError
from scrapers.parse import Sent, read_page
from scrapers.sites import Listing, Site

#: Nested sitemaps that are looked into, the newest first, and articles that are opened.
CHILDREN, OPENED = 2, 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``where`` (``lists.0``, ``layouts``), whether it holds, and what was seen."""

    site: str
    where: str
    good: bool
    seen: str

    def __str__(self) -> str:
        return f"{self.site} [{self.where}]: {'' if self.good else 'WRONG: '}{self.seen}"


def probe(site: Site, fetcher: Fetcher) -> Iterator[Finding]:
    """Ask a site for its lists and a few of their articles; at most about a dozen requests."""
    found: list[str] = []
    for number, rule in enumerate(site.lists):
        try:
            named = list(dict.fromkeys(_named(site, rule, fetcher)))
        except FetchError as error:
            yield Finding(site.id, f"lists.{number}", False, str(error))
            continue
        found += named
        told = f"{len(named)} articles" if named else "no article; the list or articles.pattern is out of date"
        yield Finding(site.id, f"lists.{number}", bool(named), f"{rule.url or rule.kind}: {told}")
    for url in list(dict.fromkeys(found))[:OPENED]:
        yield _article(site, url, fetcher)


def _named(site: Site, rule: Listing, fetcher: Fetcher) -> Iterator[str]:
    """The addresses of articles that a list names now."""
    found: list[Found] = [Found(url) for url in rule.addresses]
    if rule.url:
        found += _read(site, rule, fetcher, rule.url)
        children = [item for item in found if item.kind == "sitemap" and not (rule.skip and rule.skip.search(item.url))]
        for child in islice(sorted(children, key=lambda c: (c.modified or "", c.url), reverse=True), CHILDREN):
            found += _read(site, rule, fetcher, child.url)
    for item in found:
        if item.kind == "article" and site.is_article(url := canonical(rule.address(item.url))):
            yield url


def _read(site: Site, rule: Listing, fetcher: Fetcher, url: str) -> list[Found]:
    zone = ZoneInfo(site.timezone) if site.timezone else None
    if rule.kind == "feed":
        return list(in_feed(fetcher.get(url, FEED).content, url, zone))
    if rule.kind in ("sitemap", "news-sitemap"):
        return list(in_sitemap(fetcher.get(url, SITEMAP).content, url, zone))
    page: Fetched = fetcher.get(url, (*PAGE, "application/json"))
    return list(in_listing(page.content, page.url, page.charset, rule.links))


def _article(site: Site, url: str, fetcher: Fetcher) -> Finding:
    try:
        fetched = fetcher.get(url)
    except FetchError as error:
        return Finding(site.id, "layouts", False, str(error))
    sent = Sent(charset=fetched.charset, fetched=fetched.fetched)
    article = read_page(fetched.content, url, site=site, sent=sent).article
    lacking = [name for name in ("title", "published", "text") if not getattr(article, name)]
    told = f"no {', no '.join(lacking)}" if lacking else f"{article.published}, {len(article.text)} characters"
    return Finding(site.id, "layouts", not lacking, f"{url}: {told}")
