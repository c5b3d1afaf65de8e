"""The links of a page that look like articles of its site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from scrapers.page.tree import Element, squeeze, text_of

#: Paths that list or serve something other than one article.
_NOT_ARTICLE = re.compile(
    r"/(?:tags?|tu-khoa|topics?|chu-de|su-kien|authors?|tac-gia|categor(?:y|ies)|search|tim-kiem|rss|feeds?|login|register|contact|lien-he|about|privacy|terms|archive|page|podcasts?|videos?|media|gallery)(?:[/.?-]|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|xml|rss|css|js)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{4,}")
_DATED = re.compile(r"/(?:19|20|13|14)\d{2}[/-]?\d{1,2}(?:[/-]?\d{1,2})?(?:/|-)")
_ENDING = re.compile(r"\.(?:html?|chn|vnp|aspx|shtml|epi)$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, absolute and without its fragment, and the longest text that leads there."""

    url: str
    text: str


def article_links(root: Element, url: str | None) -> list[Link]:
    """Links to what look like articles of the same site, in the page's order, each address once.

    ``url`` is the page's own address, by default the one that it calls canonical; without either, relative links stay
    relative.
    """
    own = url or _href(root, ".//link[@rel='canonical']")
    try:
        origin, page = urljoin(own, _href(root, ".//base")), urldefrag(own).url
    except ValueError:  # no address at all, such as an unclosed IPv6 bracket
        origin = page = ""
    host = _host(origin)
    found: dict[str, str] = {}
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href[0] == "#" or href.split(":", 1)[0].lower() in ("javascript", "mailto", "tel", "data"):
            continue
        try:
            address = urldefrag(urljoin(origin, href)).url if origin else urldefrag(href).url
            parts = urlsplit(address)
        except ValueError:
            continue
        if (host and parts.netloc and _host(address) != host) or not looks_like_article(parts.path):
            continue
        if address == page:
            continue
        text = text_of(anchor) or squeeze(anchor.get("title") or "")
        if len(text) > len(found.get(address, "")) or address not in found:
            found[address] = text
    links = [
        Link(address, text) for address, text in found.items() if len(text) >= 20 or _strong(urlsplit(address).path)
    ]
    numbered = [link for link in links if _NUMBERED.search(urlsplit(link.url).path)]
    # Where a site numbers its articles, the few long slugs without a number are its sections.
    return numbered if len(numbered) >= 5 and len(numbered) * 2 >= len(links) else links


def _href(root: Element, path: str) -> str:
    element = root.find(path)
    return (element.get("href") or "") if element is not None else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.casefold().removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""


def _strong(path: str) -> bool:
    return bool(_NUMBERED.search(path)) and _slug_words(path) >= 3


def _slug_words(path: str) -> int:
    segment = max(unquote(path).split("/"), key=len, default="")
    return len(_LETTERS.findall(segment))


def looks_like_article(path: str) -> bool:
    """True for a path with a long slug, a number or a date in it, that leads to no list, file or account."""
    if len(path) < 8 or _NOT_ARTICLE.search(path):
        return False
    words = _slug_words(path)
    return (
        words >= 4
        or (bool(_NUMBERED.search(path)) and (words >= 2 or bool(_ENDING.search(path)) or path.count("/") >= 2))
        or bool(_DATED.search(path))
    )
