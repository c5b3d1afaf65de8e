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
from pipeline.pieces import LONGEST, extract_in_pieces
from pipeline.records import KINDS, Article, Extraction
from pipeline.stages import dates, documents, facts, figures


def _documents(doc: DocView) -> None:
    doc.found.documents = documents.find(doc)


def _dates(doc: DocView) -> None:
    doc.found.dates = dates.find(doc)


def _figures(doc: DocView) -> None:
    doc.found.figures = figures.find(doc)


#: What runs, in this order; a stage does not touch tokens that an earlier one holds.
STAGES: tuple[Callable[[DocView], None], ...] = (_documents, _dates, documents.link_dates, _figures)
#: Where one of these is wanted, all names are looked for: what settles overlaps needs them all.
NAME_KINDS = frozenset(("places", "organizations", "persons", "facts"))
TAGGERS = ("crf", "stanza", "none")


def _names(doc: DocView, ner: str) -> None:
    # Imported when first asked for: figures and dates alone need neither gazetteer nor weights.
    from pipeline.settle import settle
    from pipeline.stages import organizations, persons, places
    from pipeline.tagger import tags

    doc.found.places = places.find(doc)
    doc.found.organizations = organizations.find(doc)
    doc.found.persons = persons.find(doc)
    settle(doc, tags(doc, ner), ner)


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
    menus and footers; ``ner`` is the tagger that finds names no rule foresees: ``crf``, ``stanza`` or ``none``. Raises
    ``ValueError`` for a language there is no pack for, for an unknown name in ``only`` and an unknown tagger, and
    ``PackError`` for weights or models that cannot be used.
    """
    if ner not in TAGGERS:
        raise ValueError(f"ner: {ner!r}; allowed: {', '.join(TAGGERS)}")
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
    if len(article.text) > LONGEST:
        return extract_in_pieces(article, lambda piece: _extract(piece, wanted, boilerplate, ner))
    return _extract(article, wanted, boilerplate, ner)


def _extract(article: Article, wanted: Collection[str], boilerplate: bool, ner: str) -> Extraction:
    lang = article.lang or detect(article.text)
    doc = see(article, load(lang), grammar(lang))
    for stage in STAGES:
        stage(doc)
    if not NAME_KINDS.isdisjoint(wanted):
        _names(doc, ner)
    if "facts" in wanted:
        doc.found.facts = facts.find(doc)
    _keep(doc.found, wanted, boilerplate)
    return doc.found


def _keep(found: Extraction, wanted: Collection[str], boilerplate: bool) -> None:
    """Leave out the lists that nobody wants and what stands in boilerplate; indexes into the lists move along."""
    moved: dict[str, dict[int, int]] = {}
    for name in KINDS:
        mentions = getattr(found, name) if name in wanted else []
        kept = [n for n, mention in enumerate(mentions) if boilerplate or mention.zone != "boilerplate"]
        setattr(found, name, [mentions[n] for n in kept])
        moved[name] = {old: new for new, old in enumerate(kept)}
    for person in found.persons:
        person.organization = _moved(moved["organizations"], person.organization)
    found.facts = found.facts if "facts" in wanted else []
    for source in (source for fact in found.facts for source in fact.sources):
        source.figure = _moved(moved["figures"], source.figure)
        source.date = _moved(moved["dates"], source.date)
        source.organization = _moved(moved["organizations"], source.organization)


def _moved(places: dict[int, int], index: int | None) -> int | None:
    return None if index is None else places.get(index)


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
