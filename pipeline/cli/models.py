"""``chibo models``: the data that names are found by: make it again, or list it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _options


class What(StrEnum):
    """What can be done with the models."""

    train = "train"
    gazetteer = "gazetteer"
    list = "list"


def models(
    what: Annotated[
        What,
        typer.Argument(
            help="train: make the tagger's weights again; gazetteer: make models/gazetteer again; list: what there is"
        ),
    ],
    index: Annotated[
        bool, typer.Option("--index", help="gazetteer: make the index alone, after a table was edited")
    ] = False,
    lang: Annotated[str | None, typer.Option(help="train: one language instead of all")] = None,
    public: Annotated[
        Path | None, typer.Option(metavar="DIR", help="train: where the public sets lie; ../shared/ner by default")
    ] = None,
    without_public: Annotated[
        bool, typer.Option("--without-public", help="train: on generated sentences and own articles alone")
    ] = False,
    seed: Annotated[int, typer.Option(help="train: the seed that the generated sentences are drawn with")] = 1,
) -> None:
    """Make the data again that names are found by, or list it with sizes and digests."""
    if what is What.list:
        from pipeline.name_index import describe
        from pipeline.tagger import describe as describe_weights

        for line in (*describe(), *describe_weights()):
            typer.echo(line)
        return
    if what is What.train:
        _train(None if lang is None else _options.language(lang), None if without_public else _public(public), seed)
        return
    from pipeline.training.gazetteer import build_index, fetch_and_make

    if index:
        typer.echo(f"{build_index()}: made again", err=True)
        return
    for (level, now), number in fetch_and_make().items():
        typer.echo(f"{level} {'since' if now else 'until'} July 2025: {number}", err=True)


def _public(folder: Path | None) -> Path:
    from pipeline.training.conll import default_folder

    found = folder or default_folder()
    if not found.is_dir():
        raise _options.wrong(
            f"{found}: no folder of public sets there; name it, or give --without-public to train without them",
            "--public",
        )
    return found


def _train(lang: str | None, public: Path | None, seed: int) -> None:
    from pipeline import packs
    from pipeline.training.tagger import train

    for one in packs.languages() if lang in (None, "auto") else [str(lang)]:
        about = train(one, public, seed)
        told = ", ".join(f"{source['sentences']} sentences ({source['name']})" for source in about["data"])
        typer.echo(f"{one}: {told}; SHA-256 {about['sha256']}", err=True)
