"""Articles put into a store as a crawl would have, without one: the project's own corpus, varied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

import sqlalchemy as sa

from pipeline.packs import languages
from pipeline.records import Article
from pipeline.resources import corpus
from pipeline.store import Store
from pipeline.store.dataset import FOUND, bodies, extractions, gazetteer
from pipeline.store.schema import addresses, articles, versions
from scrapers.crawl.keep import said
from scrapers.crawl.sketch import packed

WHEN = "2025-11-20T01:00:00+00:00"
#: Columns that differ from run to run.
OURS = {"extractions": {"run"}}


@cache
def samples() -> tuple[dict[str, Any], ...]:
    """The articles of the corpus, in every language, by turns."""
    each = [
        [json.loads(path.read_text("utf-8")) for path in sorted(corpus(lang).glob("*.json"))] for lang in languages()
    ]
    return tuple(told for turn in zip(*each, strict=False) for told in turn)


def generated(count: int) -> Iterator[Article]:
    """Articles with texts all different: the corpus' with their numbers changed."""
    for number in range(count):
        told = samples()[number % len(samples())]
        turn = number // len(samples())
        text = told["text"]
        if turn:
            text = re.sub(r"(?<![\d./-])[1-9]\d(?![\d./-])", partial(_another, turn), text)
            text += f"\n{turn}."
        day = date.fromisoformat(told["published"][:10]) + timedelta(days=turn % 365)
        url = f"https://news.example/{told['lang']}/{number}.html"
        yield Article(
            text=text, url=url, site=f"{told['lang']}/example", lang=told["lang"], published=day, title=f"Bài {number}"
        )


def _another(turn: int, found: re.Match[str]) -> str:
    """Another number of two digits."""
    return str(10 + (int(found[0]) + turn) % 90)


def put(store: Store, *given: Article, fetched: str = WHEN) -> None:
    """Put articles, or further versions of them, into the store."""
    with store.write() as connection:
        for article in given:
            query = sa.select(articles.c.version).where(articles.c.id == article.id)
            number = (connection.execute(query).scalar() or 0) + 1
            if number == 1:
                told = {"id": article.id, "url": article.url, "site": article.site}
                fixed: dict[str, Any] = {"kind": "article", "depth": 0, "first_seen": fetched, "last_seen": fetched}
                fixed |= {"status": "fetched", "attempts": 0, "failures": 0, "hops": 0}
                connection.execute(addresses.insert().values(**told, **fixed))
                more = {"lang": article.lang, "version": 1, "linked": 1, "first_fetched": fetched}
                connection.execute(articles.insert().values(**told, **more))
            else:
                connection.execute(articles.update().where(articles.c.id == article.id).values(version=number))
            connection.execute(
                versions.insert().values(
                    article=article.id,
                    number=number,
                    fetched=fetched,
                    **said(article),
                    sketch=packed([]),
                )
            )


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the dataset, without what differs from run to run."""
    found = {}
    with store.read() as connection:
        for table in (extractions, bodies, gazetteer, *FOUND):
            columns = [column for column in table.c if column.name not in OURS.get(table.name, ())]
            found[table.name] = sorted((tuple(row) for row in connection.execute(sa.select(*columns))), key=repr)
    return found
