"""The tables: what may stand in them, how they came to be, and that a record comes back as it went in."""

from __future__ import annotations

import sqlite3
import tomllib
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.dataset.keep import replace, settle
from pipeline.dataset.rows import extraction_of, rows_of
from pipeline.records import Article, Extraction
from pipeline.resources import models
from pipeline.store import Store, StoreError, StoreNewer, dataset, open_store
from pipeline.store.dataset_step import CODES, UNITS, ZONES
from pipeline.store.migrations import STEPS, version
from pipeline.store.schema import metadata
from scrapers.crawl.keep import text_digest
from tests.cli.conftest import sample
from tests.dataset.stock import put


def keep(store: Store, found: Extraction) -> None:
    """Put an extraction made by hand into a store."""
    put(store, found.article)
    rows = rows_of(found)
    with store.write() as connection:
        connection.execute(
            dataset.runs.insert().values(id="r", command="build", engine="e", started="2025-01-01", status="done")
        )
        told = {"version": 1, "text_digest": text_digest(found.article), "engine": "e", "run": "r"}
        rows["extractions"][0] |= told
        replace(connection, rows, known=False)
        settle(connection)


@pytest.fixture
def made(store: Store) -> Store:
    found = sample()
    found.article.site = "vi/example"
    keep(store, found)
    return store


def test_an_extraction_comes_back_as_it_went_in(made: Store) -> None:
    wanted = sample()
    wanted.article.site = "vi/example"
    with made.read() as connection:
        assert extraction_of(connection, wanted.article.id) == wanted
        with pytest.raises(LookupError, match="nobody: not in the dataset"):
            extraction_of(connection, "nobody")


def test_evidence_bodies_and_places_stand_beside_the_facts(made: Store) -> None:
    with made.read() as connection:
        [source] = connection.execute(sa.select(dataset.fact_sources)).mappings()
        [body] = connection.execute(sa.select(dataset.bodies)).mappings()
        [place] = connection.execute(sa.select(dataset.gazetteer)).mappings()
    assert source["evidence"].startswith("Năm 2023, Ban Tổ chức Huyện ủy Yên Mô kết nạp 18/21")
    assert dict(body) == {
        "id": "o1",
        "name": "Ban Tổ chức Huyện ủy Yên Mô",
        "kind": "party_board",
        "level": "district",
        "place": "377",
    }
    assert (place["name"], place["province_before"], place["province_after"]) == ("Yên Mô", "37", "37")


@pytest.mark.parametrize(("table", "column"), sorted(CODES))
def test_no_other_code_may_stand_there(made: Store, table: str, column: str) -> None:
    chosen = getattr(dataset, table)
    with pytest.raises(StoreError, match=r"(?i)check constraint"), made.write() as connection:
        connection.execute(chosen.update().values({column: "no such code"}))
    with made.write() as connection:
        for code in CODES[table, column]:
            connection.execute(chosen.update().values({column: code}))


@pytest.mark.parametrize("table", [table.name for table in dataset.FOUND if "unit" in table.c])
def test_units_are_codes_or_currencies(made: Store, table: str) -> None:
    chosen = getattr(dataset, table)
    for wrong in ("no such unit", "vnd", "DONG"):
        with pytest.raises(StoreError, match=r"(?i)check constraint"), made.write() as connection:
            connection.execute(chosen.update().values(unit=wrong))
    with made.write() as connection:
        for unit in (*UNITS, "VND", "IRT"):
            connection.execute(chosen.update().values(unit=unit))


def test_the_checks_hold_the_codes_of_the_models() -> None:
    told = tomllib.loads(models("codes.toml").read_text("utf-8"))
    for (table, column), codes in CODES.items():
        kind = table[:-1]
        wanted = told["figure" if (kind, column) == ("fact", "modifier") else kind][column]
        assert set(codes) == set(wanted), (table, column)
    assert set(UNITS) == {unit for units in told["figure"]["unit"].values() for unit in units}
    assert set(ZONES) == set(told["zone"]["zone"])
    checked = {kind: set(told[kind]) for kind in told}
    assert checked.pop("zone") == {"zone"}
    checked["figure"].remove("unit")
    assert {(kind, column) for kind, columns in checked.items() for column in columns} == {
        (table[:-1], column) for table, column in CODES if (table, column) != ("facts", "modifier")
    }


def test_the_tables_on_disk_are_those_of_the_program(store: Store) -> None:
    inspector = sa.inspect(store.engine)
    for table in metadata.sorted_tables:
        on_disk = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
        assert on_disk == {column.name: column.nullable for column in table.c}, table.name


def test_rows_refer_to_rows(made: Store) -> None:
    for table, changes in (
        (dataset.facts, {"subject_id": "nobody"}),
        (dataset.facts, {"place": "00000"}),
        (dataset.persons, {"organization": 9}),
        (dataset.fact_sources, {"figure": 9}),
        (dataset.extractions, {"version": 9}),
    ):
        with pytest.raises(StoreError, match=r"(?i)foreign key"), made.write() as connection:
            connection.execute(table.update().values(**changes))


QUESTIONS = {
    "facts_indicator": "SELECT * FROM facts WHERE indicator = 'members_admitted' AND start_date >= '2024-01-01'",
    "facts_subject": "SELECT * FROM facts WHERE subject_id = 'committee.377'",
    "facts_place": "SELECT * FROM facts WHERE place = '377'",
    "organizations_body": "SELECT article FROM organizations WHERE body = 'committee.377'",
    "places_code": "SELECT article FROM places WHERE code = '377'",
    "persons_name": "SELECT article FROM persons WHERE name = 'X'",
    "documents_number": "SELECT article FROM documents WHERE document_number = '17-NQ/TW'",
    "figures_unit": "SELECT article FROM figures WHERE unit = 'party_member' AND value > 100",
    "bodies_name": "SELECT id FROM bodies WHERE name = 'X'",
    "versions_published": "SELECT article FROM versions WHERE published >= '2025-01-01'",
    "gazetteer_province_after": "SELECT code FROM gazetteer WHERE province_after = '37'",
}


@pytest.mark.parametrize("index", QUESTIONS)
def test_questions_have_their_index(tmp_path: Path, index: str) -> None:
    open_store(tmp_path / "chibo.db").close()
    connection = sqlite3.connect(tmp_path / "chibo.db")
    plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {QUESTIONS[index]}"))
    connection.close()
    assert f"INDEX {index} " in plan


def older(address: str, monkeypatch: pytest.MonkeyPatch, steps: tuple[str, ...]) -> None:
    """Make a store by these steps alone."""
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.migrations.STEPS", steps)
        open_store(address).close()


def test_an_older_store_is_brought_up_to_date(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    older(address, monkeypatch, STEPS[:1])
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.migrations.STEPS", STEPS[:1])
        store = open_store(address)
        put(store, sample_article())
        store.close()
    store = open_store(address)
    with store.read() as connection:
        assert version(connection) == len(STEPS)
        assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM facts").scalar() == 0
    store.close()


def sample_article() -> Article:
    article = sample().article
    article.site = "vi/example"
    return article


def test_a_step_that_fails_changes_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    older(address, monkeypatch, STEPS[:1])
    with monkeypatch.context() as patched:
        broken = (STEPS[0], "CREATE TABLE halfway (a TEXT); INSERT INTO nowhere VALUES (1)")
        patched.setattr("pipeline.store.migrations.STEPS", broken)
        with pytest.raises(StoreError, match="nowhere"):
            open_store(address)
        patched.setattr("pipeline.store.migrations.STEPS", STEPS[:1])
        store = open_store(address)
        assert "halfway" not in sa.inspect(store.engine).get_table_names()
        store.close()


def test_a_newer_store_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    older(address, monkeypatch, (*STEPS, "CREATE TABLE tomorrow (a TEXT)"))
    with pytest.raises(StoreNewer, match=rf"schema is version {len(STEPS) + 1}, this program knows up to {len(STEPS)}"):
        open_store(address)
    with pytest.raises(StoreNewer, match=rf"schema is version {len(STEPS) + 1}"):
        open_store(address, readonly=True)
