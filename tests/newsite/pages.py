"""What the test news site holds: which articles there are, where each is listed, and how each page behaves."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from tests.newsite import prose

LANGS = ("vi", "ar", "fa")
HANOI = timezone(timedelta(hours=7))
START = datetime(2025, 10, 1, 8, 0, tzinfo=HANOI)

#: Behaviours of pages that can be had, and of those that cannot.
FINE = ("plain", "gzip", "brotli", "changing", "cp1256", "no-charset", "too-short-by-header", "busy-once")
BAD = (
    "private",
    "gone",
    "vanished",
    "error",
    "slow",
    "broken",
    "endless",
    "bomb",
    "brotli-bomb",
    "loop",
    "metadata-service",
    "loopback",
    "image",
    "busy",
    "not-gzip",
)


@dataclass(slots=True, kw_only=True)
class Page:
    """One article of the site. ``listed`` are the places that name it: feed, sitemap, listing."""

    number: int
    lang: str
    path: str
    behaviour: str = "plain"
    listed: tuple[str, ...] = ("sitemap",)
    copy_of: int | None = None
    old_path: str | None = None  # listed instead of the path, and redirects to it

    @property
    def published(self) -> datetime:
        return START + timedelta(minutes=self.number * 7)

    def html(self, day: int, base: str) -> str:
        edition = f"day {day}" if self.behaviour == "changing" and day else ""
        number = self.copy_of if self.copy_of is not None else self.number
        body = "\n".join(f"<p>{html.escape(p)}</p>" for p in prose.paragraphs(number, self.lang, edition))
        title = prose.title(self.number, self.lang)
        direction = "ltr" if self.lang == "vi" else "rtl"
        return (
            f'<!doctype html><html lang="{self.lang}" dir="{direction}"><head>'
            + ('<meta charset="utf-8">' if self.behaviour != "cp1256" else "")
            + f'<title>{title} | Báo Thử</title><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{self.published.isoformat()}">'
            f'<link rel="canonical" href="{base}{self.path}"></head><body><nav><a href="/">Home</a></nav>'
            f'<article><h1 class="title">{title}</h1><div class="body">{body}</div></article>'
            f"<footer>© Báo Thử</footer></body></html>"
        )


@dataclass(slots=True)
class Plan:
    """All pages by path, for a site of ``count`` articles that can be had."""

    count: int = 2000
    steady: bool = False  # nothing that depends on how often it was asked for
    pages: dict[str, Page] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = 0
        number = 0
        while made < self.count:
            lang = LANGS[number % 3]
            story = number // 3
            self._add(number, lang, path(story, lang), self._behaviour(number))
            made += 1
            if number % 61 == 5 and made < self.count:  # the same text under another headline at another address
                self._add(100_000 + number, lang, path(30_000 + story, lang), "plain", copy_of=number)
                made += 1
            number += 1
        for index, behaviour in enumerate(BAD):
            if self.steady and behaviour in ("busy", "endless", "slow"):
                continue
            for turn in range(1 if behaviour == "slow" else 2):
                lang = LANGS[(index + turn) % 3]
                story = 50_000 + index * 10 + turn
                folder = "/private" if behaviour == "private" else ""
                self._add(200_000 + story, lang, folder + path(story, lang), behaviour)

    def _behaviour(self, number: int) -> str:
        for every, rest, behaviour in (
            (10, 3, "gzip"),
            (10, 6, "brotli"),
            (40, 9, "changing"),
            (80, 12, "cp1256"),
            (80, 31, "no-charset"),
            (100, 21, "too-short-by-header"),
            (400, 77, "busy-once"),
        ):
            if number % every == rest and not (self.steady and behaviour == "busy-once"):
                return "plain" if behaviour == "cp1256" and LANGS[number % 3] != "ar" else behaviour
        return "plain"

    def _add(self, number: int, lang: str, where: str, behaviour: str, copy_of: int | None = None) -> None:
        listed = {0: ("feed",), 1: ("listing",), 2: ("feed", "sitemap"), 3: ("listing", "sitemap")}.get(
            number % 12, ("sitemap",)
        )
        page = Page(number=number, lang=lang, path=where, behaviour=behaviour, listed=listed, copy_of=copy_of)
        if number % 40 == 7:
            page.old_path = (
                f"/old/{number}-{where.rsplit('/', 1)[1]}"
                if lang == "vi"
                else f"/{lang}/old/{number}-{where.rsplit('/', 1)[1]}"
            )
            self.moved[page.old_path] = where
        self.pages[where] = page

    def can_be_had(self) -> dict[str, Page]:
        """The articles that a crawl must have, by path."""
        return {p: page for p, page in self.pages.items() if page.behaviour in FINE}

    def listed(self, lang: str, where: str) -> list[Page]:
        """The pages of a language that a place names, the newest first."""
        found = [p for p in self.pages.values() if p.lang == lang and where in p.listed]
        return sorted(found, key=lambda p: -p.number)


def path(story: int, lang: str) -> str:
    """The address of one language's version: the Vietnamese slug, after the language where it is another."""
    name = f"{prose.slug(story)}-post{story}.html"
    return f"/{name}" if lang == "vi" else f"/{lang}/{name}"
