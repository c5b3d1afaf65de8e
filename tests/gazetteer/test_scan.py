"""Every name of the gazetteer in a text, in the text's own offsets."""

from __future__ import annotations

import pytest

from pipeline.gazetteer import load
from pipeline.text import fold


def found(text: str, lang: str, *, weak: bool = False) -> list[tuple[str, set[str]]]:
    gazetteer = load()
    out = []
    for mention in gazetteer.scan(fold(text), lang):
        if mention.weak == weak:
            names = {place.name for number, _ in mention.entries for place in gazetteer.entry(number)}
            out.append((text[mention.start : mention.end], names))
    return out


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("عقدت لجنة الحزب في منطقة ين مو اجتماعًا", "ar", {"ين مو": "Yên Mô"}),
        ("زار الوفد هانوي ودانانج، وبهالونغ اختتم", "ar", {"هانوي": "Hà Nội", "دانانج": "Đà Nẵng"}),
        ("وفي باك جيانغ وكوانغ نينه", "ar", {"باك جيانغ": "Bắc Giang", "كوانغ نينه": "Quảng Ninh"}),
        ("در شهرستان چیم هوا، استان توین کوانگ", "fa", {"چیم هوا": "Chiêm Hóa", "توین کوانگ": "Tuyên Quang"}),
        ("استان نین\u200cبین برگزار شد", "fa", {"نین\u200cبین": "Ninh Bình"}),
        ("استان نینبین برگزار شد", "fa", {"نینبین": "Ninh Bình"}),
        (
            "Đoàn công tác về Bà Rịa-Vũng Tàu và TP.HCM",
            "vi",
            {"Bà Rịa-Vũng Tàu": "Bà Rịa - Vũng Tàu", "TP.HCM": "Hồ Chí Minh"},
        ),
        ("Tỉnh ủy Hoà Bi\u0300nh họp", "vi", {"Hoà Bi\u0300nh": "Hòa Bình"}),
        ("ở M'Đrắk và M’Đrắk", "vi", {"M'Đrắk": "M'Đrắk", "M’Đrắk": "M'Đrắk"}),
    ],
)
def test_found(text: str, lang: str, wanted: dict[str, str]) -> None:
    mentions = dict(found(text, lang))
    assert set(mentions) == set(wanted)
    assert all(name in mentions[mention] for mention, name in wanted.items())


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("قال إنه لا يمكن أن يكون ذلك في أي وقت، وكان في ما بين ذلك لو", "ar"),
        ("او می‌تواند با نام خود در آن کار کند و داد و ستد را که دو بار", "fa"),
        ("an giang hồ, bình yên và đồng tháp nước", "vi"),
        ("این را می\u200cتوان گفت؛ کامران و سامسون رفتند", "fa"),
        ("Hà, Nội dung cuộc họp", "vi"),
    ],
)
def test_everyday_words_are_no_places(text: str, lang: str) -> None:
    assert found(text, lang) == []


def test_one_syllable_is_weak() -> None:
    assert [mention for mention, _ in found("thành phố Vinh", "vi", weak=True)] == ["Vinh"]
    assert found("thành phố Vinh", "vi") == []


def test_other_names_do_not_join_over_a_comma() -> None:
    assert [mention for mention, _ in found("Yên, Mô", "vi")] == []
    assert [mention for mention, _ in found("ين، مو", "ar")] == []


def test_nothing_in_nothing() -> None:
    assert found("", "ar") == found("!? … ", "fa") == found("\n", "vi") == []
