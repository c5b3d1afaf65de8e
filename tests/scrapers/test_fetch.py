"""The door to the network: whatever comes, it is read within its limits, and it always comes to an end."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from functools import cache, partial

import brotli  # type: ignore[import-untyped]
import pytest

from scrapers import fetch
from scrapers.fetch import Exchange, FetchError, Prior
from tests.newsite.answers import drip
from tests.newsite.rules import FIRST_NIGHT, Frozen
from tests.scrapers.serving import LOOP, PAGE, Handler, Route, door, redirect, serving


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:]) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda b: zlib.compress(b)[2:-4]),
        ("br", brotli.compress),
        ("gzip, br", lambda b: brotli.compress(gzip.compress(b))),
        ("identity", bytes),
    ],
)
def test_every_coding_is_undone(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with serving({"/": lambda h: h.say(pack(PAGE), Content_Encoding=coding)}) as server:
        fetched = door().get(server.base + "/")
    assert fetched.content == PAGE
    assert fetched.status == 200


def test_charset_and_type_come_from_the_header() -> None:
    routes: dict[str, Route] = {"/": lambda h: h.say(PAGE, Content_Type='Text/HTML; charset="Windows-1256"')}
    with serving(routes) as server:
        fetched = door().get(server.base + "/#part")
    assert (fetched.content_type, fetched.charset, fetched.url) == ("text/html", "windows-1256", server.base + "/")


def slow_headers(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def broken(handler: Handler) -> None:
    handler.close_connection = True
    handler.say(b"<html>half", Content_Length="5000")


def no_end(handler: Handler) -> None:
    handler.close_connection = True
    handler.say(PAGE, Content_Length="5000")


@cache
def gzip_bomb() -> bytes:
    one = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(one.compress(bytes(1 << 20)) for _ in range(100)) + one.flush()


@cache
def brotli_bomb() -> bytes:
    return bytes(brotli.compress(bytes(50_000_000), quality=1))


@cache
def bomb_in_bomb() -> bytes:
    return gzip.compress(gzip.compress(bytes(50_000_000), 1))


BAD: dict[str, tuple[Route, str]] = {
    "/gzip-bomb": (lambda h: h.say(gzip_bomb(), Content_Encoding="gzip"), "too-large"),
    "/br-bomb": (lambda h: h.say(brotli_bomb(), Content_Encoding="br"), "too-large"),
    "/bomb-in-bomb": (
        lambda h: h.say(bomb_in_bomb(), Content_Encoding="gzip, gzip"),
        "too-large",
    ),
    "/codings": (lambda h: h.say(PAGE, Content_Encoding="gzip,gzip,gzip,gzip"), "encoding"),
    "/zstd": (lambda h: h.say(PAGE, Content_Encoding="zstd"), "encoding"),
    "/not-gzip": (lambda h: h.say(PAGE, Content_Encoding="gzip"), "encoding"),
    "/endless": (lambda h: drip(h, b"x" * 100_000, 0), "too-large"),
    "/slow": (lambda h: drip(h, b"x", 0.05), "timeout"),
    "/slow-headers": (slow_headers, "timeout"),
    "/silent": (lambda h: time.sleep(2.5), "timeout"),
    "/broken": (broken, "incomplete"),
    "/loop": (lambda h: h.say(b"", 302, Location="/loop-2"), "redirects"),
    "/loop-2": (lambda h: h.say(b"", 301, Location="/loop"), "redirects"),
    "/nowhere": (lambda h: h.say(b"", 302), "redirects"),
    "/mail": (lambda h: h.say(b"", 302, Location="mailto:a@b.example"), "address"),
    "/file": (lambda h: h.say(b"", 302, Location="file:///etc/passwd"), "address"),
    "/metadata": (lambda h: h.say(b"", 307, Location="http://169.254.169.254/latest/"), "address"),
    "/mapped": (lambda h: h.say(b"", 302, Location="http://[::ffff:169.254.169.254]/"), "address"),
    "/picture": (lambda h: h.say(b"\x89PNG", Content_Type="image/png"), "content-type"),
    "/gone": (lambda h: h.say(b"", 410), "http-410"),
    "/error": (lambda h: h.say(b"", 500), "http-500"),
}


@pytest.mark.parametrize("path", BAD)
def test_bad_pages_end_soon_with_their_reason(path: str) -> None:
    for bomb in (gzip_bomb, brotli_bomb, bomb_in_bomb):
        bomb()  # made before the clock runs
    with serving({p: route for p, (route, _) in BAD.items()}) as server:
        fetcher = door(retries=0)
        began = time.monotonic()
        with pytest.raises(FetchError) as caught:
            fetcher.get(server.base + path)
    assert caught.value.reason == BAD[path][1], caught.value
    assert time.monotonic() - began < 10
    assert "\n" not in str(caught.value)
    assert fetcher.counts[BAD[path][1]] >= 1


def test_more_hops_than_five_are_too_many() -> None:
    routes: dict[str, Route] = {f"/{i}": partial(redirect, f"/{i + 1}") for i in range(9)}
    with serving({**routes, "/9": lambda h: h.say(PAGE)}) as server:
        assert door().get(server.base + "/4").hops == [f"{server.base}/{i}" for i in range(4, 10)]
        with pytest.raises(fetch.RedirectRefused, match="more than 5"):
            door().get(server.base + "/0")


def test_what_is_too_large_gives_what_came_before() -> None:
    routes: dict[str, Route] = {"/": lambda h: h.say(gzip.compress(bytes(30_000)), Content_Encoding="gzip")}
    with serving(routes) as server, pytest.raises(fetch.TooLarge) as caught:
        door(max_bytes=1000).get(server.base + "/")
    assert caught.value.partial is not None
    assert caught.value.partial.content == bytes(1000)


def test_a_whole_document_is_taken_whatever_its_length_says() -> None:
    with serving({"/": no_end}) as server:
        assert door().get(server.base + "/").content == PAGE


def test_bytes_after_the_stated_length_are_not_the_next_answer() -> None:
    def short(handler: Handler) -> None:
        handler.say(b"x" * 50 + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", Content_Length="50")

    with serving({"/short": short, "/next": lambda h: h.say(PAGE)}) as server:
        fetcher = door()
        assert fetcher.get(server.base + "/short").content == b"x" * 50
        assert fetcher.get(server.base + "/next").content == PAGE


def test_retries_wait_longer_each_time_and_as_long_as_they_are_asked() -> None:
    answers = iter([(500, {}), (429, {"Retry_After": "9"}), (503, {}), (200, {})])

    def flaky(handler: Handler) -> None:
        status, headers = next(answers)
        handler.say(PAGE, status, **headers)

    clock = Frozen(FIRST_NIGHT)
    with serving({"/": flaky}) as server:
        assert door(clock, retries=3, backoff=1.0).get(server.base + "/").content == PAGE
    assert clock.slept == [2.0, 9.0, 8.0]


def test_a_long_retry_after_is_left_to_a_later_run() -> None:
    clock = Frozen(FIRST_NIGHT)
    routes: dict[str, Route] = {"/": lambda h: h.say(b"", 429, Retry_After="7200")}
    with serving(routes) as server, pytest.raises(fetch.Busy) as caught:
        door(clock).get(server.base + "/")
    assert caught.value.wait == 7200 and clock.slept == []


def test_conditional_requests_and_who_we_say_we_are() -> None:
    def page(handler: Handler) -> None:
        fresh = handler.headers.get("If-None-Match") == '"v1"'
        handler.say(
            b"" if fresh else PAGE, 304 if fresh else 200, ETag='"v1"', **({"Content_Length": "0"} if fresh else {})
        )

    with serving({"/": page}) as server:
        fetcher = door()
        first = fetcher.get(server.base + "/")
        again = fetcher.get(server.base + "/", prior=Prior(etag=first.headers["ETag"], last_modified="yesterday"))
        headers = server.hits[-1][1]
    assert again.unchanged and not first.unchanged
    assert headers["If-Modified-Since"] == "yesterday"
    assert "desk@chibo.example" in headers["User-Agent"] and headers["User-Agent"].startswith("Chibo/")
    assert "Cookie" not in headers


def test_every_exchange_is_recorded_and_every_decision_counted() -> None:
    seen: list[Exchange] = []
    routes: dict[str, Route] = {
        "/a": lambda h: h.say(b"", 301, Location="/b"),
        "/b": lambda h: h.say(gzip.compress(PAGE), Content_Encoding="gzip"),
    }
    with serving({**routes, "/c": lambda h: h.say(b"", 500)}) as server:
        fetcher = door(record=seen.append)
        fetcher.get(server.base + "/a")
        with pytest.raises(FetchError):
            fetcher.get(server.base + "/c")
        asked = [server.base + path for path, _ in server.hits]
    assert [e.url for e in seen] == asked
    assert [e.status for e in seen] == [404, 301, 200, 500, 500]
    assert gzip.decompress(seen[2].body) == PAGE and seen[2].ip == LOOP
    assert fetcher.counts == {"http-404": 1, "redirect": 1, "fetched": 1, "http-500": 2}
