"""``chibo build``: what the crawl brought, extracted, into the dataset."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._terminal import say, stdout
from pipeline.cli.crawl import ARCHIVE
from pipeline.dataset.build import Options
from pipeline.dataset.build import build as building
from pipeline.dataset.difference import told
from pipeline.dataset.work import WorkerLost
from pipeline.store import StoreError, open_store
from scrapers.warc.reading import Torn


def build(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Do all again from the archive; say what changed.")
    ] = False,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, help="How many processes extract.")] = 1,
    warc: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Take in this WARC file, or folder of them, of others.")
    ] = None,
) -> None:
    """Extract what the crawl brought and what changed, and put it into the dataset."""
    archive = Path(os.environ.get(ARCHIVE, "").strip() or Path("outputs", "warc"))
    options = Options(jobs=jobs, rebuild=rebuild, warcs=tuple(warc or ()), archive=archive)
    try:
        store = open_store()
        try:
            report = building(store, options)
        finally:
            store.close()
    except (StoreError, Torn, WorkerLost) as error:
        say(str(error))
        raise typer.Exit(1) from None
    except OSError as error:
        say(f"{error.filename}: cannot be read: {error.strerror}")
        raise typer.Exit(1) from None
    with stdout() as out:
        out.write(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    if rebuild:
        for line in told(report.changes):
            say(line)
    for failure in report.failed:
        say(f"{failure['url'] or failure['article']}: not extracted: {failure['why']}")
    if report.failed:
        raise typer.Exit(1)
