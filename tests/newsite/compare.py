"""What a run left behind, in a form that two runs can be compared in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scrapers.warc.reading import records, whole_length

Key = tuple[str, str, str | None]


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the store."""
    connection = sqlite3.connect(folder / "chibo.db")
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    finally:
        connection.close()


def exchanges(folder: Path) -> list[Key]:
    """(address, record type, payload digest) of every record; every file must be whole, and none left open."""
    found: list[Key] = []
    for path in sorted((folder / "warc").glob("*/*")):
        if path.suffix == ".torn":
            continue
        assert path.name.endswith(".warc.gz"), path
        assert whole_length(path) == path.stat().st_size, path
        found += [(record.url, record.type, record.payload_digest) for record in records(path)]
    return found


def versions(folder: Path) -> set[tuple[str, int]]:
    """(address, version) of every article that was had."""
    connection = sqlite3.connect(folder / "chibo.db")
    try:
        query = "SELECT articles.url, versions.number FROM versions JOIN articles ON articles.id = versions.article"
        return set(connection.execute(query))
    finally:
        connection.close()
