"""Which hosts the door lets us talk to, and how politely."""

from __future__ import annotations

import socket
import threading
import time
from itertools import pairwise
from typing import Any

import pytest

from scrapers import fetch
from scrapers.fetch import Fetcher, Policy
from scrapers.net.addresses import Guard
from tests.newsite.rules import FIRST_NIGHT, Frozen
from tests.scrapers.serving import LOOP, PAGE, Handler, Route, door, serving


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://0:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://127.1:{port}/",
        "http://user@127.0.0.2:{port}/",
        "ftp://127.0.0.2/",
        "http:///x",
        "//x/y",
        "http://127.0.0.2:99999/",
        "http://a b/",
        "javascript:alert(1)",
        "http://[::1",
        "",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[fe80::1]/",
    ],
)
def test_addresses_that_are_not_public_are_refused_and_never_asked(url: str) -> None:
    with serving({"/": lambda h: h.say(PAGE)}, "127.0.0.1") as trap:
        with pytest.raises(fetch.AddressRefused):
            door().get(url.format(port=trap.server_port))
        assert trap.hits == []


def test_allow_private_opens_this_machine_but_no_link_local_address() -> None:
    with serving({"/": lambda h: h.say(PAGE)}, "127.0.0.1") as server:
        fetcher = Fetcher(Policy(allow_private=True, delay=0.0))
        assert fetcher.get(server.base + "/").content == PAGE
    guard = Guard(private=True)
    assert guard.allows("10.1.2.3") and guard.allows("::1") and guard.allows("fd00::1")
    for address in ("169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "255.255.255.255", "::ffff:169.254.1.1"):
        assert not guard.allows(address), address


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("192.0.0.8", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
        ("240.0.0.1", False),
        ("fec0::1", False),
        ("172.31.255.255", False),
        ("172.32.0.1", True),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert Guard().allows(address) is public


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to another address at every look-up: one look-up a connection, and none that is not
    checked.
    """
    asked: list[str] = []
    with (
        serving({"/": lambda h: h.say(PAGE)}) as server,
        serving({"/": lambda h: h.say(b"secret")}, "127.0.0.1") as trap,
    ):
        real = socket.getaddrinfo

        def rebinding(host: str, port: int, *args: Any, **kw: Any) -> Any:
            if host != "news.example":
                return real(host, port, *args, **kw)
            asked.append(host)
            turn = LOOP if len(asked) % 2 else "127.0.0.1"
            return real(turn, server.server_port if turn == LOOP else trap.server_port, *args, **kw)

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        fetcher = door(robots=False)
        assert fetcher.get("http://news.example/").content == PAGE
        assert len(asked) == 1
        fetcher = door(robots=False)
        with pytest.raises(fetch.AddressRefused, match=r"127\.0\.0\.1"):
            fetcher.get("http://news.example/")
        assert trap.hits == []


ROBOTS = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 3\n\nUser-agent: Chibo\nDisallow: /mine\nCrawl-delay: 7\n"


def robots(status: int, body: bytes = b"") -> dict[str, Route]:
    return {"/robots.txt": lambda h: h.say(body, status, Content_Type="text/plain"), "/a": lambda h: h.say(PAGE)}


@pytest.mark.parametrize(
    ("status", "allowed"), [(200, True), (404, True), (403, True), (410, True), (500, False), (503, False)]
)
def test_robots_by_status(status: int, allowed: bool) -> None:
    with serving(robots(status)) as server:
        fetcher = door()
        if allowed:
            assert fetcher.get(server.base + "/a").content == PAGE
        else:
            with pytest.raises(fetch.RobotsRefused):
                fetcher.get(server.base + "/a")
            assert "/a" not in [path for path, _ in server.hits]


def test_robots_rules_and_crawl_delay_and_a_day_of_keeping() -> None:
    clock = Frozen(FIRST_NIGHT)
    with serving({**robots(200, ROBOTS), "/mine": lambda h: h.say(PAGE), "/secret": lambda h: h.say(PAGE)}) as server:
        fetcher = door(clock)
        with pytest.raises(fetch.RobotsRefused, match="forbidden"):
            fetcher.get(server.base + "/mine")
        fetcher.get(server.base + "/secret")  # the rules for everybody do not hold for whom there are own ones
        fetcher.get(server.base + "/a")
        asked = [path for path, _ in server.hits]
        assert asked == ["/robots.txt", "/secret", "/a"]
        assert clock.slept and all(6.0 < s <= 7.0 for s in clock.slept)
        clock.moment = FIRST_NIGHT.replace(day=21, hour=2)
        fetcher.get(server.base + "/a")
        assert [path for path, _ in server.hits].count("/robots.txt") == 2


def test_a_host_without_an_answer_forbids_all() -> None:
    with socket.socket() as free:
        free.bind((LOOP, 0))
        port = free.getsockname()[1]
        with pytest.raises(fetch.RobotsRefused, match=r"robots\.txt cannot be had"):
            door().get(f"http://{LOOP}:{port}/a")


def test_one_request_at_a_time_and_a_pause_between() -> None:
    busy, most, times = [0], [0], []

    def counted(handler: Handler) -> None:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        times.append(time.monotonic())
        time.sleep(0.02)
        busy[0] -= 1
        handler.say(PAGE)

    with serving({f"/{i}": counted for i in range(8)}) as server:
        fetcher = Fetcher(Policy(networks=(f"{LOOP}/32",), delay=0.05))
        threads = [threading.Thread(target=fetcher.get, args=(f"{server.base}/{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most[0] == 1 and len(times) == 8
    assert min(b - a for a, b in pairwise(times)) >= 0.05
