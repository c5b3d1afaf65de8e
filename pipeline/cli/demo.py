"""``chibo demo``: the sample site crawled and archived, its articles extracted, as tables, JSON and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from pipeline import extract, render
from pipeline.cli._terminal import say, stdout
from pipeline.records import Article
from pipeline.render import Named, View, html
from pipeline.store import open_store
from scrapers.archive import articles
from scrapers.sample import crawl_sample
from scrapers.sources.page import titled

#: Articles shown on the terminal of each language; files are written for all of them.
EACH = 1


def demo(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the results go.")] = Path("outputs/demo"),
) -> None:
    """Crawl the sample site on this machine, archive it, and extract: tables here, JSON and pages in a folder."""
    output.mkdir(parents=True, exist_ok=True)
    address, archive = output / "chibo.db", output / "warc"
    store = open_store(address)
    try:
        report = crawl_sample(store, archive, _quiet)
    finally:
        store.close()
    results = [Named(name, extract(article)) for name, article in archived(archive)]
    for name in ("json", "html"):
        render.save(render.load(name), results, output, View(many=True))
    index = output / "index.html"
    index.write_text(html.index(results), encoding="utf-8")
    with stdout(data=False) as out:
        render.load("table").write(list(first_of_each(results)), out, View())
    asked = sum(report.exchanges.values())
    say(f"crawled the sample site: {asked} exchanges, archived in {archive}; state in {address}")
    say(f"{len(results)} articles in {output}: JSON and a page each; begin at {index}")


def archived(folder: Path) -> Iterator[tuple[str, Article]]:
    """Names and articles of an archive, each address once, as it was fetched last."""
    paths = sorted(folder.rglob("*.warc.gz"))
    found = {article.url or article.id: article for path in paths for article in articles(path)}
    for address, article in sorted(found.items()):
        yield urlsplit(address).path.strip("/").removesuffix(".html").replace("/", "-"), titled(article)


def first_of_each(results: list[Named]) -> Iterator[Named]:
    """The first few results of each language."""
    shown: Counter[str | None] = Counter()
    for result in results:
        lang = result.extraction.article.lang
        shown[lang] += 1
        if shown[lang] <= EACH:
            yield result


def _quiet(event: dict[str, Any], /) -> None:
    """The demo tells of its crawl in one line at the end."""
