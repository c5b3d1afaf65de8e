"""``chibo demo``: the sample articles, in every language, as tables, JSON and pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from pipeline import extract, packs, render
from pipeline.cli._terminal import say, stdout
from pipeline.records import Article
from pipeline.render import Named, View, html
from pipeline.resources import corpus
from scrapers import sources

#: Articles shown of each language.
EACH = 2


def demo(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the results go.")] = Path("outputs/demo"),
) -> None:
    """Extract from the sample articles in every language: tables here, JSON and HTML pages in a folder."""
    results = [Named(name, extract(article)) for name, article in samples()]
    for name in ("json", "html"):
        render.save(render.load(name), results, output, View(many=True))
    index = output / "index.html"
    index.write_text(html.index(results), encoding="utf-8")
    with stdout(data=False) as out:
        render.load("table").write(results, out, View())
    say(f"{len(results)} articles in {output}: JSON and a page each; begin at {index}")


def samples() -> Iterator[tuple[str, Article]]:
    """Names and articles: the first few of each language, and the saved pages."""
    for lang in packs.languages():
        for path in islice(sorted(corpus(lang).glob("*.json")), EACH):
            gold = json.loads(path.read_text(encoding="utf-8"))
            published = date.fromisoformat(gold["published"]) if gold.get("published") else None
            yield path.stem, Article(text=gold["text"], id=gold["id"], lang=lang, published=published)
    for reading in sources.read([str(corpus("samples"))]):
        if reading.article is None:
            raise FileNotFoundError(f"{reading.source}: {reading.problem}")
        yield reading.name, reading.article
