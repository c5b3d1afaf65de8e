"""What a page says of itself to machines: JSON-LD, OpenGraph and other meta elements, microdata. Read once, judged
later."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scrapers.page.tree import Element, squeeze, text_of

#: JSON-LD and microdata types that are one piece of journalism.
ARTICLE_TYPES = frozenset(
    {
        "NewsArticle",
        "Article",
        "ReportageNewsArticle",
        "BlogPosting",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "LiveBlogPosting",
        "Report",
    }
)

#: Keys of meta elements (property, name, itemprop, http-equiv; lower case) that hold the publication, best first.
_PUBLISHED_KEYS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article:published",
    "nastooh:publishdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
    "dc.date.created",
    "dcterms.created",
    "datecreated",
    "article:created_time",
    "sailthru.date",
    "parsely-pub-date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "cdate",
    "displaydate",
)
_AUTHOR_KEYS = (
    "article:author",
    "author",
    "dable:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "cxenseparse:author",
    "byl",
)
#: A page with more articles in its JSON-LD than this is a list of them; some articles declare a second of their own.
_OWN = 2
_STRAY_COMMA = re.compile(r",\s*(?=[}\]])")


@dataclass(slots=True)
class Metadata:
    """What was declared, untouched by judgement. Lists are in the order of trust."""

    headlines: list[str] = field(default_factory=list)
    document_title: str = ""
    description: str = ""
    site_names: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    og_type: str = ""
    published: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    canonical: str | None = None
    language: str | None = None

    @property
    def says_article(self) -> bool:
        """True where JSON-LD, microdata or OpenGraph call the page an article."""
        return bool(self.types & ARTICLE_TYPES) or self.og_type == "article"


def read_metadata(root: Element) -> Metadata:
    """Everything declared on the page."""
    found = Metadata()
    meta = _meta_elements(root)
    blocks = list(_json_ld(root))
    if len({str(block.get("headline")) for block in blocks if _types(block) & ARTICLE_TYPES}) > _OWN:
        found.types.add("ItemList")  # a list declares the articles that it leads to
        blocks = [block for block in blocks if not _types(block) & ARTICLE_TYPES]
    for block in blocks:
        _take_json_ld(block, found)
    found.headlines += [meta[key] for key in ("og:title", "twitter:title") if meta.get(key)]
    found.document_title = clean(root.findtext(".//title") or "")
    found.description = meta.get("og:description") or meta.get("description") or meta.get("twitter:description") or ""
    found.og_type = meta.get("og:type", "").casefold()
    found.site_names += [
        meta[key]
        for key in (
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "publisher",
            "dc.publisher",
            "twitter:site",
            "copyright",
        )
        if meta.get(key)
    ]
    found.published += [meta[key] for key in _PUBLISHED_KEYS if meta.get(key)]
    found.authors += [meta[key] for key in _AUTHOR_KEYS if meta.get(key)]
    found.language = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or meta.get("content-language")
        or None
    )
    for link in root.iter("link"):
        if (link.get("rel") or "").casefold() == "canonical" and link.get("href"):
            found.canonical = link.get("href")
    _take_microdata(root, found)
    return found


def clean(text: str) -> str:
    """Entities resolved as often as they were escaped (some systems escape twice), white space made single."""
    for _ in range(3):
        plain = entities.unescape(text)
        if plain == text:
            break
        text = plain
    return squeeze(text)


def _meta_elements(root: Element) -> dict[str, str]:
    """First content by key; the page's first word on itself is its own, later ones may belong to embedded pieces."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = element.get(attribute)
            if key:
                found.setdefault(key.strip().casefold(), clean(content))
    return found


def _json_ld(root: Element) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD block, graphs and lists opened."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold() or not script.text:
            continue
        pending: list[Any] = [_loads(script.text)]
        while pending:
            item = pending.pop(0)
            if isinstance(item, list):
                pending = item + pending
            elif isinstance(item, dict):
                yield item
                pending = [
                    item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), list | dict)
                ] + pending


def _loads(text: str) -> Any:
    """JSON as pages write it: raw line ends in strings, commas before closing brackets, CDATA around it. None where
    hopeless."""
    text = (
        text.strip()
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
        .removeprefix("<![CDATA[")
        .removesuffix("]]>")
        .strip()
        .rstrip(";")
    )
    for attempt in (text, _STRAY_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(k).rsplit("/", 1)[-1] for k in kinds if k}


def _take_json_ld(item: dict[str, Any], found: Metadata) -> None:
    types = _types(item)
    known = found.types & ARTICLE_TYPES
    found.types |= types
    if not types & ARTICLE_TYPES or known:  # the first article is the page's own
        if "WebSite" in types or "Organization" in types or "NewsMediaOrganization" in types:
            found.site_names += _name(item.get("name"))
        return
    found.headlines = [
        clean(text) for key in ("headline", "name") for text in _strings(item.get(key))
    ] + found.headlines
    for key in ("datePublished", "dateCreated"):
        found.published += _strings(item.get(key))
    found.authors += [name for author in _list(item.get("author")) if _is_person(author) for name in _name(author)]
    for publisher in _list(item.get("publisher")):
        found.site_names += _name(publisher)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> list[str]:
    return [text.strip() for text in _list(value) if isinstance(text, str) and text.strip()]


def _name(value: Any) -> list[str]:
    name = value.get("name") if isinstance(value, dict) else value
    return [clean(text) for text in _strings(name)]


def _is_person(author: Any) -> bool:
    return not isinstance(author, dict) or not _types(author) & {"Organization", "NewsMediaOrganization"}


def _take_microdata(root: Element, found: Metadata) -> None:
    """``itemprop`` of visible elements; the first of each kind, as later ones belong to teasers."""
    seen: set[str] = set()
    for element in root.iterfind(".//*[@itemprop]"):
        for name in (element.get("itemprop") or "").split():
            if name in seen or element.tag == "meta":
                continue
            if name == "datePublished":
                value = element.get("datetime") or element.get("content") or text_of(element)
                found.published.append(value)
            elif name == "author":
                found.authors.append(text_of(element)[:200])
            elif name == "headline":
                found.headlines.append(text_of(element))
            else:
                continue
            seen.add(name)
