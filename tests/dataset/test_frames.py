"""The dataset as DataFrames."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

import pipeline.dataset
from pipeline.dataset.dictionary import dictionary
from pipeline.dataset.frames import Dataset
from pipeline.store import open_store
from tests.dataset.test_export import fill


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
    assert data.facts(indicator="no_such").empty


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
    for name in ("figures", "dates", "documents", "organizations", "persons", "places"):
        assert len(getattr(data, name)()) == len(data.table(name))


def test_mentions_and_articles_are_chosen_too(data: Dataset) -> None:
    members = data.figures(unit="party_member")
    assert not members.empty and set(members["unit"]) == {"party_member"}
    articles = data.articles(lang=["vi", "ar"], with_text=True)
    assert set(articles["lang"]) == {"vi", "ar"} and articles["text"].str.len().min() > 10
    assert "text" not in data.articles()


def test_what_there_is_not_is_said(data: Dataset) -> None:
    with pytest.raises(ValueError, match="facts_wide: no column 'colour'; there are lang, since, site, article"):
        data.facts(colour="red")
    with pytest.raises(ValueError, match="'votes': no such table; there are articles"):
        data.table("votes")
