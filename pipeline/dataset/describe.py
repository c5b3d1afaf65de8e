"""What goes with an export for whoever finds it: Frictionless, Croissant, a citation, a licence, digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.dataset.croissant import FORMATS, LICENCE, LICENCE_URL, NAME, TITLE, about, croissant
from pipeline.dataset.dictionary import Column, TableAbout, readable

NOTE = f"""Licence

The compilation, that is the tables and their codes, may be used under {LICENCE}
({LICENCE_URL}), where nothing else is said below.

Facts belong to nobody. Titles, and the sentences in the columns `evidence`, are short quotations from articles whose
rights are with their publishers; each row names the address of its article. Article texts, where the column `text` of
the articles is there, are the publishers' too: they are for whoever may use them, and not to be passed on.
Names of places and their codes: General Statistics Office of Vietnam; names of countries: Unicode CLDR (Unicode
License v3).
"""
#: What stands outside the digest: it differs from run to run.
OUTSIDE = ("provenance.csv", "SHA256SUMS", "DIGEST")
MEDIA = {f".{name}": media for name, media in FORMATS.items()} | {
    ".json": "application/json",
    ".md": "text/markdown",
    ".spacy": "application/octet-stream",
    ".xml": "application/xml",
}
FRICTIONLESS = {"list": "array"}


def describe(folder: Path, tables: tuple[TableAbout, ...], day: str | None, bom: bool) -> str:
    """Write all of it into an export's folder; the digest of everything there. ``day`` is the last article's."""
    write(folder / "dictionary.md", readable(tables))
    write(folder / "LICENSE.txt", NOTE)
    write(folder / "CITATION.cff", citation(day))
    files = sums(folder)
    write(folder / "datapackage.json", dumped(datapackage(folder, tables, files, bom)))
    write(folder / "croissant.json", dumped(croissant(tables, files, day)))
    files = sums(folder)
    write(folder / "SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in files.items()))
    digest = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    write(folder / "DIGEST", f"{digest}\n")
    return digest


def write(path: Path, text: str) -> None:
    """Write a text with the line ends that it has."""
    path.write_text(text, encoding="utf-8", newline="\n")


def dumped(value: Any) -> str:
    """JSON for readers."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in the digest, by its path from the folder."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: _sum(folder / name) for name in files if name not in OUTSIDE}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def citation(day: str | None) -> str:
    """CITATION.cff 1.2.0."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them, and the articles that a row names.",
        "type: dataset",
        f'title: "{TITLE}"',
        f'abstract: "{about()}"',
        "authors:",
        "  - name: The Chibo authors",
        f"license: {LICENCE}",
        *([f"date-released: {day}"] if day else []),
        "keywords: [Vietnam, Party building, information extraction, news]",
    ]
    return "\n".join(lines) + "\n"


def datapackage(folder: Path, tables: tuple[TableAbout, ...], files: dict[str, str], bom: bool) -> dict[str, Any]:
    """A Frictionless data package: a table a CSV file; other files as files."""
    by_name = {table.name: table for table in tables}
    resources = []
    for name, digest in files.items():
        kind, _, rest = name.partition("/")
        told: dict[str, Any] = {"name": resource_name(name), "path": name, "hash": f"sha256:{digest}"}
        told["bytes"] = (folder / name).stat().st_size
        told["mediatype"] = MEDIA.get(Path(name).suffix, "text/plain")
        if kind == "csv":
            table = by_name[Path(rest).stem]
            told |= {"description": table.about, "type": "table", "format": kind, "schema": schema(table)}
            told["encoding"] = "utf-8-sig" if bom else "utf-8"
        else:
            # Frictionless reads JSON Lines and Parquet only with extras, and the package must be valid without
            told |= {"type": "file", "format": name.rpartition(".")[2].lower()}
        resources.append(told)
    return {
        "profile": "data-package",
        "name": NAME,
        "title": TITLE,
        "description": about(),
        "licenses": [{"name": LICENCE, "path": LICENCE_URL}],
        "resources": resources,
    }


def resource_name(path: str) -> str:
    """A resource's name: lower case, without what such names may not have."""
    return path.lower().replace("/", "-").replace("=", "-").replace("_", "-").replace(".", "-")


def schema(table: TableAbout) -> dict[str, Any]:
    """A table schema."""
    told = {"fields": [field(column) for column in table.columns], "primaryKey": list(table.key)}
    if table.columns[0].name == "article" and table.name != "articles":
        reference = {"resource": "csv-articles-csv", "fields": ["article"]}
        told["foreignKeys"] = [{"fields": ["article"], "reference": reference}]
    return {**told, "missingValues": [""]}


def field(column: Column) -> dict[str, Any]:
    """A field of a table schema."""
    told: dict[str, Any] = {"name": column.name, "type": FRICTIONLESS.get(column.type, column.type)}
    told["description"] = column.about
    if column.codes and column.also:
        told["constraints"] = {"pattern": f"^({'|'.join((*column.codes, column.also))})$"}
    elif column.codes and column.closed:
        told["constraints"] = {"enum": list(column.codes)}
    return told
