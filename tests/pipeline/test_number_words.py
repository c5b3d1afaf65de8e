"""Number words up to 10¹² read back, in every language, alone and before what they count."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import pipeline
from tests.pipeline.number_words import LARGEST, NOUN, SPELLINGS, in_words, oracle_wrong

LANGS = sorted(NOUN)
#: As many small numbers as large ones: the exponent is sampled evenly. Round numbers and those with gaps are made.
LOG_UNIFORM = st.floats(0, math.log10(LARGEST)).map(lambda exponent: min(LARGEST, int(10**exponent)))
WITH_GAPS = st.builds(
    lambda head, scale, tail: head * scale + tail % scale,
    st.integers(1, 999),
    st.sampled_from([1, 10**3, 10**6, 10**9]),
    st.sampled_from(
        [0, 1, 2, 5, 10, 15, 21, 100, 105, 200, 1000, 2000, 11_000, 21_000, 100_000, 10**6, 2 * 10**6, 21 * 10**6]
    ),
)
NUMBERS = st.one_of(st.integers(0, 1000), LOG_UNIFORM, WITH_GAPS).filter(lambda n: n <= LARGEST)


def read(text: str, lang: str) -> list[tuple[str, int | float]]:
    """The figures of a text: the mention and its value."""
    return [(figure.text, figure.value) for figure in pipeline.extract(text, lang).figures]


@pytest.mark.parametrize("lang", LANGS)
@given(n=NUMBERS, counted=st.booleans())
@example(n=0, counted=False)
@example(n=LARGEST, counted=True)
@settings(max_examples=300)
def test_words_read_back(lang: str, n: int, counted: bool) -> None:
    noun = NOUN[lang] if counted else ""
    words = in_words(lang, n)
    assume(oracle_wrong(lang, n, words, noun) is None)
    assert read(f"{words} {noun}".strip(), lang) == [(words, n)]


@pytest.mark.parametrize(("lang", "spelling"), [(lang, name) for lang in LANGS for name in SPELLINGS[lang]])
@given(n=NUMBERS)
@settings(max_examples=80)
def test_other_spellings_read_back(lang: str, spelling: str, n: int) -> None:
    words = in_words(lang, n)
    assume(oracle_wrong(lang, n, words, "") is None)
    respelled = SPELLINGS[lang][spelling](words)
    assert read(respelled, lang) == [(respelled, n)]


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_up_to_a_hundred(lang: str) -> None:
    words = {n: in_words(lang, n) for n in range(101)}
    wrong = {
        n: read(text, lang)
        for n, text in words.items()
        if not oracle_wrong(lang, n, text, "") and read(text, lang) != [(text, n)]
    }
    assert not wrong


@pytest.mark.parametrize("lang", LANGS)
def test_few_numbers_are_left_out(lang: str) -> None:
    """The exclusions are single numbers, not a way to pass."""
    sampled = [*range(2000), *(base + more for base in (10**4, 10**6, 10**9) for more in range(0, 3000, 7))]
    out = [n for n in sampled for noun in ("", NOUN[lang]) if oracle_wrong(lang, n, in_words(lang, n), noun)]
    assert len(out) <= 8, out
