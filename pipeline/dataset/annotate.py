"""The chosen articles with all that was found in them, one at a time, for annotation tools."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import Connection

from pipeline.dataset.articles import select
from pipeline.dataset.rows import extraction_of
from pipeline.dataset.select import Choice, chosen
from pipeline.records import Extraction
from pipeline.store.dataset import extractions


def extracted(connection: Connection, choice: Choice) -> Iterator[Extraction]:
    """Extractions by language and article."""
    query = select().with_only_columns(extractions.c.article, extractions.c.lang)
    for article, _ in sorted(connection.execute(chosen(query, choice)).all(), key=lambda row: (row[1], row[0])):
        yield extraction_of(connection, article)
