"""Organizations: one body in three languages, what its context gives it, what names nothing; names and ids."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.assemble import extract
from pipeline.bodies import Area, Link, catalogue, identity, kind, level, title
from pipeline.pack_values import codes
from pipeline.records import Organization

#: One body a row, as the three languages say it.
SAME = [
    ("Huyện ủy Yên Mô", "لجنة الحزب في منطقة ين مو", "کمیته حزبی شهرستان ین مو"),
    ("Tỉnh ủy Tuyên Quang", "لجنة الحزب الإقليمية في توين كوانغ", "کمیته حزبی استانی توین کوانگ"),
    ("Thành ủy Đà Nẵng", "لجنة الحزب في مدينة دا نانغ", "کمیته حزبی شهر دا نانگ"),
    (
        "Ban Tổ chức Huyện ủy Yên Mô",
        "اللجنة التنظيمية للجنة الحزب في منطقة ين مو",
        "کمیته سازماندهی کمیته حزبی منطقه ین مو",
    ),
    ("Ủy ban nhân dân tỉnh Lào Cai", "اللجنة الشعبية في مقاطعة لاو كاي", "کمیته مردمی استان لائو کای"),
    ("Hội đồng nhân dân tỉnh Lào Cai", "مجلس الشعب في مقاطعة لاو كاي", "شورای مردمی استان لائو کای"),
    ("Đảng ủy Công an tỉnh Hà Tĩnh", "لجنة حزب الأمن العام في مقاطعة ها تينه", "کمیته حزبی امنیت عمومی استان ها تین"),
    ("Hội Nông dân tỉnh Bắc Ninh", "اتحاد المزارعين في مقاطعة باك نينه", "انجمن کشاورزان استان باک نین"),
    ("Ủy ban Kiểm tra Trung ương", "لجنة التفتيش المركزية", "کمیته مرکزی بازرسی"),
    ("Bộ Chính trị", "المكتب السياسي", "دفتر سیاسی"),
    ("Bộ Giáo dục và Đào tạo", "وزارة التعليم والتدريب", "وزارت آموزش و پرورش"),
    ("Trung đoàn 584", "الفوج 584", "هنگ ۵۸۴"),
]
LANGS = ("vi", "ar", "fa")


def found(text: str, lang: str, published: date | None = None) -> list[Organization]:
    """The organizations of a text, as the rules alone find them."""
    return extract(text, lang, published, ner="none").organizations


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_one_body_has_one_name_and_one_id_in_every_language(row: tuple[str, str, str]) -> None:
    ids = set()
    for lang, text in zip(LANGS, row, strict=True):
        (body,) = found(text, lang)
        assert (body.text, body.name, body.specificity) == (text, row[0], "named")
        ids.add(body.id)
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("lang", "text", "mention"),
    [
        ("ar", "ووفقًا للجنة الحزب في منطقة ين مو، زاد العدد", "لجنة الحزب في منطقة ين مو"),
        ("ar", "المؤتمر ولجنة الحزب في منطقة ين مو", "لجنة الحزب في منطقة ين مو"),
        ("vi", "Theo Ủy ban Kiểm tra (UBKT) Thành ủy Đà Nẵng, năm qua", "Ủy ban Kiểm tra (UBKT) Thành ủy Đà Nẵng"),
        ("vi", "Phó Bí thư Thường trực Huyện ủy Yên Mô nói", "Huyện ủy Yên Mô"),
    ],
)
def test_the_span_is_the_body_with_its_place_alone(lang: str, text: str, mention: str) -> None:
    (body,) = found(text, lang)
    assert body.text == mention == text[body.start : body.end]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Đảng lãnh đạo; cấp ủy các cấp, UBKT các cấp, mọi chi bộ và từng đảng bộ cùng làm."),
        ("vi", "Ban tổ chức lễ hội nói văn phòng cho thuê đã đóng cửa."),
        ("vi", "Các tổ chức phi chính phủ họp ở cơ sở giáo dục."),
        ("vi", "LỄ HỘI VĂN HÓA CÁC DÂN TỘC"),
        ("vi", "Ông đến Hội An hôm qua."),
        ("ar", "يقود الحزب العمل، ولجان الحزب على جميع المستويات وكل خلية حزبية تعمل."),
        ("ar", "لم يتم تأديب أي منظمة حزبية في لي سون."),
        ("fa", "کمیته‌های حزبی در همه سطوح و هر هسته حزبی کار می‌کنند."),
    ],
)
def test_what_names_no_one_is_left_out(lang: str, text: str) -> None:
    assert found(text, lang) == []


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("vi", "Tỉnh Tuyên Quang có nhiều đổi mới. Tỉnh ủy đã ban hành nghị quyết.", "Tỉnh ủy Tuyên Quang"),
        ("vi", "Tại huyện Yên Mô, Ban Thường vụ Huyện ủy chỉ đạo.", "Ban Thường vụ Huyện ủy Yên Mô"),
        ("ar", "في مقاطعة توين كوانغ قررت لجنة الحزب الإقليمية ذلك.", "Tỉnh ủy Tuyên Quang"),
        ("fa", "در استان توین کوانگ، کمیته حزبی استانی تصمیم گرفت.", "Tỉnh ủy Tuyên Quang"),
    ],
)
def test_a_level_alone_is_the_body_that_the_context_gives(lang: str, text: str, name: str) -> None:
    (body,) = found(text, lang)
    assert (body.name, body.specificity) == (name, "definite")
    assert body.id is not None and body.place is not None


def test_a_level_without_context_has_no_name() -> None:
    (body,) = found("Tỉnh ủy đã ban hành nghị quyết.", "vi")
    assert (body.name, body.id, body.place, body.level, body.specificity) == (None, None, None, "province", "definite")


def test_bodies_in_a_row_share_the_place_that_the_last_one_names() -> None:
    bodies = found("HĐND, UBND huyện Yên Mô đã họp.", "vi")
    assert [body.name for body in bodies] == ["Hội đồng nhân dân huyện Yên Mô", "Ủy ban nhân dân huyện Yên Mô"]
    assert [body.specificity for body in bodies] == ["definite", "named"]
    first, second = found("لجنة الحزب في منطقة با تشي ولجنة الحزب في منطقة ين مو", "ar")
    assert (first.name, second.name) == ("Huyện ủy Ba Chẽ", "Huyện ủy Yên Mô")


def test_a_word_for_two_bodies_lists_both() -> None:
    (body,) = found("اللجنة الدائمة للجنة الحزب في منطقة ين مو", "ar")
    assert body.name == "Ban Thường vụ Huyện ủy Yên Mô"
    assert "Thường trực Huyện ủy Yên Mô" in body.candidates


def test_a_body_abroad_keeps_its_name_as_written() -> None:
    (body,) = found("Bộ Quốc phòng Lào cho biết", "vi")
    assert (body.text, body.name, body.kind) == ("Bộ Quốc phòng Lào", "Bộ Quốc phòng Lào", "ministry")
    assert found("Chính phủ Lào cho biết", "vi") == []


def test_the_name_follows_the_division_as_it_was_on_the_day() -> None:
    (body,) = found("لجنة الحزب في مقاطعة ثوا ثين هوي", "ar", date(2024, 11, 20))
    assert body.name == "Tỉnh ủy Thừa Thiên Huế"


def test_a_village_that_no_gazetteer_has_gets_its_cell() -> None:
    (body,) = found("Bí thư Chi bộ thôn Khe Ngang Trong nói", "vi")
    assert (body.name, body.level, body.place) == ("Chi bộ thôn Khe Ngang Trong", "village", None)


def test_every_body_has_codes_and_a_template() -> None:
    allowed = codes()["organization"]
    for body in catalogue().bodies.values():
        assert body.kind in allowed["kind"], body.key
        assert body.level in (None, *allowed["level"]), body.key
        assert body.names, f"{body.key}: no template of its name"
        for other in (body.under, body.same, body.lower):
            assert other is None or other in catalogue().bodies, f"{body.key}: {other} is no body"


@pytest.mark.parametrize(
    ("division", "name", "wanted"),
    [
        ("province", "Yên Bái", "Tỉnh ủy Yên Bái"),
        ("city", "Huế", "Thành ủy Huế"),
        ("city", "Hồ Chí Minh", "Thành ủy Thành phố Hồ Chí Minh"),
        ("district", "Yên Mô", "Huyện ủy Yên Mô"),
        ("urban_district", "Quận 12", "Quận ủy Quận 12"),
        ("town", "Sa Pa", "Thị ủy Sa Pa"),
        ("commune", "Khánh Dương", "Đảng ủy xã Khánh Dương"),
    ],
)
def test_a_committee_is_called_by_the_kind_of_its_place(division: str, name: str, wanted: str) -> None:
    links = [Link(catalogue().bodies["committee"])]
    area = Area(division, name, "000", None, catalogue().divisions[division].levels[0])
    assert title(links, area) == wanted
    assert identity(links, area) == "committee.000"


def test_names_levels_and_kinds_of_rows_of_bodies() -> None:
    bodies = catalogue().bodies
    university = Link(bodies["university"], own="Cần Thơ")
    committee = Link(bodies["committee"])
    assert title([Link(bodies["inspection"]), committee, university], None) == "Ủy ban Kiểm tra Đảng ủy Đại học Cần Thơ"
    assert level([committee, university], None) == "unit"
    assert identity([committee, university], None) == "committee.university.can-tho"
    council = [Link(bodies["office"]), Link(bodies["people_council"])]
    assert (kind(council), kind([Link(bodies["office"]), committee])) == ("agency", "party_board")
    assert title([committee], Area("district")) is None
    assert identity([committee], Area("district")) is None
