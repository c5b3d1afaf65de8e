"""Names that a text may stand for."""

from __future__ import annotations

import pytest

from pipeline.gazetteer import load
from pipeline.names import candidates, spellings, syllables
from pipeline.person_names import persons


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("دانج دينه ترينه", "ar", "Đặng Đình Trình"),
        ("نجوين ثي كيم دونغ", "ar", "Nguyễn Thị Kim Dung"),
        ("نغوین وان هونغ", "ar", "Nguyễn Văn Hùng"),
        ("نجوين فان دونج", "ar", "Nguyễn Văn Dũng"),
        ("فام مينه تشينه", "ar", "Phạm Minh Chính"),
        ("نگوین فو ترونگ", "fa", "Nguyễn Phú Trọng"),
        ("تران تان مان", "fa", "Trần Thanh Mẫn"),
        ("هوشی مین", "fa", "Hồ Chí Minh"),
        ("ترانه", "fa", None),
        ("Nguyen Van Hung", "ar", "Nguyễn Văn Hùng"),
        ("Nguyễn Thị Lan", "vi", "Nguyễn Thị Lan"),
        ("كارل ماركس", "ar", None),
        ("", "ar", None),
    ],
)
def test_the_first_name_of_a_person(text: str, lang: str, name: str | None) -> None:
    found = candidates(text, lang, persons())
    assert [c.cost for c in found] == sorted(c.cost for c in found)
    if name is None:
        assert not found or found[0].cost > 12
    else:
        assert found[0].name == name


def test_a_gender_is_kept() -> None:
    woman = candidates("لي ثي دونج", "ar", persons())[0].name
    man = candidates("لي فان دونج", "ar", persons())[0].name
    assert (woman, man) == ("Lê Thị Dung", "Lê Văn Dũng")


@pytest.mark.parametrize(
    ("text", "lang", "level", "name"),
    [
        ("ين مو", "ar", "district", "Yên Mô"),
        ("دانانج", "ar", "province", "Đà Nẵng"),
        ("ها لونج", "ar", "district", "Hạ Long"),
        ("هالونج", "ar", "district", "Hạ Long"),
        ("تو ین کوانگ", "fa", "province", "Tuyên Quang"),
        ("نینبین", "fa", "province", "Ninh Bình"),
        ("Uong Bi", "ar", "district", "Uông Bí"),
        ("Thanh Hoá", "vi", "province", "Thanh Hóa"),
        ("آ لوي 2", "ar", "commune", "A Lưới 2"),
    ],
)
def test_the_first_name_of_a_place(text: str, lang: str, level: str, name: str) -> None:
    first = candidates(text, lang, load().lexicon(level))[0]
    assert (first.name, first.known) == (name, True)


def test_a_village_is_put_together() -> None:
    names = {c.name for c in candidates("كي تام", "ar", load().lexicon("village")) if not c.known}
    assert any(name.endswith("Tâm") for name in names)


def test_letters_that_no_syllable_has_give_nothing() -> None:
    assert candidates("ظظظ", "ar", load().lexicon()) == ()
    assert candidates("…", "fa", load().lexicon()) == ()


def test_spellings_are_ranked_and_limited() -> None:
    assert spellings("Yên Mô", "ar", 3)[0] == "ين مو"
    assert len(spellings("Nguyễn Khương", "ar", 3)) == 3
    assert spellings("Yên Mô", "vi") == ["Yên Mô"]


def test_what_one_word_can_be() -> None:
    assert next(iter(syllables("ترينه", "ar"))) == "trinh"
    assert syllables("المدينة", "ar") == {}
    assert syllables("ين مو", "ar") == {}
    assert "binh" in syllables("Binh", "ar")


def test_same_text_same_answer() -> None:
    candidates.cache_clear()
    first = candidates("فان دونج", "ar", persons())
    candidates.cache_clear()
    assert candidates("فان دونج", "ar", persons()) == first
