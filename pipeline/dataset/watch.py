"""What an operator should look at: sites that went silent or changed their layout, figures unlike their own history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, log10
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.store.dataset import extractions, facts
from pipeline.store.schema import articles, versions

#: Nights that a site is compared with, and the fewest of them that say anything.
NIGHTS, ENOUGH = 28, 7
#: A site that brings less than this share of what it used to has gone silent, or changed.
FEW = 0.2
#: A field that this share of articles had and none of the new ones has says that the layout changed.
USUAL, FEWEST = 0.9, 3
#: A fact is odd that is this many times more, or less, than the median of the same subject's earlier ones.
TIMES, HISTORY = 10.0, 3
FIELDS = ("title", "author", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to look at: ``kind`` is silent, layout or odd; ``about`` a site, or the address of a fact's article."""

    kind: str
    about: str
    what: str

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def notices(connection: Connection, now: datetime, run: str, sites: Collection[str] | None = None) -> list[Notice]:
    """All notices of a night that began at ``now`` and whose build was ``run``; of sites those that were crawled, all
    where none are named.
    """
    of_sites = [*silent(connection, now), *layouts(connection, now)]
    return [*(one for one in of_sites if sites is None or one.about in sites), *odd(connection, run)]


def silent(connection: Connection, now: datetime) -> Iterator[Notice]:
    """Sites with far fewer new articles tonight than they had on most nights of the four weeks before."""
    minute = sa.func.substr(articles.c.first_fetched, 1, len("2025-11-20T01:00"))
    since = (_dusk(now) - timedelta(days=NIGHTS)).isoformat(timespec="minutes")
    query = sa.select(articles.c.site, minute, sa.func.count()).where(articles.c.first_fetched >= since)
    counts: dict[str, Counter[int]] = {}
    for site, told, count in connection.execute(query.group_by(articles.c.site, minute)):
        ago = (_dusk(now) - datetime.fromisoformat(f"{told}+00:00")) / timedelta(days=1)
        counts.setdefault(site, Counter())[max(0, ceil(ago))] += count
    nights = {night for by_night in counts.values() for night in by_night} - {0}
    for site, by_night in sorted(counts.items()):
        first = max(by_night)
        usual = [by_night[night] for night in sorted(nights) if night <= first]
        if len(usual) >= ENOUGH and by_night[0] < FEW * median(usual):
            said = f"{by_night[0]} new articles; {median(usual):g} on most of the {len(usual)} nights before"
            yield Notice(kind="silent", about=site, what=said)


def _dusk(now: datetime) -> datetime:
    """What was fetched after this, half a day before a night began, counts as that night's: a night may go on after
    midnight, and begin a little earlier or later than the one before.
    """
    return now.astimezone(UTC) - timedelta(hours=12)


def layouts(connection: Connection, now: datetime) -> Iterator[Notice]:
    """Sites whose new articles all lack a field that theirs nearly always had."""
    since = (_dusk(now) - timedelta(days=NIGHTS)).isoformat(timespec="minutes")
    new = versions.c.fetched >= _dusk(now).isoformat(timespec="minutes")
    counted = [sa.func.count(), *(sa.func.count(versions.c[name]) for name in FIELDS)]
    query = (
        sa.select(articles.c.site, new, *counted)
        .join(versions, versions.c.article == articles.c.id)
        .where(versions.c.fetched >= since)
        .group_by(articles.c.site, new)
    )
    told: dict[str, dict[bool, tuple[int, ...]]] = {}
    for site, is_new, *counts in connection.execute(query):
        told.setdefault(site, {})[bool(is_new)] = tuple(counts)
    for site, halves in sorted(told.items()):
        before, after = halves.get(False, (0, 0, 0, 0)), halves.get(True, (0, 0, 0, 0))
        if before[0] < FEWEST or after[0] < FEWEST:
            continue
        for n, name in enumerate(FIELDS, 1):
            if before[n] >= USUAL * before[0] and after[n] == 0:
                said = f"none of {after[0]} new articles has its {name}; {before[n]} of {before[0]} had it before"
                yield Notice(kind="layout", about=site, what=f"{said}: the page's layout may have changed")


def odd(connection: Connection, run: str) -> Iterator[Notice]:
    """New facts that are ten times more or less than most of the same indicator, subject and unit before."""
    same = ("indicator", "subject_id", "unit", "change", "group")
    key = [facts.c[name] for name in same]
    new = (
        sa.select(facts.c.value, facts.c.subject, articles.c.url, *key)
        .join(extractions, extractions.c.article == facts.c.article)
        .join(articles, articles.c.id == facts.c.article)
        .order_by(facts.c.article, facts.c.number)
    )
    rows = connection.execute(new.where(extractions.c.run == run, facts.c.subject_id.is_not(None), facts.c.value > 0))
    for row in rows.all():
        history = sa.select(facts.c.value).join(extractions, extractions.c.article == facts.c.article)
        history = history.where(extractions.c.run != run, facts.c.value > 0)
        for name in same:
            history = history.where(facts.c[name].is_not_distinct_from(row._mapping[name]))
        values = [value for (value,) in connection.execute(history)]
        if len(values) < HISTORY or abs(log10(row.value) - log10(median(values))) < log10(TIMES):
            continue
        change = {"increase": "up by ", "decrease": "down by "}.get(row.change, "")
        said = (
            f"{row.indicator} of {row.subject or row.subject_id}{f', {row.group},' if row.group else ''} is {change}"
            f"{_shown(row.value)}{f' {row.unit}' if row.unit else ''}; "
            f"{_shown(median(values))} is the median of {len(values)} earlier ones"
        )
        yield Notice(kind="odd", about=row.url, what=said)


def _shown(value: float) -> str:
    return f"{value:,.15g}"
