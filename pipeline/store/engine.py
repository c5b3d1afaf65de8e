"""Opening a store, and the transactions on it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError

from pipeline.store import migrations

#: The environment variable that names another store than ``outputs/chibo.db``.
ADDRESS = "CHIBO_STORE"
#: Seconds to wait for another process's transaction.
WAIT = 30.0
#: PostgreSQL's advisory lock that a writer holds, so that there too one writes at a time, as the code may rely on.
WRITER = 0x43686962
#: What to do where there is no store.
MAKE = f"`chibo crawl` makes one, then `chibo build` fills it; or name another in {ADDRESS}"


class StoreError(Exception):
    """A store that cannot be used."""


class StoreLocked(StoreError):
    """Another process holds it."""


class StoreFull(StoreError):
    """No room is left."""


class StoreNewer(StoreError):
    """Its schema is newer than this program."""


class StoreMissing(StoreError):
    """There is none there, and it was to be read only."""


def default_address() -> str:
    """The store that is meant where none is named."""
    return os.environ.get(ADDRESS, "").strip() or str(Path("outputs", "chibo.db"))


class Store:
    """An open store. :meth:`read` and :meth:`write` give a connection in a transaction; threads may share the store."""

    def __init__(self, engine: Engine, wait: float = WAIT, *, readonly: bool = False) -> None:
        self.engine = engine
        self.wait = wait
        self.readonly = readonly
        # SQLite has one writer at a time: threads queue here, where waiting costs nothing
        self._turn = threading.RLock()
        self.name = engine.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and changes nothing."""
        # SQLite's readers see one state by themselves
        options: dict[str, Any] = {}
        if self.engine.dialect.name != "sqlite":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._translated(), self._connect(options) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all: an exception inside it undoes everything."""
        if self.readonly:
            raise StoreError(f"{self.name}: opened to be read only; open it with open_store to change it")
        options: dict[str, Any] = {"chibo_write": True}
        with self._turn, self._translated(), self._connect(options) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.wait * 1000)}")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
            yield connection

    def _connect(self, options: dict[str, Any]) -> Connection:
        return self.engine.connect().execution_options(**options)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._ours(error) from error

    def _ours(self, error: DBAPIError) -> StoreError:
        said = " ".join(str(error.orig).split())
        low = said.lower()
        if "locked" in low or "busy" in low or "lock timeout" in low:
            return StoreLocked(
                f"{self.name}: another process is writing to it and did not finish in time; wait for it, or end it, "
                "then run again: nothing that was kept is lost"
            )
        if "full" in low or "disk i/o" in low or "no space" in low:
            return StoreFull(f"{self.name}: {said}; make room there, then run again: nothing that was kept is lost")
        return StoreError(f"{self.name}: {said}")


def open_store(address: str | Path | None = None, *, wait: float = WAIT, readonly: bool = False) -> Store:
    """Open the store at a path or an SQLAlchemy URL, make it where there is none, and bring its schema up to date.

    ``wait`` is how many seconds a transaction waits for another process's. ``readonly`` makes and changes nothing: no
    store there raises :class:`StoreMissing`, and so do older ones :class:`StoreError`, as everything does that keeps a
    store from being used.
    """
    told = str(address) if address is not None else default_address()
    path = None if "://" in told else Path(told)
    if path is not None and not readonly:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{told}: its folder cannot be made: {error.strerror}") from error
    try:
        url = make_url(told) if path is None else sa.URL.create("sqlite", database=str(path))
        sqlite = url.get_backend_name() == "sqlite"
        if sqlite and readonly:
            url = _unchanged(Path(url.database or ""))
        engine = sa.create_engine(url, connect_args={"timeout": wait} if sqlite else {})
    except (ArgumentError, ImportError, sa.exc.NoSuchModuleError) as error:
        raise StoreError(f"{told}: not a store's address ({error}); a path, or postgresql+psycopg://…") from error
    if sqlite:
        _sqlite(engine, readonly=readonly)
    store = Store(engine, wait, readonly=readonly)
    if path is not None:
        store.name = str(path)
    try:
        _begin(store)
    except migrations.TooNew as error:
        store.close()
        raise StoreNewer(f"{store.name}: {error}") from error
    except StoreError:
        store.close()
        raise
    except DatabaseError as error:
        store.close()
        raise StoreError(f"{store.name}: {error}") from error
    return store


def _begin(store: Store) -> None:
    if not store.readonly:
        with store.write() as connection:
            migrations.migrate(connection)
        return
    with store.read() as connection:
        have = migrations.version(connection)
        migrations.refuse_newer(have)
    if have == 0:
        raise StoreMissing(f"{store.name}: no store of Chibo; {MAKE}")
    if have < len(migrations.STEPS):
        raise StoreError(
            f"{store.name}: its schema is version {have}, of an older Chibo, and it was opened to be read only; "
            "`chibo build` brings it up to date"
        )


def _unchanged(path: Path) -> sa.URL:
    """The address by which SQLite reads a file and makes none."""
    if not path.is_file():
        raise StoreMissing(f"{path}: no store there; {MAKE}")
    query = {"uri": "true", "mode": "ro"}
    log = path.with_name(f"{path.name}-wal")
    if not os.access(path.parent, os.W_OK) and not log.exists():
        query["immutable"] = "1"  # there the log's index cannot be made, and nobody writes
    return sa.URL.create("sqlite", database=path.absolute().as_uri(), query=query)


def _sqlite(engine: Engine, *, readonly: bool) -> None:
    """Let SQLAlchemy begin transactions itself: sqlite3's own habit breaks transactional DDL and read snapshots."""
    pragmas = ("query_only=ON",) if readonly else ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "invalidate")
    def invalidated(connection: Any, _: Any, __: Any) -> None:
        # what interrupted a statement holds it in its traceback, and with it the transaction, closed or not
        connection.rollback()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # a writer asks for the lock at once, and so waits for it; a reader that turned writer could only fail
        write = connection.get_execution_options().get("chibo_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
