"""The sites Chibo knows: one file ``sites/<lang>/<site>.toml`` each, loaded, checked and found by address.

``check()`` lists everything that is wrong with the files; ``load()`` raises :class:`SiteError` with the same words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapers.siteschema import problems_of

#: A second name, as a layout has a field called ``date``.
Day = date

SITES = Path(__file__).resolve().parent / "sites"


class SiteError(ValueError):
    """A site file that cannot be used; the message has one line a problem: file, key, what was found, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One place where a site lists its articles.

    ``kind`` is ``feed``, ``sitemap``, ``news-sitemap``, ``listing``, ``topic`` or ``addresses``. ``pages`` is the
    address of further pages with ``{page}`` in it, counted from ``first`` to ``last``; ``links`` selects the anchors of
    articles on a listing page (none: every link that ``articles.pattern`` matches); ``skip`` is a pattern of child
    sitemaps to leave out; ``addresses`` is the list itself, for that kind. ``rewrite`` turns an address of the list
    into the article's, where a site lists only one language's.
    """

    kind: str
    url: str | None = None
    pages: str | None = None
    first: int = 2
    last: int = 2
    links: str | None = None
    skip: re.Pattern[str] | None = None
    addresses: tuple[str, ...] = ()
    rewrite: tuple[re.Pattern[str], str] | None = None

    def address(self, found: str) -> str:
        """The article's address for one that the list holds: the same, or what ``rewrite`` makes of it."""
        return self.rewrite[0].sub(self.rewrite[1], found) if self.rewrite else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a page keeps its parts: CSS selectors, tried in order. Missing ones are answered by the page's metadata.

    ``date_format`` are ``strptime`` formats for the date's text; ``valid_until`` the day a former layout ended.
    """

    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    date_format: tuple[str, ...] = ()
    valid_until: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site's rules. ``id`` is ``<lang>/<file stem>``; ``articles`` matches whole addresses of articles, and its group
    ``story``, where it has one, is the same for one article's versions in several languages."""

    id: str
    name: str
    language: str
    country: str
    province: str | None
    home: str
    timezone: str | None
    min_relevance: float
    checked: str
    unverified: tuple[str, ...]
    lists: tuple[Listing, ...]
    articles: re.Pattern[str]
    layouts: tuple[Layout, ...]
    drop: tuple[re.Pattern[str], ...]
    tail: tuple[re.Pattern[str], ...]
    not_authors: tuple[str, ...]
    hosts: frozenset[str] = field(default_factory=frozenset)
    valid_until: date | None = None

    def is_article(self, url: str) -> bool:
        """True where the address is one of this site's articles."""
        return self.articles.search(url) is not None

    def story(self, url: str) -> str | None:
        """What the versions of one article share, from its address; None where addresses tell nothing."""
        match = self.articles.search(url)
        return match.groupdict().get("story") if match else None


def paths() -> list[Path]:
    """The site files, by language and name."""
    return sorted(SITES.glob("*/*.toml"))


def check(folder: Path | None = None) -> list[str]:
    """What is wrong with the site files, a line each, each with file, key, what was found and what to do."""
    found: list[str] = []
    for path in sorted((folder or SITES).glob("*/*.toml")):
        found += _read(path)[1]
    return found


@cache
def sites() -> tuple[Site, ...]:
    """Every site. Raises SiteError where a file is wrong."""
    return tuple(load(path) for path in paths())


def by_id(name: str) -> Site:
    """The site of that id, or of that file stem where only one language has it. Raises SiteError for an unknown one."""
    known = {site.id: site for site in sites()}
    if name in known:
        return known[name]
    alike = [site for site in sites() if site.id.split("/", 1)[1] == name]
    if len(alike) == 1:
        return alike[0]
    choice = ", ".join(site.id for site in alike) or ", ".join(known)
    raise SiteError(f"site {name!r}: {'several have this name' if alike else 'unknown'}; give one of: {choice}")


def for_url(url: str) -> Site | None:
    """The site whose article this address is, or, failing that, whose host it has; None for any other address."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    same_host = [site for site in sites() if host in site.hosts]
    return next((site for site in same_host if site.is_article(url)), same_host[0] if len(same_host) == 1 else None)


def load(path: Path) -> Site:
    """One file's rules. Raises SiteError with every problem of the file."""
    raw, problems = _read(path)
    if problems:
        raise SiteError("\n".join(problems))
    articles = raw["articles"]
    home = raw["home"]
    examples = [home, *articles["examples"]]
    return Site(
        id=f"{path.parent.name}/{path.stem}",
        name=raw["name"],
        language=raw["language"],
        country=raw["country"],
        province=raw.get("province"),
        home=home,
        timezone=raw.get("timezone"),
        min_relevance=float(raw.get("min_relevance", 0.0)),
        checked=raw["checked"],
        unverified=tuple(raw.get("unverified", ())),
        lists=tuple(_listing(item) for item in raw["lists"]),
        articles=re.compile(articles["pattern"]),
        layouts=tuple(_layout(item) for item in raw.get("layouts", ())),
        drop=tuple(re.compile(item["line"]) for item in raw.get("drop", ())),
        tail=tuple(re.compile(item["line"]) for item in raw.get("tail", ())),
        not_authors=tuple(raw.get("not_authors", ())),
        hosts=frozenset((urlsplit(url).hostname or "").removeprefix("www.") for url in examples),
        valid_until=raw.get("valid_until"),
    )


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    where = f"scrapers/sites/{path.parent.name}/{path.name}"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return {}, [f"{where}: not TOML in UTF-8: {error}; mend the line it names"]
    return raw, [f"{where} {problem}" for problem in problems_of(raw, path.parent.name)]


def _listing(item: dict[str, Any]) -> Listing:
    skip = item.get("skip")
    rewrite = item.get("rewrite")
    plain = {key: value for key, value in item.items() if key not in ("skip", "addresses", "rewrite")}
    return Listing(
        **plain,
        skip=re.compile(skip) if skip else None,
        addresses=tuple(item.get("addresses", ())),
        rewrite=(re.compile(rewrite["from"]), rewrite["to"]) if rewrite else None,
    )


def _layout(item: dict[str, Any]) -> Layout:
    chosen = {key: tuple(_several(value)) for key, value in item.items() if key != "valid_until"}
    return Layout(**chosen, valid_until=item.get("valid_until"))


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
