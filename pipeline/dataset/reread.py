"""Pages out of the archive, read again by the rules of today."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.dataset.articles import by_file, by_id, waiting
from pipeline.dataset.work import Item
from pipeline.store import Store
from scrapers.sites import Site
from scrapers.warc.reading import Torn, records

log = logging.getLogger(__name__)


def pages(store: Store, archive: Path, sites: Mapping[str, Site]) -> Iterator[Item]:
    """Every article's latest version, with its page where the archive has it: those first, in the files' order.

    Where a page is gone, or its site has no rule file any more, the text in the store stands; what came
    out of others' archives, whose site is a host, is read without rules as it was.
    """
    given: set[str] = set()
    for (site, name), wanted in by_file(store).items():
        path = find(archive, site, name)
        if path is None or ("/" in site and site not in sites):
            continue
        # several addresses may have come with one exchange
        articles: dict[str, list[str]] = {}
        for record, article in wanted:
            articles.setdefault(record, []).append(article)
        try:
            for entry in records(path):
                for article in articles.pop(entry.id, ()):
                    given.add(article)
                    yield Item(held=by_id(store, article), page=entry, site=sites.get(site))
        except (OSError, Torn) as error:
            log.warning("%s: not read (%s); the texts in the store stand", path, error)
    yield from (Item(held=held) for held in waiting(store, everything=True) if held.article.id not in given)


def find(archive: Path, site: str, name: str) -> Path | None:
    """The file of that name in a site's folder of the archive, else the file at that path; ``None`` for neither."""
    own = archive / site.replace("/", "-") / name
    places = (own, own.with_name(f"{own.name}.open"), Path(name))
    return next((path for path in places if path.is_file()), None)
