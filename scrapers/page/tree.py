"""The page as a tree, parsed once, and small questions to its elements."""

from __future__ import annotations

import re
from typing import TypeAlias, cast

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
#: What opens markup that no tree holds, and what closes it.
_HIDES = re.compile(r"<(script|style|template|noscript|textarea|!--)", re.IGNORECASE)
_CLOSES = {
    "!--": re.compile("-->"),
    **{
        name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
        for name in ("script", "style", "template", "noscript", "textarea")
    },
}
#: A tree that holds fewer of the elements that a page opens lost a part of it; real pages have 0.9 and more.
_HELD = 0.7
#: Elements times characters: BeautifulSoup looks for the end of each open quotation up to the end of the page, which
#: takes two seconds at this product and has no end for a page made for that.
_HOPELESS = 5e8
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
#: Marks of direction are typesetting, not text, at the ends of a line; ZWNJ and ZWJ (U+200C, U+200D) are spelling and
#: stay.
_EDGES = " \u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u2068\u2069\ufeff\u202a\u202b\u202c\u202d\u202e"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def parse_html(text: str) -> Element:
    """The tree of a page. Any text gives one, an empty page an empty ``html`` element.

    lxml parses; where it lost most of a page, as behind an early ``</html>`` or a quotation mark that nobody closed,
    BeautifulSoup does, which is slower and forgives more.
    """
    clean = _FORBIDDEN.sub("\ufffd", text)
    if not clean.strip():
        clean = "<html><body></body></html>"
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(clean.encode("utf-8"), parser=parser)
    except etree.ParserError:  # a page of comments alone has no element
        return html.document_fromstring("<html><body></body></html>")
    held = int(cast(float, root.xpath("count(descendant-or-self::*)")))
    if held >= _HELD * _opened(clean):
        return root
    shown = _shown(clean)
    opened = _opened(shown)
    if held >= _HELD * opened or opened * len(shown) > _HOPELESS:
        return root
    mended = _mended(clean)
    return root if mended is None or _length(mended) < 2 * _length(root) else mended


def _opened(text: str) -> int:
    """How many elements the markup opens."""
    return text.count("<") - text.count("</") - text.count("<!")


def _shown(text: str) -> str:
    """The markup without that inside scripts, templates and comments; what nobody closes hides nothing."""
    kept, at, open_for_good = [], 0, set()
    for match in _HIDES.finditer(text):
        name = match[1].lower()
        if match.start() < at or name in open_for_good:
            continue
        close = _CLOSES[name].search(text, match.end())
        if close is None:
            open_for_good.add(name)  # looked for once, or time would grow with the square of the page
            continue
        kept.append(text[at : match.start()])
        at = close.end()
    return "".join([*kept, text[at:]])


def _mended(text: str) -> Element | None:
    """The tree that BeautifulSoup makes of broken markup; None where it is too deep for it."""
    from lxml.html import soupparser

    try:
        root = soupparser.fromstring(text, features="html.parser")
    except (RecursionError, ValueError, AssertionError):
        return None
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def _length(root: Element) -> int:
    """How much text a tree shows."""
    return sum(map(len, root.xpath(".//text()[not(parent::script or parent::style or parent::title)]")))


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
