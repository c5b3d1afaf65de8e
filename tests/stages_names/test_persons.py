"""Persons in sentences: the name alone, its Vietnamese spelling, and the office that the sentence gives."""

from __future__ import annotations

import pytest

from pipeline.assemble import extract
from pipeline.records import Person


def persons(text: str, lang: str) -> list[Person]:
    found = extract(text, lang).persons
    assert all(text[p.start : p.end] == p.text for p in found)
    return found


def told(text: str, lang: str) -> list[tuple[str, str | None, str | None]]:
    return [(p.text, p.name, p.role) for p in persons(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        (
            "Đồng chí Lê Văn Tám, Phó Bí thư Thường trực Huyện ủy Hòa Vang, nói.",
            "vi",
            [("Lê Văn Tám", "Lê Văn Tám", "standing_deputy_secretary")],
        ),
        ("Bí thư Huyện ủy Hòa Vang Lê Văn Tám chủ trì hội nghị.", "vi", [("Lê Văn Tám", "Lê Văn Tám", "secretary")]),
        # Words that end a place's name may begin a family's.
        ("Bí thư Huyện ủy Mường La Lê Văn Tám nói.", "vi", [("Lê Văn Tám", "Lê Văn Tám", "secretary")]),
        ("Chủ tịch UBND tỉnh Lạng Sơn Hồ Văn Tám nói.", "vi", [("Hồ Văn Tám", "Hồ Văn Tám", "chair")]),
        ("Phó Bí thư Tỉnh ủy Hà Giang Thào Mí Páo nói.", "vi", [("Thào Mí Páo", "Thào Mí Páo", "deputy_secretary")]),
        # A level's word may end an office or a body.
        ("Chủ tịch HĐND tỉnh Giàng Thị Mận nói.", "vi", [("Giàng Thị Mận", "Giàng Thị Mận", "chair")]),
        ("Trưởng thôn Lò Văn Tám nói.", "vi", [("Lò Văn Tám", "Lò Văn Tám", "village_head")]),
        ("Bí thư Chi bộ Vừ Mí Páo kể lại.", "vi", [("Vừ Mí Páo", "Vừ Mí Páo", "secretary")]),
        (
            "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Trần Thị Mận phát biểu.",
            "vi",
            [("Trần Thị Mận", "Trần Thị Mận", "member")],
        ),
        (
            "Phó Chủ tịch UBND thành phố Móng Cái Bùi Khắc Lý cho biết.",
            "vi",
            [("Bùi Khắc Lý", "Bùi Khắc Lý", "vice_chair")],
        ),
        ("Ảnh: LÊ VĂN TÁM", "vi", [("LÊ VĂN TÁM", "Lê Văn Tám", "photographer")]),
        ("Chủ tịch Hồ Chí Minh đã viết như vậy.", "vi", [("Hồ Chí Minh", "Hồ Chí Minh", "chair")]),
        ("Ông Barack Obama đến thăm.", "vi", [("Barack Obama", "Barack Obama", None)]),
        (
            "وقال الرفيق تران فان نام، سكرتير لجنة الحزب في منطقة ين مو، ذلك.",
            "ar",
            [("تران فان نام", "Trần Văn Nam", "secretary")],
        ),
        (
            "قالت الرفيقة نجوين ثي كيم دونغ، نائبة رئيس اللجنة التنظيمية.",
            "ar",
            [("نجوين ثي كيم دونغ", "Nguyễn Thị Kim Dung", "vice_head")],
        ),
        (
            "حضر نائب السكرتير الدائم للجنة الحزب في مقاطعة ها جيانغ نجوين فان سون.",
            "ar",
            [("نجوين فان سون", "Nguyễn Văn Sơn", "standing_deputy_secretary")],
        ),
        ("وقال السيد لي فان هاي، رئيس اللجنة الشعبية.", "ar", [("لي فان هاي", "Lê Văn Hải", "chair")]),
        ("المقال والصور: ماي لان", "ar", [("ماي لان", "Mai Lan", "author")]),
        ("وكتب كارل ماركس عن ذلك.", "ar", [("كارل ماركس", "Karl Marx", None)]),
        ("وقال السيد محمد رضوان ذلك.", "ar", [("محمد رضوان", None, None)]),
        ("رفیق تران وان نام، نایب‌رئیس کمیته بازرسی، گفت.", "fa", [("تران وان نام", "Trần Văn Nam", "vice_chair")]),
        (
            "رفیق تران وان نام، معاون دائم دبیر کمیته حزبی، گفت.",
            "fa",
            [("تران وان نام", "Trần Văn Nam", "standing_deputy_secretary")],
        ),
        ("عکس: تران وان نام", "fa", [("تران وان نام", "Trần Văn Nam", "photographer")]),
    ],
)
def test_found(text: str, lang: str, wanted: list[tuple[str, str | None, str | None]]) -> None:
    assert told(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ông ở đường Trần Hưng Đạo.", "vi"),
        ("Trường THPT Nguyễn Huệ khai giảng.", "vi"),
        ("Bộ trưởng Bộ Xây dựng đã ký.", "vi"),
        ("Bí thư Đảng ủy Trường Đại học Cần Thơ đã ký.", "vi"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh họp.", "vi"),
        ("Thành phố Hồ Chí Minh có nhiều chi bộ.", "vi"),
        ("مدرسة نجوين تشي ثانه السياسية", "ar"),
        ("على تقديم المشورة والحفاظ على الانضباط", "ar"),
        ("خیابان لی تونگ کیت", "fa"),
        ("در دانشگاه تربیت معلم تای نگوین", "fa"),
    ],
)
def test_nothing_found(text: str, lang: str) -> None:
    assert told(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "short", "full"),
    [
        ("Ông Đinh Văn Thắng, Bí thư Huyện ủy, phát biểu. Ông Thắng nói thêm.", "vi", "Thắng", "Đinh Văn Thắng"),
        ("Bà Lê Thị Tường Vân đến dự. Bà Tường Vân nói.", "vi", "Tường Vân", "Lê Thị Tường Vân"),
        ("قالت الرفيقة نجوين ثي كيم دونغ ذلك. وأضافت السيدة دونغ أن العمل تقدم.", "ar", "دونغ", "Nguyễn Thị Kim Dung"),
        ("رفیق تران وان نام سخن گفت. آقای نام افزود.", "fa", "نام", "Trần Văn Nam"),
    ],
)
def test_a_name_alone_stands_for_the_full_one(text: str, lang: str, short: str, full: str) -> None:
    found = persons(text, lang)
    assert [(p.text, p.name) for p in found][1:] == [(short, full)]


def test_an_office_is_tied_to_its_body() -> None:
    result = extract("Đồng chí Lê Văn Tám, Bí thư Huyện ủy Hòa Vang, nói.", "vi")
    (person,) = result.persons
    assert person.organization is not None
    assert result.organizations[person.organization].text == "Huyện ủy Hòa Vang"


def test_candidates_are_best_first() -> None:
    (person,) = persons("قال الرفيق فان فان دونج ذلك.", "ar")
    assert person.candidates[0] == person.name
    assert len(person.candidates) > 3
