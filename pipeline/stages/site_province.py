"""The province that an article's source is of: local newspapers bear its name in their address."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from pipeline.docview import DocView
from pipeline.gazetteer import FORMER, load
from pipeline.spelling import base

#: A province's name in a site's address has this many letters at least.
LETTERS = 5


@cache
def _provinces() -> list[tuple[str, str]]:
    """Letters of the provinces' names without marks or spaces, the longest first, and their codes."""
    gazetteer = load()
    found = {}
    for number in range(100):
        place = gazetteer.by_code(f"{number:02d}", FORMER)
        if place is not None and place.level == "province":
            found[base(place.name).replace(" ", "")] = place.code
    return sorted(found.items(), key=lambda item: -len(item[0]))


def province_of_site(doc: DocView) -> str | None:
    """The province whose name the address of the article's source bears."""
    article = doc.article
    for address in (article.source_url, article.url, article.site):
        if address:
            host = (urlsplit(address).hostname or address).replace("-", "")
            code = next((code for name, code in _provinces() if len(name) >= LETTERS and name in host), None)
            if code is not None:
                return code
    return None
