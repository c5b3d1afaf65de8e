"""The tables of the dataset, as SQLAlchemy knows them. What makes them on disk, with their checks, is
:mod:`pipeline.store.dataset_step`.

Each list of the results is a table of the same name; ``number`` is the index in that list, and with ``article`` the
key.
Days and times are text in ISO 8601, lists (``candidates``, ``sentences``, ``zones``) are JSON.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Double, ForeignKey, Integer, Table, Text

from pipeline.store.schema import metadata

#: What ran: ``report`` is JSON.
runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("command", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("status", Text, nullable=False),  # running, done, failed
    Column("report", Text),
)

#: The places that mentions, bodies and facts name. A code may have had another bearer until June 2025 (44 was Quảng
#: Bình and is Quảng Trị): ``name_before`` is that one's, ``name`` and ``level`` are today's. ``province_before`` and
#: ``province_after`` are the provinces of the 63 and of the 34; ``merged`` is 1 for a province made of several.
gazetteer = Table(
    "gazetteer",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text),
    Column("name_before", Text),
    Column("level", Text),
    Column("parent", Text),
    Column("province_before", Text),
    Column("province_before_name", Text),
    Column("province_after", Text),
    Column("province_after_name", Text),
    Column("merged", Integer, nullable=False),
)

#: The bodies that mentions and facts name, one row each: what most mentions say of it.
bodies = Table(
    "bodies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("kind", Text),
    Column("level", Text),
    Column("place", Text, ForeignKey("gazetteer.code")),
)

#: One row an article that is in the dataset: which version of it, and by which engine.
extractions = Table(
    "extractions",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("text_digest", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("run", Text, ForeignKey("runs.id"), nullable=False),
    Column("sentences", Text, nullable=False),  # [[start, end], …]
    Column("zones", Text, nullable=False),  # [[start, end, zone], …]
    sa.ForeignKeyConstraint(["article", "version"], ["versions.article", "versions.number"]),
)


def _mentions(name: str, *parts: Column[str] | Column[int] | Column[float] | sa.ForeignKeyConstraint) -> Table:
    return Table(
        name,
        metadata,
        Column("article", Text, ForeignKey("extractions.article"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", Text, nullable=False),
        Column("sentence", Integer, nullable=False),
        Column("zone", Text, nullable=False),
        Column("rule", Text, nullable=False),
        *parts,
    )


figures = _mentions(
    "figures",
    Column("value", Double, nullable=False),
    Column("high", Double),
    Column("total", Double),
    Column("kind", Text, nullable=False),
    Column("unit", Text),
    Column("unit_text", Text),
    Column("modifier", Text),
)
dates = _mentions(
    "dates",
    Column("start_date", Text),
    Column("end_date", Text),
    Column("grain", Text, nullable=False),
    Column("timex", Text),
    Column("calendar", Text, nullable=False),
    Column("modifier", Text),
)
documents = _mentions(
    "documents",
    Column("document_number", Text, nullable=False),
    Column("session", Integer),
    Column("kind", Text, nullable=False),
    Column("issuer", Text),
    Column("date", Text),
)
organizations = _mentions(
    "organizations",
    Column("name", Text),
    Column("candidates", Text, nullable=False),
    Column("body", Text, ForeignKey("bodies.id")),  # the record's id
    Column("kind", Text, nullable=False),
    Column("level", Text),
    Column("specificity", Text, nullable=False),
    Column("place", Text, ForeignKey("gazetteer.code")),
)
persons = _mentions(
    "persons",
    Column("name", Text),
    Column("candidates", Text, nullable=False),
    Column("role", Text),
    Column("organization", Integer),
    sa.ForeignKeyConstraint(["article", "organization"], ["organizations.article", "organizations.number"]),
)
places = _mentions(
    "places",
    Column("name", Text),
    Column("level", Text),
    Column("code", Text, ForeignKey("gazetteer.code")),
    Column("parent", Text),
    Column("candidates", Text, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("article", Text, ForeignKey("extractions.article"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("indicator", Text, nullable=False),
    Column("value", Double, nullable=False),
    Column("high", Double),
    Column("total", Double),
    Column("unit", Text),
    Column("modifier", Text),
    Column("change", Text),
    Column("modality", Text),
    Column("subject", Text),
    Column("subject_id", Text, ForeignKey("bodies.id")),
    Column("place", Text, ForeignKey("gazetteer.code")),
    Column("group", Text),
    Column("qualifier", Text),
    Column("actor", Text),
    Column("of", Text),
    Column("start_date", Text),
    Column("end_date", Text),
    Column("rule", Text, nullable=False),
)
fact_sources = Table(
    "fact_sources",
    metadata,
    Column("article", Text, primary_key=True),
    Column("fact", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("figure", Integer),
    Column("date", Integer),
    Column("organization", Integer),
    Column("sentence", Integer),
    Column("evidence", Text),  # the sentence
    sa.ForeignKeyConstraint(["article", "fact"], ["facts.article", "facts.number"]),
    sa.ForeignKeyConstraint(["article", "figure"], ["figures.article", "figures.number"]),
    sa.ForeignKeyConstraint(["article", "date"], ["dates.article", "dates.number"]),
    sa.ForeignKeyConstraint(["article", "organization"], ["organizations.article", "organizations.number"]),
)

#: The tables that hold what was found, those that others refer to first.
FOUND = (figures, dates, documents, organizations, persons, places, facts, fact_sources)

#: What people ask by: name, table, columns, as in the migration. A test holds the two together.
for _name, _table, _columns in (
    ("runs_started", "runs", ("started",)),
    ("bodies_name", "bodies", ("name",)),
    ("gazetteer_province_after", "gazetteer", ("province_after",)),
    ("gazetteer_province_before", "gazetteer", ("province_before",)),
    ("extractions_lang", "extractions", ("lang",)),
    ("extractions_run", "extractions", ("run",)),
    ("figures_unit", "figures", ("unit", "value")),
    ("dates_start", "dates", ("start_date",)),
    ("documents_number", "documents", ("document_number",)),
    ("organizations_body", "organizations", ("body",)),
    ("organizations_place", "organizations", ("place",)),
    ("persons_name", "persons", ("name",)),
    ("persons_organization", "persons", ("article", "organization")),
    ("places_code", "places", ("code",)),
    ("facts_indicator", "facts", ("indicator", "start_date")),
    ("facts_subject", "facts", ("subject_id", "indicator")),
    ("facts_place", "facts", ("place", "indicator")),
    ("fact_sources_figure", "fact_sources", ("article", "figure")),
    ("fact_sources_date", "fact_sources", ("article", "date")),
    ("fact_sources_organization", "fact_sources", ("article", "organization")),
):
    sa.Index(_name, *(metadata.tables[_table].columns[column] for column in _columns))
