"""Croissant: what an export holds, in the words of ML Commons (https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pipeline.dataset.dictionary import TableAbout
from pipeline.packs import names

NAME, TITLE = "chibo", "Party building in Vietnam, in figures from the news"
LICENCE, LICENCE_URL = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
FORMATS = {"csv": "text/csv", "jsonl": "application/jsonlines", "parquet": "application/x-parquet"}
CROISSANT = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date", "list": "sc:Text"}
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def about() -> str:
    """What an export is, in a sentence."""
    *others, last = names()
    languages = f"{', '.join(others)} and {last}" if others else last
    return (
        f"Figures, dates, documents, bodies, persons, places and facts that Chibo extracted from news articles in "
        f"{languages} about Party building in Vietnam, each with the place where it stands in its article."
    )


def croissant(tables: tuple[TableAbout, ...], files: dict[str, str], day: str | None) -> dict[str, Any]:
    """Croissant 1.1 metadata: every file, and a record set a table."""
    data = [(name, digest) for name, digest in files.items() if name.partition("/")[0] in FORMATS]
    files_of = [name for name, _ in data]
    distribution = [
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "contentUrl": name,
            "encodingFormat": FORMATS[name.partition("/")[0]],
            "sha256": digest,
        }
        for name, digest in data
    ]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": NAME,
        "description": about(),
        "license": LICENCE_URL,
        "url": "https://example.org/chibo",
        "version": "1.0.0",
        "datePublished": day or "1970-01-01",
        "creator": {"@type": "sc:Organization", "name": "The Chibo authors"},
        "citeAs": f"The Chibo authors: {TITLE}",
        "distribution": distribution + [made for table in tables if (made := file_set(table, files_of))],
        "recordSet": [record_set(table, files_of) for table in tables],
    }


def file_set(table: TableAbout, names: Collection[str]) -> dict[str, Any] | None:
    """The Parquet files of a table, in parts or in one, as one set; none where there are none."""
    folder = f"parquet/{table.name}/"
    if not any(name.startswith(folder) for name in names):
        return None
    parts = "" if f"{folder}part-0.parquet" in names else "lang=*/month=*/"
    return {
        "@type": "cr:FileSet",
        "@id": folder,
        "name": folder,
        "encodingFormat": FORMATS["parquet"],
        "includes": f"{folder}{parts}*.parquet",
    }


def record_set(table: TableAbout, names: Collection[str]) -> dict[str, Any]:
    """A record set over the file that holds the whole table, or else over its Parquet files."""
    whole = [name for form in ("csv", "jsonl") if (name := f"{form}/{table.name}.{form}") in names]
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"{table.name}/{column.name}",
            "name": column.name,
            "description": column.about,
            "dataType": CROISSANT[column.type],
            "source": _source(whole[0] if whole else None, table, column.name),
        }
        for column in table.columns
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": fields,
    }


def _source(file: str | None, table: TableAbout, column: str) -> dict[str, Any]:
    """Where a field's values are; in Parquet the folder's name says the language."""
    if file is not None:
        return {"fileObject": {"@id": file}, "extract": {"column": column}}
    of = {"fileSet": {"@id": f"parquet/{table.name}/"}}
    if column == "lang":
        return {**of, "extract": {"fileProperty": "fullpath"}, "transform": {"regex": ".*/lang=([^/]+)/.*"}}
    return {**of, "extract": {"column": column}}
