"""The dataset as DataFrames."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import pipeline.dataset
from pipeline.dataset.dictionary import dictionary
from pipeline.dataset.frames import Dataset
from pipeline.store import StoreError, StoreMissing, open_store
from pipeline.store.migrations import STEPS
from tests.dataset.test_export import fill
from tests.dataset.test_tables import older


@pytest.fixture
def data(address: str) -> Iterator[Dataset]:
    store = open_store(address)
    fill(store)
    store.close()
    with pipeline.dataset.open(address) as opened:
        yield opened


def test_facts_are_chosen_by_what_people_ask(data: Dataset) -> None:
    found = data.facts(indicator="members_admitted", lang="vi", since="2024-01-01")
    assert set(found["indicator"]) == {"members_admitted"} and set(found["lang"]) == {"vi"}
    [row] = found[found["subject"] == "Huyện ủy Yên Mô"].to_dict("records")
    assert (row["value"], row["subject"], row["province_after_name"]) == (18, "Huyện ủy Yên Mô", "Ninh Bình")
    assert row["start_date"] == pd.Timestamp("2023-01-01")
    later = data.facts(indicator="members_admitted", since=date(2024, 3, 1))
    assert "Huyện ủy Yên Mô" not in set(later["subject"])
    several = data.facts(indicator=["members_total", "members_admitted"])
    assert "members_admitted" in set(several["indicator"]) <= {"members_total", "members_admitted"}
    assert len(data.facts(place_name="Yên Mô", indicator="members_admitted")) == 1
    assert set(data.facts(site="vi/example")["site"]) == {"vi/example"}
    assert data.facts(indicator="tender_value", lang="fa").empty, "an indicator that there is, and nothing says it"
    unqualified = data.facts(indicator="members_admitted", group=None, modality=[None, "target"])
    assert not unqualified.empty and unqualified["group"].isna().all()
    first = date(2023, 1, 1)
    for day in (first, "2023-01-01", pd.Timestamp(first)):
        assert set(data.facts(start_date=day)["start_date"]) == {pd.Timestamp(first)}


def test_bodies_and_places_are_those_that_the_chosen_articles_name(data: Dataset) -> None:
    for table in ("bodies", "gazetteer"):
        every, some = data.table(table), data.table(table, site="vi/example", since="2024-01-01")
        assert 0 < len(some) < len(every) and not some.duplicated().any()


def test_every_table_is_there_with_its_columns_and_types(data: Dataset) -> None:
    for table in dictionary():
        frame = data.table(table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        assert not frame.empty, table.name
        for column in table.columns:
            if column.type == "number":
                assert pd.api.types.is_float_dtype(frame[column.name]), column.name
            if column.type == "date":
                assert pd.api.types.is_datetime64_any_dtype(frame[column.name]), column.name
            if column.type == "integer":
                assert pd.api.types.is_integer_dtype(frame[column.name]), column.name
            if column.type == "string":
                assert pd.api.types.is_string_dtype(frame[column.name]), column.name
            if column.type == "list":
                assert all(isinstance(cell, list) for cell in frame[column.name]), column.name
    for name in ("figures", "dates", "documents", "organizations", "persons", "places"):
        assert len(getattr(data, name)()) == len(data.table(name))


def test_mentions_and_articles_are_chosen_too(data: Dataset) -> None:
    members = data.figures(unit="party_member")
    assert not members.empty and set(members["unit"]) == {"party_member"}
    articles = data.articles(lang=["vi", "ar"], with_text=True)
    assert set(articles["lang"]) == {"vi", "ar"} and articles["text"].str.len().min() > 10
    assert "text" not in data.articles()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (
            {"colour": "red"},
            "facts_wide: no column 'colour' to choose by; there are lang, since, site, article, number",
        ),
        ({"indicator": "no_such"}, "indicator='no_such': no such code; allowed: members_total, members_admitted"),
        ({"modality": ["target", "wish"]}, "modality='wish': no such code; allowed: target, estimate"),
        ({"unit": "dong"}, "unit='dong': no such code; allowed: percent, "),
        ({"lang": "xx"}, "lang='xx': there is no such one; allowed: ar, fa, vi"),
        ({"lang": []}, r"lang=\[\]: names none; leave it out for all, or allowed: ar, fa, vi"),
        ({"site": "vi/nowhere"}, "site='vi/nowhere': there is no such one; allowed: .*vi/example"),
        ({"since": "monday"}, "since='monday': no day; a date, or a text such as '2025-01-31', is allowed"),
        ({"since": 2025}, "since=2025: no day"),
        ({"end_date": "2025"}, "end_date='2025': no day"),
        ({"value": "many"}, "value='many': .*; a number is allowed"),
        ({"subject": 7}, "subject=7: .*; a text is allowed"),
    ],
)
def test_what_there_is_not_is_said(data: Dataset, where: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        data.facts(**where)


def test_tables_and_columns_that_there_are_not_are_said(data: Dataset) -> None:
    with pytest.raises(ValueError, match="'votes': no such table; there are articles"):
        data.table("votes")
    with pytest.raises(ValueError, match="persons: no column 'candidates' to choose by"):
        data.persons(candidates="X")
    assert data.figures(unit="XAU").empty, "a currency is a unit whether it occurs or not"


def test_it_is_read_and_never_changed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "://" not in address:
        with pytest.raises(StoreMissing, match="no store there; `chibo crawl` makes one, then `chibo build`"):
            pipeline.dataset.open(address)
        assert not Path(address).exists()
    else:
        with pytest.raises(StoreMissing, match="no store of Chibo; `chibo crawl` makes one"):
            pipeline.dataset.open(address)
    older(address, monkeypatch, STEPS[:1])
    with pytest.raises(StoreError, match=r"its schema is version 1, of an older Chibo.*`chibo build` brings it up"):
        pipeline.dataset.open(address)
    store = open_store(address)
    fill(store)
    with store.write(), pipeline.dataset.open(address) as data, pipeline.dataset.open(address) as again:
        assert len(data.facts()) == len(again.facts()) > 0, "while another process writes, and twice"
        with pytest.raises(StoreError, match="opened to be read only"), data.store.write():
            pass
        with pytest.raises(StoreError, match=r"(?i)read-?only"), data.store.read() as connection:
            connection.exec_driver_sql("DELETE FROM facts")
    store.close()


def test_a_store_at_an_odd_path_is_read_from_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a b?c#d%20"
    store = open_store(folder / "x.db")
    fill(store)
    store.close()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pipeline.dataset.open(folder / "x.db") as data:
        assert len(data.facts()) > 0
    assert [path.name for path in folder.iterdir()] == ["x.db"]
