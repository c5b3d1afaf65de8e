"""What a new extraction of an article changes in the dataset: rows added, gone and different.

Rows of two extractions are the same row when they say it of the same words: the same mention's text, the nth time in
its table; for a fact the same indicator and the same figure's words. Offsets do not count, since a page may be read
better and all that follows move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.dataset.rows import Row, Rows
from pipeline.store.dataset import FOUND

#: Columns that say where a row stands, and not what it says.
WHERE = frozenset({"article", "number", "start", "end", "sentence", "organization", "text_digest", "run", "version"})
COUNTED = tuple(table for table in FOUND if table.name != "fact_sources")
#: Changed facts that a report shows in full.
EXAMPLES = 50
OUTCOMES = ("added", "gone", "different", "same")
#: Examples that are told in words.
TOLD = 10


@dataclass(slots=True)
class Changes:
    """Counts by (table, indicator or "", site) and outcome; examples of facts that changed."""

    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def compare(self, site: str, old: Rows, new: Rows) -> None:
        """Count what differs between two extractions of one article."""
        for table in COUNTED:
            before, after = (dict(_named(table.name, rows)) for rows in (old, new))
            for key in sorted({*before, *after}, key=repr):
                have, want = before.get(key), after.get(key)
                outcome = "added" if have is None else "gone" if want is None else "different"
                same = have is not None and want is not None and _says(have) == _says(want)
                outcome = "same" if same else outcome
                indicator = str((want or have or {}).get("indicator", ""))
                self.counts[table.name, indicator, site, outcome] += 1
                if same:
                    continue
                if table.name == "facts" and len(self.examples) < EXAMPLES:
                    self.examples.append({"site": site, "outcome": outcome, "before": have, "after": want})

    def text(self, site: str) -> None:
        """An article whose own words are read differently now."""
        self.counts["articles", "", site, "different"] += 1

    def rows(self) -> list[dict[str, Any]]:
        """A row a table, indicator and site where something is not the same, with the counts."""
        keys = sorted({key[:3] for key in self.counts if key[3] != "same"})
        return [
            {
                "table": table,
                "indicator": indicator or None,
                "site": site,
                **{outcome: self.counts[table, indicator, site, outcome] for outcome in OUTCOMES},
            }
            for table, indicator, site in keys
        ]


def told(changes: Changes) -> list[str]:
    """The changes in words, for a reader: counts, then examples of facts."""
    lines = []
    for row in changes.rows():
        counts = ", ".join(f"{row[name]:,} {name}" for name in OUTCOMES if row[name])
        what = " ".join(part for part in (row["table"], row["indicator"]) if part)
        lines.append(f"{what}, {row['site']}: {counts}")
    for one in changes.examples[:TOLD]:
        before, after = one["before"], one["after"]
        row = after or before
        where = f"{one['outcome']}: {_fact(row)}; {row['rule']}, article {row['article']}"
        if before and after:
            names = [name for name in _says(after) if before[name] != after[name]]
            where += "; " + ", ".join(f"{name} was {_shown(before[name])}, is {_shown(after[name])}" for name in names)
        lines.append(where)
    if len(changes.examples) > TOLD:
        lines.append(f"{len(changes.examples) - TOLD} more examples stand in the report")
    return lines or ["nothing became different"]


def _fact(row: Row) -> str:
    days = " to ".join(day for day in (row["start_date"], row["end_date"]) if day)
    subject = row["subject"] or row["subject_id"]
    told = [row["indicator"], _shown(row["value"]), row["unit"] or "", f"of {subject}" if subject else "", days]
    return " ".join(part for part in told if part)


def _shown(value: Any) -> str:
    return "nothing" if value is None else f"{value:,.15g}" if isinstance(value, float | int) else str(value)


def stored(connection: Connection, article: str) -> Rows:
    """The rows of an article as the store holds them."""
    found: Rows = {}
    for table in FOUND:
        order = ["fact", "number"] if "fact" in table.c else ["number"]
        query = sa.select(table).where(table.c.article == article).order_by(*(table.c[name] for name in order))
        found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
    return found


def _named(table: str, rows: Rows) -> Iterator[tuple[tuple[Any, ...], Row]]:
    seen: Counter[tuple[Any, ...]] = Counter()
    figures = {row["number"]: row["text"] for row in rows.get("figures", ())}
    first = {row["fact"]: row["figure"] for row in reversed(rows.get("fact_sources", ()))}
    for row in rows.get(table, ()):
        name = (row["indicator"], figures.get(first.get(row["number"]))) if table == "facts" else (row["text"],)
        yield (*name, seen[name]), row
        seen[name] += 1


def _says(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in WHERE}
