"""The headline: which of a page's headings the page's own metadata vouch for."""

from __future__ import annotations

import re

from scrapers.page import words
from scrapers.page.metadata import Metadata
from scrapers.page.tree import Element, names_of, squeeze, text_of

#: What sites put between an article's title and their own name.
_SEPARATOR = re.compile(r"\s+[|–—:\-~»«•·]+\s+|\s*[|»]\s*|\s+\.:|:\.\s+|\s::\s")
_WORD = re.compile(r"\w+")
#: A heading is vouched for where at least this share of its words, or of the shorter one's, stands in the declared
#: title.
_VOUCHED = 0.8
_LONGEST = 400


def find_title(root: Element, meta: Metadata) -> tuple[str | None, Element | None]:
    """The title and the element that shows it, where one does.

    A visible heading that agrees with the declared titles wins over them, because these are cut short or carry the
    site's name.
    """
    declared = [title for title in [*meta.headlines, meta.document_title] if title]
    headings = _headings(root)
    best: tuple[float, str, Element] | None = None
    for rank, (element, text) in enumerate(headings):
        score = max((_agreement(text, title) for title in declared), default=0.0)
        score += 0.15 if element.tag == "h1" else 0.0
        score -= rank * 0.001
        if score >= _VOUCHED and (best is None or score > best[0]):
            best = (score, text, element)
    if best:
        return _without_kicker(best[2], best[1], declared), best[2]
    own = {name.casefold() for name in meta.site_names}
    lone = [
        (element, text)
        for element, text in headings
        if element.tag == "h1" and len(_WORD.findall(text)) >= 4 and text.casefold() not in own
    ]
    if len(lone) == 1 or (lone and not declared):  # what the reader sees, where the metadata say something else
        return lone[0][1], lone[0][0]
    if not declared:
        return None, None
    return _shown_part(root, declared[0]) or without_site_name(declared[0], meta), None


def _without_kicker(heading: Element, shown: str, declared: list[str]) -> str:
    """The part of a heading that a declared title says word for word, where a section or a date stands in it too."""
    wanted = {tuple(_WORD.findall(title.casefold())) for title in declared}
    parts = [squeeze(text) for text in heading.itertext()]
    said = (part for part in parts if tuple(_WORD.findall(part.casefold())) in wanted and len(part) * 2 > len(shown))
    return next(said, shown)


def _headings(root: Element) -> list[tuple[Element, str]]:
    """Elements that may show the headline, in the page's order: ``h1``, and lower headings and others named like a
    title."""
    named, found = words.names("title"), []
    for element in root.iter("h1", "h2", "h3", "div", "p", "span", "strong"):
        heading = element.tag in ("h1", "h2", "h3")
        if not heading and (
            len(element) > 3 or not ("headline" in (element.get("itemprop") or "") or named.search(names_of(element)))
        ):
            continue
        text = text_of(element)
        if 0 < len(text) <= _LONGEST:
            found.append((element, text))
    return found


def _agreement(shown: str, declared: str) -> float:
    """How far a shown heading is the declared title: 1.0 the same words, less where words are missing from either.

    A title cut short (``…``) is a beginning of its heading, a title with the site's name is longer than it.
    """
    ours, theirs = _WORD.findall(shown.casefold()), _WORD.findall(declared.casefold())
    if not ours or not theirs or (len(ours) < 3 and ours != theirs):
        return 1.0 if ours and ours == theirs else 0.0
    if ours == theirs:
        return 1.0
    if ours == theirs[: len(ours)]:
        rest = len(theirs) - len(ours)
        return 0.95 if rest <= max(10, len(ours)) else 0.0
    if ours == theirs[-len(ours) :] and len(theirs) - len(ours) <= 8:
        return 0.94
    cut = declared.rstrip().endswith(("…", "...")) or len(theirs) >= 6
    if cut and len(theirs) >= 4 and theirs[:-1] == ours[: len(theirs) - 1]:
        return 0.92 if len(theirs) * 2 >= len(ours) else 0.5
    common = len(set(ours) & set(theirs))
    return 0.9 * common / max(len(set(ours)), len(set(theirs)))


def _shown_part(root: Element, declared: str) -> str | None:
    """The part of a declared title that the page shows as a line of its own, as old pages without headings do."""
    parts = {part for part in map(squeeze, _SEPARATOR.split(declared)) if len(_WORD.findall(part)) >= 4}
    if len(parts) == 0 or squeeze(declared) in parts:
        return None
    for element in root.iter("b", "strong", "font", "span", "td", "div", "p", "a"):
        shown = squeeze(element.text or "")
        if shown in parts:
            return shown
    return None


def without_site_name(title: str, meta: Metadata) -> str:
    """A declared title without the site's name behind (or before) a separator."""
    parts = [squeeze(part) for part in _SEPARATOR.split(title)]
    if len(parts) < 2:
        return squeeze(title)
    names = {name.casefold() for name in meta.site_names}
    kept = [part for part in parts if part and part.casefold() not in names]
    if kept != parts and kept:
        start = title.find(kept[0])
        return squeeze(title[start : title.rfind(kept[-1]) + len(kept[-1])])
    # Nobody said what the site is called: a short last part behind a bar or a spaced dash is its name.
    last = parts[-1]
    if len(_WORD.findall(last)) <= 4 and len(last) * 2 < len(title):
        return squeeze(title[: title.rfind(last)].rstrip(" |–—:-~»«•·."))
    return squeeze(title)
