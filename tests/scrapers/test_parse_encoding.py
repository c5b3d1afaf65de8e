"""Bytes -> text: true, missing and lying declarations; and no bytes at all that break parsing."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.encoding import decode
from scrapers.parse import parse, read_page

ARABIC = "تناقش خلية الحزب كل شهر مسألة واحدة ينتظرها السكان وتكلف عضوا بمتابعتها حتى نهايتها"
PERSIAN = "این هسته هر ماه تنها یک کار را که مردم چشم براه آن هستند بررسی می کند"
# windows-1258 writes most tone marks as characters of their own behind the vowel.
VIETNAMESE = "Chi bô\u0323 thôn giư\u0303 nê\u0301p sinh hoa\u0323t đê\u0300u, mô\u0303i tha\u0301ng mô\u0323t ky\u0300"


def page(text: str, charset: str | None = None) -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "header", "meta"),
    [
        (ARABIC, "utf-8", None, None),
        (ARABIC, "utf-8", "windows-1256", None),
        (ARABIC, "utf-8", None, "windows-1256"),
        (ARABIC, "utf-8-sig", "iso-8859-1", None),
        (ARABIC, "cp1256", "text/html; charset=windows-1256", None),
        (ARABIC, "cp1256", None, "windows-1256"),
        (ARABIC, "cp1256", None, None),
        (ARABIC, "cp1256", "utf-8", "utf-8"),
        (ARABIC, "cp1256", "ISO-8859-1", None),
        (ARABIC, "iso8859-6", "iso-8859-6", None),
        (ARABIC, "utf-16", None, None),
        (ARABIC, "utf-16-le", None, None),
        (ARABIC, "utf-16-be", None, "utf-8"),
        (PERSIAN, "utf-8", "no-such-charset", None),
        (VIETNAMESE, "cp1258", None, "windows-1258"),
        (VIETNAMESE, "cp1258", None, None),
    ],
)
def test_decode(text: str, encoding: str, header: str | None, meta: str | None) -> None:
    written = page(text, meta)
    assert decode(written.encode(encoding), header) == written


def test_a_few_broken_bytes_do_not_make_a_page_another_encoding() -> None:
    raw = page(ARABIC * 5, "utf-8").encode()
    assert ARABIC in decode(raw[:200] + b"\xff" + raw[200:])


def test_a_truncated_character_at_the_end() -> None:
    assert decode(page(ARABIC).encode()[:-40]).startswith("<html>")


@given(st.binary(max_size=400))
def test_any_bytes_decode(raw: bytes) -> None:
    decode(raw).encode("utf-8", "strict")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=share>",
                "</div>",
                "<h1>",
                "<time datetime=x>",
                "<a href='http://[::1'>",
                "<table><tr><td>",
                "<br>",
                "\0",
                '<script type=\'application/ld+json\'>{"@type":[1],"author":[null]}</script>',
                "<title>",
                "<!--",
                "&#xd800;",
                ARABIC,
                "12/03/2024",
                "<base href='//['>",
            ]
        ),
        max_size=40,
    ),
    st.sampled_from([None, "", "http://[", "https://example.org/a"]),
)
def test_any_markup_parses(pieces: list[str], url: str | None) -> None:
    read_page("".join(pieces), url)


@pytest.mark.parametrize("raw", [b"", b"\0" * 500, b"   ", b"<!-- nothing -->", bytes(range(256)) * 40])
def test_pages_without_text(raw: bytes) -> None:
    assert parse(raw, "https://example.org/").text.strip("\ufffd \n") in ("", parse(raw).text.strip("\ufffd \n"))


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p>chữ một hai ba bốn</p>",
        "<li><a href='/mot-hai-ba-bon'>một hai ba bốn năm</a></li>",
        "1/",
        "<b class='share date'>",
    ],
)
def test_time_is_linear_in_the_page(piece: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        parse(f"<h1>{ARABIC}</h1>" + piece * count)
        return time.process_time() - start

    seconds(100)
    small, large = (min(seconds(count) for _ in range(2)) for count in (1_000, 8_000))
    assert large < 8 * 4 * max(small, 0.01)
