"""Feeds, sitemaps and listings: what they name, whatever shape they are in, and within limits."""

from __future__ import annotations

import gzip
import json
import resource
import time
import tracemalloc
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from scrapers.canonical import canonical, identify
from scrapers.discover import Found, in_feed, in_listing, in_sitemap, moment
from tests.newsite.answers import BOMB_FEED

BASE = "https://news.example/"
HANOI = timezone(timedelta(hours=7))


def test_rss_atom_and_rdf() -> None:
    rss = """<?xml version="1.0"?><rss version="2.0"><channel>
        <item><link>https://news.example/a</link><pubDate>Thu, 20 Nov 2025 08:30:00 +0700</pubDate></item>
        <item><link>/b</link><pubDate>3/5/2026 3:34:00 PM</pubDate></item>
        <item><link>c?x=1</link><pubDate></pubDate></item>
        <item><title>no link</title></item></channel></rss>"""
    assert list(in_feed(rss.encode(), BASE + "rss/home.rss", HANOI)) == [
        Found("https://news.example/a", "2025-11-20T08:30:00+07:00"),
        Found("https://news.example/b", "2026-03-05T15:34:00+07:00"),
        Found("https://news.example/rss/c?x=1"),
    ]
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://news.example/d"/>
        <published>2025-11-20T01:30:00Z</published><updated>2025-11-21T01:30:00Z</updated></entry></feed>"""
    assert list(in_feed(atom.encode(), BASE)) == [
        Found("https://news.example/d", "2025-11-20T01:30:00+00:00", "2025-11-21T01:30:00+00:00")
    ]
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <item rdf:about="https://news.example/e"><link>https://news.example/e</link></item></rdf:RDF>"""
    assert [f.url for f in in_feed(rdf.encode(), BASE)] == ["https://news.example/e"]


def test_sitemaps_news_sitemaps_indexes_and_lists() -> None:
    sitemap = """<?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
          xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc> https://news.example/a </loc><lastmod>2025-11-20</lastmod>
          <image:image><image:loc>https://news.example/a.jpg</image:loc></image:image>
          <news:news><news:publication_date>2025-11-19T08:00:00+07:00</news:publication_date></news:news></url>
        <url><loc></loc></url><url><loc>mailto:x@y.example</loc></url><url><lastmod>2025</lastmod></url>
        <url><loc>https://news.example/b</loc></url></urlset>"""
    wanted = [Found(BASE + "a", "2025-11-19T08:00:00+07:00", "2025-11-20"), Found(BASE + "b")]
    assert list(in_sitemap(sitemap.encode(), BASE)) == wanted
    assert list(in_sitemap(gzip.compress(sitemap.encode()), BASE)) == wanted
    assert list(in_sitemap(sitemap[: sitemap.index("</urlset>")].encode(), BASE)) == wanted
    index = (
        "<sitemapindex><sitemap><loc>/s.xml.gz</loc><lastmod>2025-11-20T00:00:00Z</lastmod></sitemap></sitemapindex>"
    )
    assert list(in_sitemap(index.encode(), BASE)) == [
        Found(BASE + "s.xml.gz", None, "2025-11-20T00:00:00+00:00", "sitemap")
    ]
    assert [f.url for f in in_sitemap(b"https://news.example/a\n\n# no\nhttps://news.example/b\n", BASE)] == [
        BASE + "a", BASE + "b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"<", b"\x00\x01", b"<html><body>404", b"<urlset><url><loc>", b"\x1f\x8bxx", b"<a/>" * 3]
)
def test_what_is_neither_gives_nothing(content: bytes) -> None:
    assert list(in_feed(content, BASE)) == []
    assert list(in_sitemap(content, BASE)) == []
    assert list(in_listing(content, BASE, None, None)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_harmless(encoding: str) -> None:
    feed = BOMB_FEED.encode(encoding)
    bombs = [feed, BOMB_FEED.replace("rss", "urlset").replace("item", "url").replace("link", "loc").encode(encoding)]
    tracemalloc.start()
    began = time.perf_counter()
    for bomb in bombs:
        assert [f for f in in_feed(bomb, BASE) if len(f.url) > 1000] == []
        assert [f for f in in_sitemap(bomb, BASE) if len(f.url) > 1000] == []
    took, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 3 and peak < 50_000_000
    entity = b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    stolen = entity + b"<urlset><url><loc>http://a.example/&f;</loc></url></urlset>"
    assert [f.url for f in in_sitemap(stolen, BASE)] in ([], ["http://a.example/"])


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_a_large_sitemap_is_read_with_flat_memory() -> None:
    """The limit of the door is 10 MB: about a hundred thousand entries; they are not held all at once."""
    entries = "".join(f"<url><loc>https://news.example/{n}</loc></url>" for n in range(100_000))
    content = f"<urlset>{entries}</urlset>".encode()
    before = peak = resident()
    count = 0
    for _ in in_sitemap(content, BASE):
        count += 1
        peak = max(peak, resident()) if count % 1000 == 0 else peak
    assert count == 100_000
    assert peak - before < 15_000_000


def test_listings_of_html_and_of_json_that_holds_html() -> None:
    page = """<html><head><base href="/news/"></head><body><div class="list"><h3><a href="a.html">A</a></h3>
        <h3><a href="/b.html#x">B</a></h3><h3><a href="a.html">again</a></h3></div><a href="/menu">m</a>
        <a href="javascript:x()">j</a><a>no</a></body></html>"""
    every = [f.url for f in in_listing(page.encode(), BASE, "utf-8", None)]
    assert every == [BASE + "news/a.html", BASE + "b.html#x", BASE + "menu"]
    assert [f.url for f in in_listing(page.encode(), BASE, "utf-8", "div.list h3")] == every[:2]
    pieces = {"data": {"contents": ['<article><a href="/c.html">C</a></article>', 3, None]}, "more": "<a href=/d.html>"}
    data = json.dumps(pieces)
    assert [f.url for f in in_listing(data.encode(), BASE, None, None)] == [BASE + "c.html", BASE + "d.html"]
    assert list(in_listing(b"[" * 100_000, BASE, None, None)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025-11-20T08:30:00+07:00", "2025-11-20T08:30:00+07:00"), ("2025-11-20", "2025-11-20"), ("2025-11", None),
        ("Thu, 20 Nov 2025 01:30:00 GMT", "2025-11-20T01:30:00+00:00"), ("", None), ("yesterday", None),
        ("2025-11-20 08:30:00", "2025-11-20T08:30:00+07:00"), ("20/13/2025", None), ("2025-02-30T00:00:00Z", None),
    ],
)  # fmt: skip
def test_times_keep_their_offset(text: str, found: str | None) -> None:
    assert moment(text, HANOI) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://News.Example:80/a?utm_source=x&b=2&a=1#top", "http://news.example/a?a=1&b=2"),
        ("https://news.example/a?fbclid=1&gclid=2&zarsrc=3", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/%d8%a7", "https://news.example/ا"),
    ],
)
def test_one_spelling_an_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) and canonical(canonical(one)) == canonical(one)
    assert identify(canonical(one)) == identify(canonical(other))


def test_what_makes_a_page_another_stays() -> None:
    different = [
        "https://news.example/a?id=1",
        "https://news.example/a?id=2",
        "https://news.example/A?id=1",
        "http://news.example/a?id=1",
    ]
    assert len({canonical(url) for url in different}) == 4
    for wrong in ("ftp://a/", "not an address", "http://", "http://[::1"):
        with pytest.raises(ValueError):
            canonical(wrong)
