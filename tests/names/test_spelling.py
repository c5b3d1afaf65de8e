"""One syllable in another script, and the forms that names are compared in."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import name_index, spelling
from pipeline.spelling import Speller, TableError, base, normal, spelling_languages, toneless


@pytest.mark.parametrize(
    ("lang", "syllable", "spelled"),
    [
        ("ar", "Nguyễn", "نجوين"),
        ("ar", "Quảng", "كوانج"),
        ("ar", "Dương", "دونج دوونج"),
        ("ar", "Quốc", "كووك كوك"),
        ("ar", "Thạch", "ثاش ثاتش"),
        ("ar", "Bạch", "باخ"),
        ("ar", "Thái", "تاي ثاي"),
        ("ar", "Thế", "ذا"),
        ("ar", "Khánh", "خانه خان"),
        ("ar", "Tiến", "تيان تين"),
        ("ar", "Xuyên", "زوين شوين"),
        ("ar", "Mỹ", "مي ماي"),
        ("ar", "Gì", "جي"),
        ("ar", "Giang", "جيانج"),
        ("ar", "Ốc", "أوك"),
        ("ar", "Srônh", "سرونه"),
        ("fa", "Nguyễn", "نگوین"),
        ("fa", "Giang", "گیانگ جیانگ"),
        ("fa", "Lê", "لو له"),
        ("fa", "Văn", "وان ون"),
        ("fa", "Anh", "آنه آن"),
        ("fa", "Mau", "مائو"),
        ("fa", "Khoa", "خوآ"),
        ("fa", "Thế", "د"),
        ("fa", "Quỳnh", "کوینه کوین"),
        ("fa", "12", "12"),
    ],
)
def test_spelled(lang: str, syllable: str, spelled: str) -> None:
    speller = Speller.load(lang)
    made = speller.spell(syllable)
    skeletons = {speller.skeleton(letters) for letters in made}
    assert {speller.skeleton(letters) for letters in spelled.split()} <= skeletons
    assert list(made.values()) == sorted(made.values())


def test_the_commonest_spelling_is_first() -> None:
    speller = Speller.load("ar")
    assert next(iter(speller.spell("Minh"))) == "مينه"
    assert next(iter(speller.spell("Khối"))) == "كوي"
    assert "تشيانج" not in speller.spell("Tiến")


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("ar", "نجوين", "نغوين"),
        ("ar", "ترونج", "ترونغ"),
        ("ar", "آنه", "أنه"),
        ("ar", "هوا", "هُوا"),
        ("ar", "ڤان", "فان"),
        ("fa", "هیِن", "هین"),
        ("fa", "نين", "نین"),
        ("fa", "باک\u200cکان", "باک کان"),
    ],
)
def test_free_variants_have_one_skeleton(lang: str, one: str, other: str) -> None:
    assert Speller.load(lang).skeleton(one) == Speller.load(lang).skeleton(other)


def test_different_syllables_keep_different_skeletons() -> None:
    assert Speller.load("ar").skeleton("بينه") != Speller.load("ar").skeleton("بين")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "Thủy"),
        ("HOÀ", "HÒA"),
        ("Hụê", "Huệ"),
        ("Thụân", "Thuận"),
        ("Quý", "Quý"),
        ("Hoàng Toản", "Hoàng Toản"),
        ("Huế", "Huế"),
        ("Mu\u0303i Ne\u0301", "Mũi Né"),
        ("", ""),
    ],
)
def test_tone_marks_where_the_gazetteer_has_them(written: str, wanted: str) -> None:
    assert normal(written) == wanted


@given(st.text(alphabet=st.sampled_from("aàáảãạăâeêioôơuưyýỷđdqhnt OUÊ\u0300\u0301\u0323"), max_size=12))
def test_normal_changes_marks_alone_and_only_once(name: str) -> None:
    assert normal(normal(name)) == normal(name)
    assert base(normal(name)) == base(unicodedata.normalize("NFC", name))


def test_forms_of_a_name() -> None:
    assert toneless("Nguyễn Đình Hụê") == "nguyên đinh huê"
    assert base("Đắk R'Lấp") == "dak r lap"


def test_the_languages_that_spell_are_those_with_onsets() -> None:
    assert spelling_languages() == ("ar", "fa")
    with pytest.raises(TableError, match=r"onset.*allowed: ar, fa"):
        Speller.load("vi")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[onset]\nb = {'ب' = 1}\n[rhymes]\n", "rhymes.*unknown key"),
        ("[onset", "not TOML"),
        ("[onset]\nb = {'ب' = 0}\n", "onset.b.*count above 0"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(
    content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names.toml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(spelling, "models", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(TableError, match=said):
        Speller.load("xx")


def test_costs_are_logarithms_of_shares() -> None:
    speller = Speller("xx", {"onset": {"b": {"ب": 3, "پ": 1}}, "vowel": {"a": {"ا": 1}}, "coda": {"": {"": 1}}})
    assert speller.spell("bà") == pytest.approx({"با": -math.log(0.75), "پا": -math.log(0.25)})


def test_the_tables_that_are_shipped_are_right() -> None:
    assert name_index.check() == []
