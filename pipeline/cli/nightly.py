"""``chibo nightly``: crawl, build and export, under one lock and with one report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._terminal import say, stdout
from pipeline.cli.crawl import ARCHIVE
from pipeline.dataset.nightly import Night, NightlyError, Report, not_begun
from pipeline.dataset.nightly import nightly as run
from pipeline.dataset.readable import readable
from pipeline.store import StoreError, open_store
from scrapers import crawl as crawling
from scrapers.fetch import Policy
from scrapers.net.policy import CONTACT
from scrapers.sites import sites


def nightly(
    notify: Annotated[
        str | None, typer.Option(metavar="COMMAND", help="A shell command that reads the report.")
    ] = None,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, help="How many processes extract.")] = 1,
) -> None:
    """Crawl, build and export; the report goes to outputs/runs/, and to a command where one is named."""
    policy = Policy()
    if not policy.contact:
        say(
            f"{CONTACT} is not set, and the sites must be able to reach whoever crawls them; "
            "set it to an e-mail address or the address of a page"
        )
        raise typer.Exit(1)
    archive = Path(os.environ.get(ARCHIVE, "").strip() or Path("outputs", "warc"))
    night = Night(crawl=crawling.Options(policy=policy, archive=archive), jobs=jobs, notify=notify)
    try:
        report = _night(night)
    except NightlyError as error:
        say(str(error))
        raise typer.Exit(1) from None
    with stdout() as out:
        out.write(readable(report.to_dict()))
    say(f"the report is in {report.path}")
    if report.status:
        raise typer.Exit(1)


def _night(night: Night) -> Report:
    try:
        store = open_store()
    except StoreError as error:
        return not_begun(night, str(error))
    try:
        return run(store, sites(), night, lambda event: None)
    finally:
        store.close()
