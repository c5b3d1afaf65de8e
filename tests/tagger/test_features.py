"""What the tagger sees of words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.packs import languages
from pipeline.tagger_features import features
from pipeline.text import fold


def seen(lang: str, text: str) -> dict[str, list[str]]:
    view = fold(text)
    words, found = features(lang).of(view, 0, len(view.folded))
    return {view.folded[a:b]: one for (a, b), one in zip(words, found, strict=True)}


def test_a_family_name_is_told_from_an_everyday_word() -> None:
    told = seen("ar", "قال نجوين إن الاجتماع انتهى")
    family = next(one for one in told["نجوين"] if one.startswith("f:"))
    assert family == "f:0"
    assert "f:-" in told["الاجتماع"]


def test_numbers_are_told_by_their_length_alone() -> None:
    told = seen("fa", "در ۱۴۰۳ و 2024 و ۷")
    assert "w:#4" in told["1403"] and "w:#4" in told["2024"] and "w:#1" in told["7"]
    assert not any("1403" in one for one in told["1403"])


def test_neighbours_are_seen() -> None:
    told = seen("vi", "Đồng chí Lê Hữu Thạnh")
    assert {"-1:chí", "+1:hữu", "-2:đồng", "+2:thạnh"} <= set(told["lê"])
    assert "-1:^" in told["đồng"] and "+1:$" in told["thạnh"]


def test_capitals_are_told_where_letters_have_them() -> None:
    assert any(one.startswith("k:aC") for one in seen("vi", "Lê")["lê"])
    assert any(one.startswith("k:aU") for one in seen("vi", "LÊ")["lê"])
    assert any(one.startswith("k:ac") for one in seen("vi", "lê")["lê"])


def test_tones_count_where_they_are_written() -> None:
    rare = next(one for one in seen("vi", "Lé")["lé"] if one.startswith("f:"))
    common = next(one for one in seen("vi", "Lê")["lê"] if one.startswith("f:"))
    assert common == "f:C0" and rare == "f:C5"


def test_a_glued_letter_is_seen_and_told() -> None:
    assert "g:نجوين" in seen("ar", "ونجوين")["ونجوين"]
    assert features("ar").glued("ونجوين") == 1
    assert features("ar").glued("وان") == 0
    assert features("vi").glued("nguyễn") == 0


@given(st.text(max_size=60), st.sampled_from(languages()))
def test_any_text_gives_as_many_words_as_descriptions(text: str, lang: str) -> None:
    view = fold(text)
    words, found = features(lang).of(view, 0, len(view.folded))
    assert len(words) == len(found)
    assert all(a < b <= len(view.folded) for a, b in words)
    assert words == sorted(words)
