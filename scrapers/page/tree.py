"""The page as a tree, parsed once, and small questions to its elements."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree, html

Element: TypeAlias = etree._Element

#: Elements that begin a line of their own.
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"}
    | {
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)

#: Characters that XML 1.0 cannot hold, and lone surrogates, which UTF-8 cannot.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
#: Marks of direction are typesetting, not text, at the ends of a line; ZWNJ and ZWJ (U+200C, U+200D) are spelling and
#: stay.
_EDGES = " \u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2068\u2069\ufeff\u202a\u202b\u202c\u202d\u202e"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def parse_html(text: str) -> Element:
    """The tree of a page. Any text gives one, an empty page an empty ``html`` element."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    if not clean.strip():
        clean = "<html><body></body></html>"
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(clean.encode("utf-8"), parser=parser)
    except etree.ParserError:  # a page of comments alone has no element
        return html.document_fromstring("<html><body></body></html>")


def squeeze(text: str) -> str:
    """White space made single, marks of direction taken off both ends."""
    return _SPACE.sub(" ", text).strip(_EDGES)


def text_of(element: Element) -> str:
    """All the text inside an element as a reader sees it, on one line: only line breaks and blocks divide words."""
    if not len(element):
        return squeeze(element.text or "")
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        divides = inner.tag == "br" or inner.tag in BLOCKS
        if event == "start" and inner.tag not in ("script", "style"):
            pieces += (" ", inner.text or "") if divides else (inner.text or "",)
        elif event == "end" and inner is not element:
            pieces += (" ", inner.tail or "") if divides else (inner.tail or "",)
    return squeeze("".join(pieces))


def spaced_text_of(element: Element) -> str:
    """The same with each element's text apart: for dates, whose day and month may stand in elements of their own."""
    return squeeze(" ".join(element.itertext()))


def names_of(element: Element) -> str:
    """Class and id in lower case, camel case opened by hyphens: ``relatedNews box`` -> ``related-news box``."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _CAMEL.sub("-", names).lower() if len(names) > 1 else ""
