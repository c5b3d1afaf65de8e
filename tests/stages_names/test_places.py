"""Places in sentences: which stretches are places, which place is meant, and what only looks like one."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from pipeline.assemble import extract
from pipeline.records import Article, Place

BEFORE, AFTER = date(2025, 2, 14), date(2025, 8, 16)


def places(text: str, lang: str, on: date | None = BEFORE) -> list[Place]:
    found = extract(Article(text=text, published=on), lang).places
    assert all(text[p.start : p.end] == p.text for p in found)
    return found


def told(text: str, lang: str, on: date | None = BEFORE) -> list[tuple[str, str | None, str | None]]:
    return [(p.text, p.name, p.level) for p in places(text, lang, on)]


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        (
            "Ở xã Tân Mỹ (Chiêm Hóa), chi bộ đã họp.",
            "vi",
            [("Tân Mỹ", "Tân Mỹ", "commune"), ("Chiêm Hóa", "Chiêm Hóa", "district")],
        ),
        ("Huyện ủy Hòa Vang đã họp.", "vi", [("Hòa Vang", "Hòa Vang", "district")]),
        (
            "Quận ủy Quận 12 (TP.HCM) đã họp.",
            "vi",
            [("Quận 12", "Quận 12", "district"), ("TP.HCM", "Hồ Chí Minh", "province")],
        ),
        ("Chi bộ thôn Pả Vi Hạ kết nạp đảng viên.", "vi", [("Pả Vi Hạ", "Pả Vi Hạ", "village")]),
        ("Đảng bộ huyện Yên Dũng có nhiều chi bộ.", "vi", [("Yên Dũng", "Yên Dũng", "district")]),
        (
            "Hai tỉnh Lào Cai và Yên Bái đã hợp nhất.",
            "vi",
            [("Lào Cai", "Lào Cai", "province"), ("Yên Bái", "Yên Bái", "province")],
        ),
        ("THÁI BÌNH: Kết nạp đảng viên mới", "vi", [("THÁI BÌNH", "Thái Bình", "province")]),
        (
            "Đoàn đến từ Nga và Cuba đã thăm Trường Đại học Cần Thơ.",
            "vi",
            [("Nga", "Nga", "country"), ("Cuba", "Cuba", "country"), ("Cần Thơ", "Cần Thơ", "province")],
        ),
        ("عقدت لجنة الحزب في منطقة ين مو اجتماعًا.", "ar", [("ين مو", "Yên Mô", "district")]),
        (
            "كيم سون بمقاطعة نينه بينه",
            "ar",
            [("كيم سون", "Kim Sơn", "district"), ("نينه بينه", "Ninh Bình", "province")],
        ),
        (
            "اندمجت فينه لونغ وبن تري في مقاطعة واحدة.",
            "ar",
            [("فينه لونغ", "Vĩnh Long", "province"), ("بن تري", "Bến Tre", "province")],
        ),
        ("في مدينة هو تشي منه", "ar", [("هو تشي منه", "Hồ Chí Minh", "province")]),
        ("کمیته حزبی استان توین کوانگ نشست داشت.", "fa", [("توین کوانگ", "Tuyên Quang", "province")]),
        ("کمیته حزبی شهرستان ین مو نشست داشت.", "fa", [("ین مو", "Yên Mô", "district")]),
        (
            "در کمون تان می (چیم هوا) نشست شد.",
            "fa",
            [("تان می", "Tân Mỹ", "commune"), ("چیم هوا", "Chiêm Hóa", "district")],
        ),
    ],
)
def test_found(text: str, lang: str, wanted: list[tuple[str, str, str]]) -> None:
    assert told(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ông Nguyễn Thái Bình phát biểu.", "vi"),
        ("Nhà ông ở số 15 đường Trần Hưng Đạo.", "vi"),
        ("Trường THPT Lê Lợi khai giảng.", "vi"),
        ("Chủ tịch Hồ Chí Minh đã viết như vậy.", "vi"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh họp.", "vi"),
        ("Anh Bình nói chuyện với bà Tân.", "vi"),
        ("Theo kế hoạch, lớp học mở vào tháng sau.", "vi"),
        ("Đây là kinh nghiệm của TP. Ngoài ra, còn có nhiều cách khác.", "vi"),
        ("في هذا العام تم قبول أعضاء جدد من الحزب.", "ar"),
        ("قال الرفيق نجوين فان بينه ذلك.", "ar"),
        ("در سه سال گذشته کار و تلاش بسیار شد.", "fa"),
        ("هزینه آن ده میلیون دونگ و هر روز بیشتر شد.", "fa"),
    ],
)
def test_nothing_found(text: str, lang: str) -> None:
    assert told(text, lang) == []


def test_a_parent_settles_which_bearer_is_meant() -> None:
    (commune, district) = places("Ở xã Tân Mỹ (Chiêm Hóa), chi bộ đã họp.", "vi")
    assert commune.code is not None and commune.parent == district.code
    assert commune.candidates == []


def test_a_name_with_many_bearers_stays_open() -> None:
    (commune,) = places("Đảng ủy xã Tân Mỹ đã họp.", "vi")
    assert commune.code is None
    assert len(commune.candidates) > 3


def test_what_the_article_is_about_settles_it() -> None:
    found = places("Tuyên Quang: Tin ngắn\n\nTỉnh Tuyên Quang có nhiều xã. Đảng ủy xã Tân Mỹ đã họp.", "vi")
    assert found[-1].code is not None


def test_the_site_settles_it() -> None:
    text = "Đảng ủy xã Tân Mỹ đã họp."
    article = Article(text=text, published=BEFORE, source_url="https://baotuyenquang.com.vn/tin-ngan")
    (commune,) = extract(article, "vi").places
    assert commune.code == places("Ở xã Tân Mỹ (Chiêm Hóa), chi bộ đã họp.", "vi")[0].code


@pytest.mark.parametrize(("on", "level"), [(BEFORE, "district"), (AFTER, "commune")])
def test_the_day_settles_the_level(on: date, level: str) -> None:
    (place,) = places("در وی شوین کار پیش رفت.", "fa", on)
    assert (place.name, place.level) == ("Vị Xuyên", level)


def test_a_former_province_is_the_old_one() -> None:
    (place,) = places("Trà Vinh cũ có nhiều xã.", "vi", AFTER)
    assert (place.level, place.code) == ("province", "84")


def test_an_abolished_name_takes_no_code_of_another() -> None:
    (commune, district, _) = places("Tại xã Sơn Mỹ, huyện Hương Sơn, tỉnh Hà Tĩnh.", "vi")
    assert (commune.name, commune.code) == ("Sơn Mỹ", None)
    assert district.name == "Hương Sơn"


def test_only_other_kinds_do_without_names() -> None:
    assert extract("Huyện ủy Hòa Vang có 30 chi bộ.", "vi", only={"figures"}).places == []


def test_the_gazetteer_is_not_read_where_nobody_wants_names() -> None:
    code = (
        "from pipeline import gazetteer, name_index\nfrom pipeline.assemble import extract\n"
        "extract('Huyện ủy Hòa Vang có 30 chi bộ.', 'vi', only={'figures', 'dates', 'documents'})\n"
        "assert gazetteer.load.cache_info().currsize == 0\nassert name_index.table.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
