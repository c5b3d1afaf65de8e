"""The dataset as files: tables, or articles for annotation tools; the same store gives the same bytes.

An export is made beside its folder and takes its place when it is whole, so that a reader never sees half of one.
"""

from __future__ import annotations

import csv
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.articles import select
from pipeline.dataset.describe import OUTSIDE, describe
from pipeline.dataset.dictionary import TableAbout, dictionary
from pipeline.dataset.select import Choice, chosen, rows
from pipeline.dataset.writers import Csv, JsonLines, Parquet, Writer, cell
from pipeline.store import Store
from pipeline.store.dataset import extractions
from pipeline.store.schema import versions

TABLES = ("parquet", "csv", "jsonl")
#: Formats of annotation tools, each a function of a module that is loaded when it is asked for.
ARTICLES = {
    "conll": "pipeline.dataset.conll",
    "spacy": "pipeline.dataset.docbin",
    "labelstudio": "pipeline.dataset.tasks",
}
#: Files that every export has.
MARK, SUMS = "DIGEST", "SHA256SUMS"


class ExportError(Exception):
    """An export that cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Which files: ``formats`` of :data:`TABLES` together, or one of :data:`ARTICLES`."""

    formats: tuple[str, ...] = TABLES
    bom: bool = False


def export(store: Store, folder: Path, choice: Choice | None = None, files: Files | None = None) -> str:
    """Write the dataset into a folder, in the place of an export that is there; the digest of all its files.

    Raises :class:`ExportError` where something else than an export is there, or the folder cannot be written.
    """
    choice, files = choice or Choice(), files or Files()
    try:
        place = folder.resolve()  # a link stays one
        _refuse_others(folder, place)
        with _beside(place) as made, store.read() as connection:
            digest = _write(connection, made, choice, files)
    except OSError as error:
        raise ExportError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from error
    return digest


def _refuse_others(folder: Path, place: Path) -> None:
    """Nothing is replaced but an export, and in that nothing that an export did not put there."""
    if not place.exists():
        return
    if Path.cwd().is_relative_to(place):
        raise ExportError(f"{folder}: the folder that you are in, which cannot be replaced; name one in it")
    if not place.is_dir():
        raise ExportError(f"{folder}: no folder that an export may replace; name another one")
    present = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    if MARK in present and SUMS in present:
        told = (line.partition("  ")[2] for line in (place / SUMS).read_text("utf-8", "replace").splitlines())
        present -= {*OUTSIDE, *told}
    if present:
        raise ExportError(
            f"{folder}: holds something else than an export of Chibo ({min(present)}); name another folder, or empty it"
        )


def _write(connection: Connection, folder: Path, choice: Choice, files: Files) -> str:
    tables: tuple[TableAbout, ...] = ()
    for name in files.formats:
        if name in ARTICLES:
            import_module(ARTICLES[name]).write(connection, folder, choice)
    if set(files.formats) & set(TABLES):
        tables = dictionary(choice.with_text)
        for table in tables:
            _table(connection, folder, table, (choice, files))
    _provenance(connection, folder, choice)
    return describe(folder, tables, _last_day(connection, choice), files.bom)


def _table(connection: Connection, folder: Path, table: TableAbout, how: tuple[Choice, Files]) -> None:
    choice, files = how
    writers: list[Writer] = []
    if "csv" in files.formats:
        writers.append(Csv(folder, table, files.bom))
    if "jsonl" in files.formats:
        writers.append(JsonLines(folder, table))
    if "parquet" in files.formats:
        writers.append(Parquet(folder, table))
    for part, row in rows(connection, table, choice):
        for writer in writers:
            writer.row(part, row)
    for writer in writers:
        writer.close()


def _provenance(connection: Connection, folder: Path, choice: Choice) -> None:
    """Which run, and which record of which archive, an article came from: outside the digest."""
    names = ("article", "version", "fetched", "warc_file", "warc_record", "engine", "run")
    columns = [extractions.c[name] if name in extractions.c else versions.c[name] for name in names]
    query = chosen(select().with_only_columns(*columns), choice).order_by(extractions.c.article)
    with (folder / "provenance.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in connection.execute(query.execution_options(yield_per=2_000)):
            writer.writerow([cell(value) for value in row])


def _last_day(connection: Connection, choice: Choice) -> str | None:
    query = chosen(select().with_only_columns(sa.func.max(sa.func.substr(versions.c.published, 1, 10))), choice)
    day = connection.execute(query).scalar()
    return str(day) if day else None


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``folder`` when it is whole. What a killed process left goes first, but for
    the export that it had moved aside and put nothing in the place of.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.with_name(f".{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if old.exists() and not folder.exists():
            old.rename(folder)
        for left in (new, old):
            if left.exists():
                shutil.rmtree(left)
        new.mkdir()
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        if old.exists():
            shutil.rmtree(old)
    finally:
        os.close(handle)
