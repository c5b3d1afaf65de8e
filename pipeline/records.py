"""The records that every part of Chibo exchanges, and their JSON.

Offsets are half-open and count Unicode code points of ``Article.text``; ``article.text[m.start:m.end] == m.text``
holds for every mention ``m``. The fields are those of the contract (``README.md``, "What comes out"); what their
codes may be stands in ``models/codes.toml``. This module imports nothing else of the project.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

SCHEMA_VERSION = 1

#: The kinds of mention, in the order in which the contract lists them.
KINDS = ("figures", "dates", "documents", "organizations", "persons", "places")


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence's span."""

    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Zone:
    """A stretch of the text that plays one part on its page (``codes.toml [zone]``); zones are disjoint, in order."""

    start: int
    end: int
    zone: str


@dataclass(slots=True, kw_only=True)
class Article:
    """One article, as a scraper or a file gave it. ``text`` is never changed afterwards."""

    text: str
    id: str = ""
    url: str | None = None
    source_url: str | None = None
    site: str | None = None
    lang: str | None = None
    title: str | None = None
    author: str | None = None
    published: date | datetime | None = None
    fetched: datetime | None = None

    def __post_init__(self) -> None:
        if not self.id:
            told = self.url or self.text
            self.id = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class Mention:
    """Something found at a place in the text. ``sentence`` is an index into the extraction's sentences."""

    start: int
    end: int
    text: str
    sentence: int = 0
    zone: str = "body"
    rule: str = ""


@dataclass(slots=True, kw_only=True)
class Figure(Mention):
    """A number that states a quantity; ``value`` is in ``unit``, after scale words."""

    value: int | float
    high: int | float | None = None
    total: int | float | None = None
    kind: str = "count"
    unit: str | None = None
    unit_text: str | None = None
    modifier: str | None = None


@dataclass(slots=True, kw_only=True)
class Date(Mention):
    """A time; both days inclusive, ``None`` where they cannot be told."""

    start_date: date | None = None
    end_date: date | None = None
    grain: str = "day"
    timex: str | None = None
    calendar: str = "gregorian"
    modifier: str | None = None


@dataclass(slots=True, kw_only=True)
class Document(Mention):
    """An official document by its number (ASCII digits)."""

    number: str
    session: int | None = None
    kind: str = "other"
    issuer: str | None = None
    date: date | None = None


@dataclass(slots=True, kw_only=True)
class Organization(Mention):
    """A body; ``id`` is the same in every language and run, ``place`` its place's code."""

    name: str | None = None
    candidates: list[str] = field(default_factory=list)
    id: str | None = None
    kind: str = "other"
    level: str | None = None
    specificity: str = "named"
    place: str | None = None


@dataclass(slots=True, kw_only=True)
class Person(Mention):
    """A person; ``organization`` is an index into the extraction's organizations."""

    name: str | None = None
    candidates: list[str] = field(default_factory=list)
    role: str | None = None
    organization: int | None = None


@dataclass(slots=True, kw_only=True)
class Place(Mention):
    """A place; ``code`` and ``parent`` are codes of the gazetteer, ``candidates`` the codes that fit where none is
    sure, then the Vietnamese names, best first, where the letters spell several.
    """

    name: str | None = None
    level: str | None = None
    code: str | None = None
    parent: str | None = None
    candidates: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Source:
    """Where a fact was read from: indexes into the extraction's lists."""

    figure: int | None = None
    date: int | None = None
    organization: int | None = None
    sentence: int | None = None


@dataclass(slots=True, kw_only=True)
class Fact:
    """A row that a researcher would put in a table (``models/indicators.toml`` has the indicators)."""

    indicator: str
    value: int | float
    high: int | float | None = None
    total: int | float | None = None
    unit: str | None = None
    modifier: str | None = None
    change: str | None = None
    modality: str | None = None
    subject: str | None = None
    subject_id: str | None = None
    place: str | None = None
    group: str | None = None
    qualifier: str | None = None
    actor: str | None = None
    of: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    rule: str = ""
    sources: list[Source] = field(default_factory=list)


#: The class of the records of each kind, and of facts.
RECORDS: dict[str, type[Mention] | type[Fact]] = {
    **dict(zip(KINDS, (Figure, Date, Document, Organization, Person, Place), strict=True)),
    "facts": Fact,
}


@dataclass(slots=True, kw_only=True)
class Extraction:
    """All that was found in one article. Lists are in the order of the text."""

    article: Article
    sentences: list[Sentence] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    dates: list[Date] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The contract's object: plain lists, dicts, strings and numbers, days and times in ISO 8601."""
        article = plain(self.article)
        article = {k: article[k] for k in ARTICLE_ORDER}
        article["sentences"] = plain(self.sentences)
        article["zones"] = plain(self.zones)
        out: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "article": article}
        for name in (*KINDS, "facts"):
            out[name] = plain(getattr(self, name))
        return out


ARTICLE_ORDER = ("id", "url", "source_url", "site", "lang", "title", "author", "published", "fetched", "text")


def plain(value: Any) -> Any:
    """A record, or a list of records, as plain JSON data."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return value
