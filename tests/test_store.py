"""The store: its schema is what the program thinks it is, whole or not there, and its troubles are told in one line."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.store import Store, StoreError, StoreLocked, StoreNewer, dataset, default_address, migrations, open_store
from pipeline.store.schema import KINDS, STATUSES, addresses, metadata

ROW = dict.fromkeys(("first_seen", "last_seen"), "2025-11-20T01:00:00+00:00") | {
    "id": "0" * 16,
    "url": "https://news.example/",
    "site": "xx/paper",
    "kind": "article",
    "status": "new",
    **dict.fromkeys(("depth", "attempts", "failures", "hops"), 0),
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "deep" / "chibo.db", wait=0.2)


def test_the_tables_on_disk_are_those_of_the_schema(store: Store) -> None:
    inspector = sa.inspect(store.engine)
    assert {table.name for table in dataset.FOUND} < set(metadata.tables)
    assert set(inspector.get_table_names()) >= {*metadata.tables, "schema_version"}
    for table in metadata.sorted_tables:
        on_disk = {c["name"]: (c["nullable"], c["type"].python_type) for c in inspector.get_columns(table.name)}
        assert on_disk == {c.name: (c.nullable, c.type.python_type) for c in table.columns}, table.name
        key = [c.name for c in table.primary_key.columns]
        assert inspector.get_pk_constraint(table.name)["constrained_columns"] == key
        indexes = {(i["name"], *i["column_names"]) for i in inspector.get_indexes(table.name)}
        assert indexes == {(i.name, *i.columns.keys()) for i in table.indexes}
        keys = {(*fk["constrained_columns"], fk["referred_table"]) for fk in inspector.get_foreign_keys(table.name)}
        assert keys == {(*fk.column_keys, fk.referred_table.name) for fk in table.foreign_key_constraints}
    store.close()


def test_opened_again_it_is_the_same_and_in_wal(store: Store, tmp_path: Path) -> None:
    with store.write() as connection:
        connection.execute(addresses.insert().values(**ROW))
    store.close()
    again = open_store(tmp_path / "deep" / "chibo.db")
    with again.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(addresses)).scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert migrations.version(connection) == len(migrations.STEPS)
    again.close()


@pytest.mark.parametrize("column", ["kind", "status"])
def test_codes_are_closed_lists(store: Store, column: str) -> None:
    for number, code in enumerate(KINDS if column == "kind" else STATUSES):
        with store.write() as connection:
            connection.execute(
                addresses.insert().values(**{**ROW, "id": str(number), "url": str(number), column: code})
            )
    with pytest.raises(StoreError, match="CHECK"), store.write() as connection:
        connection.execute(addresses.insert().values(**{**ROW, column: "other"}))
    store.close()


def test_a_transaction_is_kept_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write() as connection:
        connection.execute(addresses.insert().values(**ROW))
        raise RuntimeError("in the middle")
    with store.read() as connection:
        assert connection.execute(sa.select(addresses)).all() == []
    store.close()


def test_a_newer_store_and_a_broken_migration_are_left_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chibo.db"
    open_store(path).close()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE extra (a TEXT); CREATE TABLE no good"))
        with pytest.raises(StoreError, match="syntax error"):
            open_store(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'extra'").fetchall() == []
    assert connection.execute("SELECT version FROM schema_version").fetchall() == [(len(migrations.STEPS),)]
    connection.execute("UPDATE schema_version SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(StoreNewer, match="version 99, this program knows up to"):
        open_store(path)


def test_a_step_is_taken_once_and_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chibo.db"
    store = open_store(path)
    with store.write() as connection:
        connection.execute(addresses.insert().values(**ROW))
    store.close()
    monkeypatch.setattr(
        migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE extra (a TEXT); INSERT INTO extra VALUES ('x')")
    )
    for _ in range(2):
        store = open_store(path)
        with store.read() as connection:
            assert connection.exec_driver_sql("SELECT a FROM extra").scalars().all() == ["x"]
            assert connection.execute(sa.select(sa.func.count()).select_from(addresses)).scalar() == 1
        store.close()


def test_two_that_open_a_new_store_at_once(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def opened() -> None:
        try:
            open_store(tmp_path / "chibo.db", wait=10).close()
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


class Interrupting:
    """A value on the way to SQLite when Ctrl-C comes."""

    def __conform__(self, _: object) -> str:
        raise KeyboardInterrupt


def test_an_interrupted_transaction_holds_nothing(store: Store) -> None:
    rows = [("a", "2025"), ("b", Interrupting())]
    try:
        with store.write() as connection:
            connection.exec_driver_sql("INSERT INTO hosts (host, not_before) VALUES (?, ?)", rows)
    except KeyboardInterrupt:
        with store.write() as connection:  # what is told of an interruption is written while it goes on
            assert connection.exec_driver_sql("SELECT count(*) FROM hosts").scalar() == 0
    else:
        raise AssertionError("it was not interrupted")


def test_locked_broken_and_senseless_stores_are_told_in_one_line(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "deep" / "chibo.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="another process is writing"), store.write():
        raise AssertionError("the lock was not seen")
    with store.read() as connection:  # readers go on
        assert connection.execute(sa.select(addresses)).all() == []
    other.close()
    store.close()
    (tmp_path / "text.db").write_text("not a database, only a text that is long enough to be taken for one" * 40)
    (tmp_path / "file").write_text("")
    for address in (
        tmp_path / "text.db",
        tmp_path / "file" / "chibo.db",
        tmp_path,
        "nonsense://x",
        "postgresql+nothing://x/y",
    ):
        with pytest.raises(StoreError) as caught:
            open_store(address)
        assert "\n" not in str(caught.value)


def test_the_environment_names_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHIBO_STORE", raising=False)
    assert default_address() == str(Path("outputs", "chibo.db"))
    monkeypatch.setenv("CHIBO_STORE", "postgresql+psycopg://db/chibo")
    assert default_address() == "postgresql+psycopg://db/chibo"
