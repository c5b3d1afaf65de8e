"""The table of places: how many there are, how they hang together, and what the older provinces went into."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.resources import models
from pipeline.spelling import normal

#: Provinces of before July 2025 that another one took in (Resolution 202/2025/QH15), by the one that did.
TOOK_IN = {
    "Tuyên Quang": "Hà Giang",
    "Thái Nguyên": "Bắc Kạn",
    "Lào Cai": "Yên Bái",
    "Phú Thọ": "Hòa Bình, Vĩnh Phúc",
    "Bắc Ninh": "Bắc Giang",
    "Hải Phòng": "Hải Dương",
    "Hưng Yên": "Thái Bình",
    "Ninh Bình": "Hà Nam, Nam Định",
    "Quảng Trị": "Quảng Bình",
    "Đà Nẵng": "Quảng Nam",
    "Quảng Ngãi": "Kon Tum",
    "Gia Lai": "Bình Định",
    "Đắk Lắk": "Phú Yên",
    "Khánh Hòa": "Ninh Thuận",
    "Lâm Đồng": "Bình Thuận, Đắk Nông",
    "Đồng Nai": "Bình Phước",
    "Hồ Chí Minh": "Bình Dương, Bà Rịa - Vũng Tàu",
    "Tây Ninh": "Long An",
    "Đồng Tháp": "Tiền Giang",
    "Vĩnh Long": "Bến Tre, Trà Vinh",
    "An Giang": "Kiên Giang",
    "Cần Thơ": "Hậu Giang, Sóc Trăng",
    "Cà Mau": "Bạc Liêu",
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    head, *lines = models("gazetteer", "places.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_as_many_divisions_as_there_are(rows: list[Row]) -> None:
    assert Counter((row["level"], row["until"], row["since"]) for row in rows) == {
        ("province", "2025-06-30", ""): 63,
        ("district", "2025-06-30", ""): 696,
        ("commune", "2025-06-30", ""): 10_051,
        ("province", "", "2025-07-01"): 34,
        ("commune", "", "2025-07-01"): 3_321,
    }


def test_a_code_means_one_place_in_one_era(rows: list[Row]) -> None:
    assert len({(row["code"], row["until"]) for row in rows}) == len(rows)
    assert {(row["level"], len(row["code"])) for row in rows} == {("province", 2), ("district", 3), ("commune", 5)}


def test_every_parent_is_there(rows: list[Row]) -> None:
    level = {(row["code"], row["until"]): row["level"] for row in rows}
    above = Counter((row["level"], row["until"], level.get((row["parent"], row["until"]), "none")) for row in rows)
    assert set(above) == {
        ("province", "2025-06-30", "none"),
        ("district", "2025-06-30", "province"),
        ("commune", "2025-06-30", "district"),
        ("province", "", "none"),
        ("commune", "", "province"),
    }


def test_the_old_provinces_went_into_the_new_ones(rows: list[Row]) -> None:
    provinces = [row for row in rows if row["level"] == "province"]
    now = {row["code"]: row["name"] for row in provinces if not row["until"]}
    went = {row["name"]: now[row["successor"]] for row in provinces if row["until"]}
    wanted = {name: name for name in now.values()}
    wanted.update({old: new for new, names in TOOK_IN.items() for old in names.split(", ")})
    assert went == wanted
    assert not any(row["successor"] for row in rows if row["level"] != "province" or not row["until"])


def test_names_bear_their_tone_marks_in_one_place(rows: list[Row]) -> None:
    assert [row["name"] for row in rows if row["name"] != normal(row["name"])] == []
    assert {"Hòa Bình", "Thanh Hóa", "Huế"} <= {row["name"] for row in rows}


@pytest.mark.parametrize("file", ["countries", "regions"])
def test_countries_and_regions_have_a_name_in_each_language(file: str) -> None:
    head, *lines = models("gazetteer", f"{file}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    assert head.split("\t")[:2] == ["code", "level"]
    assert all(len(row) == 5 and all(cell.strip() for cell in row) for row in cells)
    assert len({row[0] for row in cells}) == len(cells)
