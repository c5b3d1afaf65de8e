"""Where articles are listed: feeds, sitemaps and listing pages, read into addresses.

Feeds are feedparser's. Sitemaps are walked here, with lxml, one file at a time: ultimate-sitemap-parser fetches a whole
tree before it gives the first address, so that a run could neither leave out the branches that did not change, nor ask
for them conditionally, nor go on after a kill in the middle of a tree.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import feedparser
import lxml.html
from lxml import etree

from scrapers.encoding import decode
from scrapers.net.decode import Body, Bomb, NotSo

GZIP = b"\x1f\x8b"
MAX_BYTES = 10_000_000
#: A sitemap may name a sitemap that names a sitemap, and that is enough.
MAX_DEPTH = 3
#: Feeds have no use for entities of their own, and bombs are made of them.
ENTITY = re.compile(rb"<!ENTITY\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
WEB = re.compile(r"https?://[^\s/]\S*")


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a source names. ``published`` and ``modified`` are ISO 8601, with the offset that stood there."""

    url: str
    published: str | None = None
    modified: str | None = None
    kind: str = "article"


def in_feed(content: bytes, url: str, zone: tzinfo | None = None) -> Iterator[Found]:
    """The entries of an RSS, RDF or Atom feed; a broken one gives what can be read.

    ``zone`` is for times without an offset.
    """
    feed = feedparser.parse(
        io.BytesIO(ENTITY.sub(b"", content)),
        response_headers={"content-location": url},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    for entry in feed.entries:
        links = [entry.get("link"), *(x.get("href") for x in entry.get("links", ()))]
        link = next((str(x) for x in links if x), None)
        if link and (address := absolute(link, url)):
            published = moment(str(entry.get("published", "")), zone)
            # feedparser answers "updated" with "published" where there is none; the dict itself does not
            modified = moment(str(dict.get(entry, "updated", "")), zone)
            yield Found(address, published or modified, modified)


def in_sitemap(content: bytes, url: str, zone: tzinfo | None = None) -> Iterator[Found]:
    """The entries of a sitemap, a news sitemap, a sitemap index or a list of addresses, gzipped or not; feeds too.

    Read in one pass with flat memory; entities are not expanded; what follows a mistake or the limit of 10 MB is left
    out.
    """
    content = unpacked(content)
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        for line in content.decode("utf-8", "replace").splitlines():
            if WEB.fullmatch(line.strip()):
                yield Found(line.strip())
        return
    if re.search(rb"<(rss|feed|rdf:RDF)[\s>]", head):
        yield from in_feed(content, url, zone)
        return
    told: dict[str, str] = {}
    for element in elements(content):
        name = local(element)
        if name in ("loc", "lastmod", "publication_date"):
            # an image's or video's loc stands deeper than the entry's own
            above = element.getparent()
            if above is not None and local(above) in ("url", "sitemap", "news"):
                told.setdefault(name, (element.text or "").strip())
        elif name in ("url", "sitemap"):
            if address := absolute(told.get("loc", ""), url):
                kind = "sitemap" if name == "sitemap" else "article"
                yield Found(
                    address, moment(told.get("publication_date", ""), zone), moment(told.get("lastmod", ""), zone), kind
                )
            told.clear()
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def elements(content: bytes) -> Iterator[etree._Element]:
    """Each element when it ends; entities stay unexpanded, and nothing is loaded from anywhere."""
    options: dict[str, Any] = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False}
    stream = etree.iterparse(io.BytesIO(content), events=("end",), remove_comments=True, **options)
    for _, element in stream:
        yield element


def in_listing(page: bytes, url: str, charset: str | None, selector: str | None) -> Iterator[Found]:
    """The links of a page that lists articles: those that ``selector`` picks, or all.

    A page may also be JSON that holds pieces of HTML, as pages that load more on scrolling ask for.
    """
    text = decode(page, charset)
    if text.lstrip()[:1] in ("{", "["):
        text = html_in_json(text)
    if not text.strip():
        return
    root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    base = root.find(".//base")
    origin = urljoin(url, base.get("href") or "") if base is not None else url
    seen = set()
    for element in root.cssselect(selector or "a[href]"):
        anchor = element if element.tag == "a" else element.find(".//a")
        address = absolute(anchor.get("href") or "", origin) if anchor is not None else None
        if address and address not in seen:
            seen.add(address)
            yield Found(address)


def html_in_json(text: str) -> str:
    """The strings of a JSON document that look like HTML; nothing where it is no JSON."""
    try:
        values: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return ""
    found = []
    while values:
        value = values.pop()
        if isinstance(value, str) and "<a" in value:
            found.append(value)
        elif isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
    return "\n".join(reversed(found))


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def unpacked(content: bytes) -> bytes:
    """A file that is gzipped itself (``sitemap.xml.gz``), unpacked as far as the limit goes."""
    if not content.startswith(GZIP):
        return content
    body = Body("gzip", MAX_BYTES)
    try:
        body.feed(content)
    except (Bomb, NotSo):
        return body.content  # the entries that came before it are good
    return body.content


def absolute(link: str, base: str) -> str | None:
    """The web address that a link means on the page ``base``, or ``None``."""
    if not link.strip():
        return None
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return None
    return address if WEB.fullmatch(address) else None


@lru_cache(4096)
def moment(text: str, zone: tzinfo | None) -> str | None:
    """A time as a feed (RFC 2822) or a sitemap (W3C) writes it, as ISO 8601 with its own offset; else ``None``.

    >>> moment("Thu, 20 Nov 2025 08:30:00 +0700", None)
    '2025-11-20T08:30:00+07:00'
    """
    text = " ".join(text.split())
    if not text:
        return None
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return text if len(text) == 10 else None
    for read in (datetime.fromisoformat, parsedate_to_datetime, american):
        try:
            found = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        return (found if found.tzinfo or zone is None else found.replace(tzinfo=zone)).isoformat()
    return None


def american(text: str) -> datetime:
    """``3/5/2026 3:34:00 PM``, as some feeds have it."""
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")
