"""A site's selectors put to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from scrapers.page.dates import FOLD, read_date
from scrapers.page.tree import Element, spaced_text_of, text_of

if TYPE_CHECKING:
    from scrapers.sites import Layout, Site

_URL = re.compile(r"https?://[^\s<>\"'،]+")


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector)


def matches(root: Element, selector: str) -> list[Element]:
    """The elements that one CSS selector matches, in the page's order."""
    return cast(list[Element], _compiled(selector)(root))


def select(root: Element, selectors: tuple[str, ...]) -> Iterator[Element]:
    """The elements of the first selector that finds any with content, in the page's order."""
    for selector in selectors:
        found = [element for element in matches(root, selector) if value_of(element)]
        if found:
            yield from found
            return


def first(root: Element, selectors: tuple[str, ...]) -> Element | None:
    """The first element that the selectors find."""
    return next(select(root, selectors), None)


def value_of(element: Element) -> str:
    """What an element states: ``content`` of a meta element, ``datetime`` of a time, else its text."""
    return element.get("content") or element.get("datetime") or text_of(element)


def choose_layout(site: Site, root: Element) -> Layout | None:
    """The first of the site's layouts whose body is on the page; without any, the first that has no body selector."""
    for layout in site.layouts:
        if first(root, layout.body) is not None:
            return layout
    return next((layout for layout in site.layouts if not layout.body), None)


def cut(root: Element, layout: Layout) -> None:
    """Takes out of the tree what the site's file says is none of the article."""
    for selector in layout.cut:
        for element in matches(root, selector):
            if isinstance(element, HtmlElement) and element.getparent() is not None:
                element.drop_tree()


def read_layout_date(root: Element, layout: Layout, tz: tzinfo | None) -> date | datetime | None:
    """The date where the layout has it, by its formats first; None where it cannot be read."""
    for element in select(root, layout.date):
        text = element.get("content") or element.get("datetime") or spaced_text_of(element)
        for form in layout.date_format:
            try:
                value = datetime.strptime(text.translate(FOLD).strip(), form)
            except ValueError:
                continue
            return (
                (value if value.tzinfo else value.replace(tzinfo=tz)) if "%H" in form or "%I" in form else value.date()
            )
        found = read_date(text, tz) or (read_date(element.get("title") or "", tz))
        if found is not None:
            return found
    return None


def source_of(root: Element, layout: Layout | None) -> str | None:
    """The address of the article's source: of the layout's ``source`` element, its link or an address in its text."""
    if layout is None:
        return None
    for element in select(root, layout.source):
        anchors = [element, *element.iter("a")]
        for anchor in anchors:
            if (anchor.get("href") or "").startswith("http"):
                return anchor.get("href")
        said = _URL.search(text_of(element))
        if said:
            return said[0]
    return None


def address_in(text: str) -> str | None:
    """The first address written in a text."""
    said = _URL.search(text)
    return said[0].rstrip(").,;") if said else None


def drop_lines(lines: list[str], site: Site) -> list[str]:
    """Lines that the site's file calls furniture taken out, and everything from the first line of its tail on."""
    kept: list[str] = []
    for line in lines:
        if any(pattern.search(line) for pattern in site.tail):
            break
        if not any(pattern.search(line) for pattern in site.drop):
            kept.append(line)
    return kept
