"""Arabic numbers in words, held against a grammar of their own, alone and with what they count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline.arabic_numbers import CELL, MEMBER, Noun, Style, counted, in_words
from tests.pipeline.test_number_words import NUMBERS, read

STYLES = st.builds(
    Style,
    st.sampled_from(["masculine", "feminine"]),
    st.sampled_from(["nominative", "accusative", "genitive"]),
    st.sampled_from(["مئة", "مائة"]),
)
BELOW = NUMBERS.filter(lambda n: 1 <= n < 10**12)


@pytest.mark.parametrize(
    ("n", "style", "words"),
    [
        (3, Style(), "ثلاثة"),
        (3, Style("feminine"), "ثلاث"),
        (12, Style("feminine", "genitive"), "اثنتي عشرة"),
        (21, Style("feminine"), "إحدى وعشرون"),
        (48, Style(case="genitive"), "ثمانية وأربعين"),
        (200, Style(construct=True), "مئتا"),
        (2_000_000, Style(), "مليونان"),
        (1_305, Style("feminine", "accusative", "مائة"), "ألفًا وثلاثمائة وخمس"),
        (102_000, Style(), "مئة ألف وألفان"),
        (11_000, Style(), "أحد عشر ألفًا"),
    ],
)
def test_the_grammar_itself(n: int, style: Style, words: str) -> None:
    assert in_words(n, style) == words


@given(n=BELOW, style=STYLES)
@settings(max_examples=300)
def test_alone(n: int, style: Style) -> None:
    words = in_words(n, style)
    assert read(words, "ar") == [(words, n)]


@pytest.mark.parametrize("noun", [MEMBER, CELL], ids=["masculine", "feminine"])
@given(n=BELOW.filter(lambda n: n <= 2 or n % 100 not in (1, 2)), style=STYLES)
@settings(max_examples=200)
def test_with_what_is_counted(noun: Noun, n: int, style: Style) -> None:
    text = counted(n, noun, Style(noun.gender, style.case, style.hundred))
    found = read(text, "ar")
    assert [value for _, value in found] == [n]
    assert found[0][0] in text
