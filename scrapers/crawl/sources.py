"""What a site's feeds, sitemaps and listing pages name, taken into the store: its articles, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from scrapers.canonical import canonical, identify
from scrapers.crawl.state import Address, State
from scrapers.discover import MAX_DEPTH, Found, in_feed, in_listing, in_sitemap
from scrapers.fetch import Fetched
from scrapers.sites import Listing, Site


class Reader:
    """Reads the sources of one site."""

    def __init__(self, site: Site, state: State) -> None:
        self.site = site
        self.state = state
        self.zone: tzinfo | None = ZoneInfo(site.timezone) if site.timezone else None

    def learn(self, connection: Connection, address: Address, fetched: Fetched) -> str | None:
        """Take in what a source names; for a listing, the digest of it."""
        if address.kind == "feed":
            self._take(connection, in_feed(fetched.content, fetched.url, self.zone), 0, None)
        elif address.kind == "sitemap":
            self._take(connection, in_sitemap(fetched.content, fetched.url, self.zone), address.depth, None)
        else:
            return self._listing(connection, address, fetched)
        return None

    def _take(
        self, connection: Connection, found: Iterator[Found], depth: int, listing: Listing | None
    ) -> tuple[int, list[str]]:
        """Keep the articles of this site and nested sitemaps: how many were new, and the articles of a listing."""
        seen: list[str] = []

        def chosen() -> Iterator[tuple[Found, int]]:
            for item in found:
                if item.kind == "sitemap":
                    if depth < MAX_DEPTH and not any(s.skip and s.skip.search(item.url) for s in self.site.lists):
                        yield item, depth + 1
                    continue
                for url in self._addresses(item.url, listing):
                    if listing is not None:
                        seen.append(url)
                    yield Found(url, item.published, item.modified), 0

        return self.state.learn(connection, self.site.id, chosen()), seen

    def _addresses(self, url: str, listing: Listing | None) -> Iterator[str]:
        """The address as the site's rules write it, where it is an article of the site."""
        rewritten = {rule.address(url) for rule in ([listing] if listing else self.site.lists)}
        for candidate in sorted(rewritten):
            if (
                candidate.isascii()
                and "?" not in candidate
                and "#" not in candidate
                and not self.site.is_article(candidate)
            ):
                continue  # no other spelling could make it one: this spares the long way for most of a large sitemap
            try:
                address = canonical(candidate)
            except ValueError:
                continue
            if self.site.is_article(address):
                yield address

    def _listing(self, connection: Connection, address: Address, fetched: Fetched) -> str | None:
        rule = next((r for r in self.site.lists if address.url in self._pages(r, address.depth)), None)
        found = in_listing(fetched.content, fetched.url, fetched.charset, rule.links if rule else None)
        new, seen = self._take(connection, found, 0, rule or Listing(kind="listing"))
        digest = identify("\n".join(sorted(seen)))
        # the first time all pages are walked, later as far as there is something new; a page that only repeats what
        # one before it named is no page: the site does not know the parameter
        goes_on = bool(seen) and (new > 0 or address.fetched is None)
        repeats = digest in self.state.pages_before(connection, self.site.id, address.depth)
        if rule and rule.pages and goes_on and not repeats and address.depth <= rule.last - rule.first:
            following = rule.pages.replace("{page}", str(rule.first + address.depth))
            self.state.rearm(connection, self.site.id, Found(following, kind="listing"), address.depth + 1)
        return digest

    @staticmethod
    def _pages(rule: Listing, depth: int) -> set[str]:
        pages = (rule.pages or "").replace("{page}", str(rule.first + depth - 1))
        url = rule.url if depth == 0 else pages
        return {canonical(url)} if url else set()
