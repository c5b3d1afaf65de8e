"""The site files of the test news site, its clock, and one run over it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapers.crawl import Options
from scrapers.fetch import Clock, Policy
from scrapers.sites import Site, load
from tests.newsite.pages import LANGS

TEMPLATE = """
name = "Báo Thử ({lang})"
language = "{lang}"
country = "VN"
home = "{base}/"
timezone = "Asia/Ho_Chi_Minh"
checked = "made with the test site"

[articles]
pattern = '{pattern}'
examples = ["{base}{folder}/chi-bo-post1.html"]
counter_examples = ["{base}/tag/party"]

[[lists]]
kind = "sitemap"
url = "{base}/sitemap.xml"
skip = '{skip}'

[[lists]]
kind = "feed"
url = "{base}/{lang}/feed.xml"

[[lists]]
kind = "feed"
url = "{base}/bomb/feed.xml"

[[lists]]
kind = "listing"
url = "{base}/{lang}/list"
pages = "{base}/{lang}/list?page={{page}}"
first = 2
last = 60
"""


#: Addresses of articles, after the folder of their language: those that robots.txt forbids and those that moved too.
PATTERN = (
    r"^http://[0-9.]+:[0-9]+(?:/private)?%s/(?:old/[0-9]+-)?"
    r"(?P<story>[a-z0-9-]+-post[0-9]+)\.html(?:\?again=1)?$"
)


def sites(where: Path, base: str) -> list[Site]:
    """The three site files, written and loaded."""
    found = []
    for lang in LANGS:
        path = where / lang / "newsite.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        others = "|".join(code for code in LANGS if code != lang)
        folder = "" if lang == "vi" else f"/{lang}"
        text = TEMPLATE.format(
            base=base, lang=lang, folder=folder, pattern=PATTERN % folder, skip=f"/sitemap-({others})"
        )
        path.write_text(text, "utf-8")
        found.append(load(path))
    return found


class Frozen(Clock):
    """A clock that stands still, and does not make anybody wait."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


FIRST_NIGHT = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)


def options(folder: Path, night: int = 0, hosts: tuple[str, ...] = ("127.0.0.2/32",), **changed: object) -> Options:
    """A run with short patience, on the given night, that may connect to the test site and nothing else on this
    machine.
    """
    policy = Policy(
        contact="tests@chibo.example",
        networks=hosts,
        delay=0.0,
        connect_timeout=2.0,
        read_timeout=2.0,
        total_timeout=3.0,
        retries=1,
        backoff=0.0,
    )
    clock = Frozen(FIRST_NIGHT + timedelta(days=night))
    return Options(policy=policy, archive=folder / "warc", clock=clock, **changed)  # type: ignore[arg-type]
