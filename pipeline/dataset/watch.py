"""What an operator should look at: sites that went silent or changed their layout, figures unlike their own history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import log10
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.store.dataset import extractions, facts, runs
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
    """Something to look at: ``kind`` is silent, layout or odd; ``about`` a site or a fact's article."""

    kind: str
    about: str
    what: str

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def notices(connection: Connection, now: datetime, run: str) -> list[Notice]:
    """All notices of a night that began at ``now`` and whose build was ``run``."""
    return [*silent(connection, now), *layouts(connection, now), *odd(connection, run)]


def silent(connection: Connection, now: datetime) -> Iterator[Notice]:
    """Sites with far fewer new articles in the last day than they had on most days of the four weeks before."""
    day = sa.func.substr(articles.c.first_fetched, 1, 10)
    since = (now - timedelta(days=NIGHTS)).date().isoformat()
    query = sa.select(articles.c.site, day, sa.func.count()).where(articles.c.first_fetched >= since)
    counts: dict[str, dict[str, int]] = {}
    for site, told, count in connection.execute(query.group_by(articles.c.site, day)):
        counts.setdefault(site, {})[told] = count
    today = now.date().isoformat()
    nights = {told for by_day in counts.values() for told in by_day} - {today}
    for site, by_day in sorted(counts.items()):
        first = min(by_day)
        usual = [by_day.get(night, 0) for night in sorted(nights) if night >= first]
        if len(usual) >= ENOUGH and by_day.get(today, 0) < FEW * median(usual):
            said = f"{by_day.get(today, 0)} new articles; {median(usual):g} on most of the {len(usual)} nights before"
            yield Notice(kind="silent", about=site, what=said)


def layouts(connection: Connection, now: datetime) -> Iterator[Notice]:
    """Sites whose new articles all lack a field that theirs nearly always had."""
    midnight = now.date().isoformat()
    since = (now - timedelta(days=NIGHTS)).date().isoformat()
    new = versions.c.fetched >= midnight
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
    new = sa.select(facts.c.article, facts.c.number, facts.c.value, *key).join(
        extractions, extractions.c.article == facts.c.article
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
        said = (
            f"{row.indicator} of {row.subject_id} is {row.value:g}; {median(values):g} in most of {len(values)} before"
        )
        yield Notice(kind="odd", about=row.article, what=said)


def interrupted(connection: Connection, run: str) -> int:
    """How many runs before this one never came to their end."""
    query = sa.select(sa.func.count()).select_from(runs).where(runs.c.status == "running", runs.c.id != run)
    return int(connection.execute(query).scalar_one())
