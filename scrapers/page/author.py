"""Who wrote the article: declared authors that are persons, else the author's line beside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.page import words
from scrapers.page.blocks import Run
from scrapers.page.metadata import Metadata
from scrapers.page.tree import names_of, squeeze

_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|net|org|vn|ir|ae|cn)\b|^\d+$", re.IGNORECASE)
_LONGEST = 80


def find_author(meta: Metadata, runs: list[Run], never: Sequence[str] = ()) -> str | None:
    """The author's name as written, several divided by commas; None where the page names only itself or nobody.

    ``never`` are names that the site signs with and that are no person's.
    """
    own = {_key(name) for name in (*meta.site_names, *never)}
    for name in meta.authors:
        named = _name(name, own)
        if named:
            return named
    said = words.names("author")
    for run in runs:
        names = " ".join(names_of(element) for element in (run.element, *run.small))
        if len(run.text) <= _LONGEST and said.search(names):
            named = _name(run.text, own)
            if named:
                return named
    return None


def _name(text: str, own: set[str]) -> str | None:
    """The name without its introduction; None for an address, the site's own name, or a sentence."""
    text = re.sub(
        r"^(?:" + words.lines("author").pattern + r")\s*[:/]?\s+", "", squeeze(text), count=1, flags=re.IGNORECASE
    )
    text = squeeze(text.strip(" .,;:|-–/()[]•"))
    if not 2 <= len(text) <= _LONGEST or _ADDRESS.search(text):
        return None
    key = _key(text)
    if key in own or any(key and (key in name or name in key) for name in own if len(name) > 3):
        return None
    return re.sub(r"\s*[;،]\s*", ", ", text)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
