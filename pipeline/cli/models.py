"""``chibo models``: the data that names are found by: make it again, or list it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class What(StrEnum):
    """What can be done with the models."""

    gazetteer = "gazetteer"
    list = "list"


def models(
    what: Annotated[What, typer.Argument(help="gazetteer: make models/gazetteer again; list: what there is")],
    index: Annotated[bool, typer.Option("--index", help="Make the index alone, after a table was edited")] = False,
) -> None:
    """Make the data again that names are found by, or list it with sizes and digests."""
    if what is What.list:
        from pipeline.name_index import describe

        for line in describe():
            typer.echo(line)
        return
    from pipeline.training.gazetteer import build_index, fetch_and_make

    if index:
        typer.echo(f"{build_index()}: made again", err=True)
        return
    for (level, now), number in fetch_and_make().items():
        typer.echo(f"{level} {'since' if now else 'until'} July 2025: {number}", err=True)
