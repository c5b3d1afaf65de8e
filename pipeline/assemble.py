"""The running order, and the way from an article to all that is found in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice

from pipeline.docview import DocView, see
from pipeline.grammar import grammar
from pipeline.language import detect
from pipeline.packs import load
from pipeline.records import KINDS, Article, Extraction
from pipeline.stages import dates, documents, figures, organizations, persons, places


def _documents(doc: DocView) -> None:
    doc.found.documents = documents.find(doc)


def _dates(doc: DocView) -> None:
    doc.found.dates = dates.find(doc)


def _figures(doc: DocView) -> None:
    doc.found.figures = figures.find(doc)


def _places(doc: DocView) -> None:
    doc.found.places = places.find(doc)


def _persons(doc: DocView) -> None:
    doc.found.persons = persons.find(doc)


def _organizations(doc: DocView) -> None:
    doc.found.organizations = organizations.find(doc)


#: What runs, in this order; a stage does not touch tokens that an earlier one holds.
STAGES: tuple[Callable[[DocView], None], ...] = (
    _documents,
    _dates,
    documents.link_dates,
    _figures,
    _places,
    _organizations,
    _persons,
)
#: The lists that the stages of names work for: where nobody wants those, they do not run, and what they read is not
#: loaded. The others always run, since they hold tokens before each other.
WORKS_FOR: dict[Callable[[DocView], None], frozenset[str]] = {
    _places: frozenset({"places", "organizations", "persons", "facts"}),
    _organizations: frozenset({"organizations", "persons", "facts"}),
    _persons: frozenset({"persons", "facts"}),
}
#: How many articles a worker process is handed at a time.
BATCH = 16


def extract(
    source: str | Article,
    lang: str = "auto",
    published: date | None = None,
    *,
    only: Collection[str] | None = None,
    boilerplate: bool = False,
    ner: str = "crf",
) -> Extraction:
    """All that is found in one article (or text), after the contract.

    ``lang`` is a pack's code or ``auto``; ``published`` (a day, or a time with its offset) anchors relative dates and
    is the article's own by default; ``only`` keeps the lists of those names; ``boilerplate`` keeps what stands in
    menus and footers. Raises ``ValueError`` for a language there is no pack for and for an unknown name in ``only``.
    """
    article = source if isinstance(source, Article) else Article(text=source)
    if published is not None:
        article.published = published
    wanted = set(only) if only is not None else {*KINDS, "facts"}
    unknown = wanted - {*KINDS, "facts"}
    if unknown:
        raise ValueError(f"only: {', '.join(sorted(unknown))}; allowed: {', '.join((*KINDS, 'facts'))}")
    if lang != "auto":
        article.lang = lang
    elif article.lang is None:
        article.lang = detect(article.text)
    doc = see(article, load(article.lang), grammar(article.lang))
    for stage in STAGES:
        if stage not in WORKS_FOR or not wanted.isdisjoint(WORKS_FOR[stage]):
            stage(doc)
    for name in (*KINDS, "facts"):
        kept = getattr(doc.found, name) if name in wanted else []
        if name in KINDS and not boilerplate:
            kept = [mention for mention in kept if mention.zone != "boilerplate"]
        setattr(doc.found, name, kept)
    return doc.found


def extract_many(articles: Iterable[Article], jobs: int = 1, **options: object) -> Iterator[Extraction]:
    """Extractions of many articles, one after the other, in their order; ``jobs`` processes work side by side,
    reading ahead a little.

    ``options`` are those of ``extract``.
    """
    if jobs <= 1:
        for article in articles:
            yield extract(article, **options)  # type: ignore[arg-type]
        return
    stream = iter(articles)
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(_batch, batch, options) for batch in _batches(stream, jobs * 2)]
        while waiting:
            yield from waiting.pop(0).result()
            waiting += [pool.submit(_batch, batch, options) for batch in _batches(stream, 1)]


def _batches(stream: Iterator[Article], count: int) -> Iterator[list[Article]]:
    for _ in range(count):
        batch = list(islice(stream, BATCH))
        if batch:
            yield batch


def _batch(articles: list[Article], options: dict[str, object]) -> list[Extraction]:
    return [extract(article, **options) for article in articles]  # type: ignore[arg-type]
