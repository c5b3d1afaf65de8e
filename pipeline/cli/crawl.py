"""``chibo crawl``: fetch, archive and keep what is due."""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._terminal import say, stdout
from pipeline.store import StoreError, open_store
from scrapers import crawl as crawling
from scrapers.archive import ArchiveError
from scrapers.fetch import Policy
from scrapers.net.policy import CONTACT
from scrapers.sites import Site, SiteError, by_id, sites

#: The environment variable that names another folder for the archive than ``outputs/warc``.
ARCHIVE = "CHIBO_ARCHIVE"


def crawl(
    site: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this site; may be given again.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Leave out what is dated earlier.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="At most so many articles.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is due, and ask nobody.")] = False,
) -> None:
    """Fetch the sites' new and changed articles, archive every exchange, keep the articles in the store."""
    chosen, day = _chosen(site), _day(since)
    policy = Policy()
    if not policy.contact and not dry_run:
        say(
            f"{CONTACT} is not set, and the sites must be able to reach whoever crawls them; "
            "set it to an e-mail address or the address of a page"
        )
        raise typer.Exit(1)
    archive = Path(os.environ.get(ARCHIVE, "").strip() or Path("outputs", "warc"))
    options = crawling.Options(since=day, limit=limit, policy=policy, archive=archive)
    try:
        store = open_store()
        try:
            if dry_run:
                with stdout() as out:
                    out.writelines(
                        json.dumps(line, ensure_ascii=False) + "\n" for line in crawling.due(store, chosen, options)
                    )
                return
            bars = crawling.Bars() if sys.stderr.isatty() else None
            with bars or nullcontext():
                report = crawling.crawl(store, chosen, options, bars or crawling.JsonLines())
        finally:
            store.close()
    except (StoreError, ArchiveError, crawling.CrawlError) as error:
        say(str(error))
        raise typer.Exit(1) from None
    with stdout() as out:
        out.write(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    silent = report.silent()
    for name in silent:
        say(f"{name}: none of its feeds, sitemaps and listings could be read; see its decisions above")
    if silent:
        raise typer.Exit(1)


def _chosen(names: list[str] | None) -> list[Site]:
    try:
        return [by_id(name) for name in names] if names else list(sites())
    except SiteError as error:
        raise typer.BadParameter(str(error), param_hint="'--site'") from None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no date; a day as YYYY-MM-DD is allowed, for example 2025-02-14", param_hint="'--since'"
        ) from None
