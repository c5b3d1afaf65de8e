"""Which of many bearers of a name is meant."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.gazetteer import Around, Gazetteer, load

BEFORE, AFTER = date(2024, 3, 1), date(2025, 9, 1)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


@pytest.mark.parametrize(
    ("name", "around", "code"),
    [
        ("Hà Nội", Around(), "01"),
        ("TP.HCM", Around(), "79"),
        ("Thừa Thiên Huế", Around(on=BEFORE), "46"),
        ("BR-VT", Around(), "77"),
        ("Thanh Hóa", Around(level="province"), "38"),
        ("Thanh Hoá", Around(level="Thành phố"), "380"),
        ("Tân Mỹ", Around(level="commune", parent="Chiêm Hóa"), "02308"),
        ("Tân Mỹ", Around(level="xã", parent="073"), "02308"),
        ("Yên Mô", Around(level="district"), "377"),
        ("Ba Đình", Around(level="quận"), "001"),
        ("Ba Đình", Around(level="phường", on=AFTER, near=("01",)), "00004"),
        ("Khao Mang", Around(level="commune"), "04465"),
        ("Lào", Around(), "LA"),
        ("Mỹ", Around(level="country"), "US"),
        ("Tây Nguyên", Around(level="region"), "R-TN"),
        ("ĐBSCL", Around(), "R-DBSCL"),
    ],
)
def test_settled(gazetteer: Gazetteer, name: str, around: Around, code: str) -> None:
    match = gazetteer.resolve(name, around)
    assert match.code == code
    assert match.candidates == []


def test_a_name_with_many_bearers_stays_open(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Tân Mỹ", Around(level="commune"))
    assert match.name == "Tân Mỹ"
    assert match.level == "commune"
    assert match.code is None
    assert len(match.candidates) > 10
    assert "02308" in match.candidates


def test_the_province_of_the_article_narrows(gazetteer: Gazetteer) -> None:
    open_ = gazetteer.resolve("Tân Mỹ", Around(level="commune", on=BEFORE))
    near = gazetteer.resolve("Tân Mỹ", Around(level="commune", near=("08",), on=BEFORE))
    assert open_.code is None
    assert near.code == "02308"


def test_the_day_picks_the_era(gazetteer: Gazetteer) -> None:
    old = gazetteer.resolve("Ba Đình", Around(near=("01",), on=BEFORE))
    new = gazetteer.resolve("Ba Đình", Around(near=("01",), on=AFTER))
    assert (old.level, old.code) == ("district", "001")
    assert (new.level, new.code) == ("commune", "00004")


def test_a_level_that_the_name_has_not_got_gives_no_code(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Yên Mô", Around(level="village"))
    assert (match.name, match.level, match.code, match.candidates) == ("Yên Mô", "village", None, [])


def test_unknown_names_give_their_name_alone(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Hoà Xyz")
    assert (match.name, match.code, match.candidates) == ("Hòa Xyz", None, [])


@pytest.mark.parametrize("name", ["Hòa Bình", "Hoà Bình", "HÒA BÌNH", "Ho\u0300a Bi\u0300nh"])
def test_one_name_in_every_writing(gazetteer: Gazetteer, name: str) -> None:
    assert "17" in {place.code for place in gazetteer.by_name(name)}


def test_chain_goes_up_and_on_to_the_successor(gazetteer: Gazetteer) -> None:
    commune = gazetteer.by_code("02308", BEFORE)
    assert commune is not None
    assert [place.name for place in gazetteer.chain(commune)] == ["Chiêm Hóa", "Tuyên Quang"]
    district = gazetteer.by_code("377")
    assert district is not None
    assert [place.code for place in gazetteer.chain(district)] == ["37"]
    old = next(place for place in gazetteer.by_name("Hội An") if place.level == "district")
    assert [place.name for place in gazetteer.chain(old)] == ["Quảng Nam", "Đà Nẵng"]


def test_by_code_knows_the_eras(gazetteer: Gazetteer) -> None:
    before, after = gazetteer.by_code("20923", BEFORE), gazetteer.by_code("20923", AFTER)
    assert before is not None
    assert after is not None
    assert before.until == date(2025, 6, 30)
    assert after.since == date(2025, 7, 1)
    assert gazetteer.by_code("99999") is None


@pytest.mark.parametrize(
    ("text", "lang", "around", "code"),
    [
        ("هانوي", "ar", Around(), "01"),
        ("ها نوي", "ar", Around(level="province"), "01"),
        ("دانانگ", "fa", Around(), "48"),
        ("هوشي منه", "ar", Around(level="province"), "79"),
        ("فيتنام", "ar", Around(), "VN"),
        ("ایالات متحده", "fa", Around(), "US"),
        ("تان می", "fa", Around(level="commune", parent="Chiêm Hóa"), "02308"),
        ("تان هوآ", "fa", Around(level="province"), "38"),
        ("خانه دونغ", "ar", Around(level="commune", near=("37",), on=BEFORE), "14707"),
        ("Uong Bi", "ar", Around(level="district"), "196"),
    ],
)
def test_read_from_a_spelling(gazetteer: Gazetteer, text: str, lang: str, around: Around, code: str) -> None:
    spelled = gazetteer.by_spelling(text, lang)
    assert code in {place.code for place, _ in spelled} or gazetteer.read(text, lang, around).code == code
    if spelled and spelled[0][0].level in ("country", "region"):
        assert spelled[0][0].code == code
    else:
        assert gazetteer.read(text, lang, around).code == code
