"""Folding: what means the same looks the same, and every match finds its way back to the original characters."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text import fold, fold_string
from tests.pipeline.texts import ANY, ODD, STRANGE

VIETNAMESE = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ 12")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("۱۲۳", "123"),
        ("١٢٣", "123"),
        ("１２３", "123"),
        ("ﻻ", "لا"),
        ("ﺍﻟﺤﺰﺏ", "الحزب"),
        ("أإآٱ", "اااا"),
        ("حزبی", "حزبي"),
        ("کمیته", "كميته"),
        ("مؤتمر", "موتمر"),
        ("عـــضو", "عضو"),
        ("عُضْوًا", "عضوا"),
        ("هسته\u200cهای", "هستههاي"),
        ("\u202b17-NQ/TW\u202c", "17-nq/tw"),
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "thủy"),
        ("ĐẢNG", "đảng"),
        ("٪", "%"),
        ("12–15", "12-15"),
        ("12\u00a0000", "12 000"),
        ("a\x00b", "a b"),
        ("x\r\ny", "x\n\ny"),
    ],
)
def test_what_means_the_same_looks_the_same(one: str, other: str) -> None:
    assert fold_string(one) == fold_string(other)


@pytest.mark.parametrize(
    ("one", "other"), [("đ", "d"), ("ba", "bà"), ("²", "2"), ("lăm", "lâm"), ("ب", "پ"), ("ك", "گ")]
)
def test_what_means_something_else_looks_otherwise(one: str, other: str) -> None:
    assert fold_string(one) != fold_string(other)


def test_a_match_in_decomposed_text_takes_its_accents_along() -> None:
    text = unicodedata.normalize("NFD", "Chi bộ có 75 đảng viên mới")
    view = fold(text)
    at = view.folded.index("bộ")
    start, end = view.span(at, at + 2)
    assert text[start:end] == unicodedata.normalize("NFD", "bộ")
    at = view.folded.index("75")
    assert text[slice(*view.span(at, at + 2))] == "75"


def test_a_ligature_is_one_character_of_the_original() -> None:
    view = fold("قبل ﷲ بعد")
    at = view.folded.index("الله")
    assert view.span(at, at + 4) == (4, 5)
    assert view.span(at + 1, at + 2) == (4, 5)


def test_vowel_marks_at_the_end_belong_to_the_word() -> None:
    text = "75 عضوًا جديدًا"
    view = fold(text)
    at = view.folded.index("جديدا")
    assert text[slice(*view.span(at, at + 5))] == "جديدًا"


def test_joiners_around_a_word_do_not() -> None:
    text = "در \u202b۷۵\u202c نفر"
    view = fold(text)
    at = view.folded.index("75")
    assert text[slice(*view.span(at, at + 2))] == "۷۵"


@given(st.one_of(ANY, STRANGE))
@example(ODD)
@example("")
def test_offsets_lead_inside_and_never_back(text: str) -> None:
    view = fold(text)
    offsets = [view.offset(position) for position in range(len(view.folded))]
    assert offsets == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)
    spans = [view.span(position, position + 1) for position in range(len(view.folded))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for start in range(0, len(view.folded), 7):
        first, last = view.span(start, len(view.folded))
        assert first == spans[start][0] and last == spans[-1][1]


@given(st.one_of(ANY, STRANGE))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_string(text)
    assert fold_string(once) == once


@given(VIETNAMESE)
def test_decomposed_vietnamese_folds_like_composed(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold_string(composed) == fold_string(decomposed)
    view = fold(decomposed)
    for word in re.finditer(r"\w+", view.folded):
        assert fold_string(decomposed[slice(*view.span(*word.span()))]) == word.group()
