"""Content-Encoding undone piece by piece: the same however it is cut, and never more than the limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.net.decode import STEP, Body, Bomb, NotSo

PACK: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": lambda b: gzip.compress(b, 1),
    "deflate": zlib.compress,
    "br": lambda b: bytes(brotli.compress(b, quality=1)),
}
CODINGS = st.lists(st.sampled_from(sorted(PACK)), min_size=1, max_size=3)
#: Short texts, and long runs that pack well and cross the decoders' steps.
TIMES = st.just(1) | st.integers(STEP - 3, 3 * STEP)


def fed(body: Body, data: bytes, sizes: list[int]) -> None:
    at = 0
    for size in [*sizes, len(data)]:
        body.feed(data[at : at + size])
        at += size


@given(st.binary(max_size=9), TIMES, CODINGS, st.lists(st.integers(1, 700), max_size=20))
def test_any_coding_cut_anywhere(piece: bytes, times: int, codings: list[str], sizes: list[int]) -> None:
    data = plain = piece * times
    for coding in codings:
        data = PACK[coding](data)
    body = Body(", ".join(codings), limit=10_000_000)
    fed(body, data, sizes)
    assert body.content == plain


@given(st.binary(max_size=9), TIMES, st.sampled_from(sorted(PACK)), st.integers(1, 5000))
def test_never_more_than_the_limit(piece: bytes, times: int, coding: str, limit: int) -> None:
    body, plain = Body(coding, limit), piece * times
    if len(plain) > limit:
        with pytest.raises(Bomb):
            fed(body, PACK[coding](plain), [10])
    assert plain.startswith(body.content) and len(body.content) <= limit


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br"]))
def test_garbage_gives_one_kind_of_error(garbage: bytes, coding: str) -> None:
    body = Body(coding, 1000)
    try:
        body.feed(garbage)
    except NotSo as error:
        assert str(error)
    except Bomb:
        assert len(body.content) <= 1000
