"""``chibo export``: the dataset as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline import packs
from pipeline.cli import _options
from pipeline.cli._terminal import say, stdout
from pipeline.dataset.export import ARTICLES, TABLES, ExportError, Files
from pipeline.dataset.export import export as exporting
from pipeline.dataset.select import Choice
from pipeline.store import StoreError, open_store

FORMATS = (*TABLES, *ARTICLES)


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go; an export there is replaced.")],
    format: Annotated[
        str | None, typer.Option(help=f"One of {', '.join(FORMATS)}; the first three together by default.")
    ] = None,
    lang: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only this language; may be given again.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Leave out what appeared earlier.")] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="With the articles' texts.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for spreadsheets.")] = False,
) -> None:
    """Write the dataset as tables with their descriptions, or its articles for an annotation tool."""
    if format is not None and format not in FORMATS:
        raise _options.wrong(f"{format!r} is not allowed here; allowed: {', '.join(FORMATS)}", "--format")
    for one in lang or ():
        if one not in packs.languages():
            raise _options.wrong(f"{one!r} is not allowed here; allowed: {', '.join(packs.languages())}", "--lang")
    choice = Choice(langs=tuple(lang or ()), since=_day(since), with_text=with_text)
    try:
        store = open_store(readonly=True)
        try:
            digest = exporting(store, folder, choice, Files(formats=(format,) if format else TABLES, bom=bom))
        finally:
            store.close()
    except (StoreError, ExportError) as error:
        say(str(error))
        raise typer.Exit(1) from None
    with stdout() as out:
        out.write(f"{digest}\n")
    say(f"wrote {folder}; its digest is above")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _options.wrong(f"{text!r} is no date; a day as YYYY-MM-DD is allowed", "--since") from None
