"""What a run tells while it goes, and its sums at the end."""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

#: How decisions about sources begin, and how those end that brought something.
SOURCES = ("feed: ", "sitemap: ", "listing: ")
READ = (": fetched", ": unchanged", ": too-large")


class Listener(Protocol):
    """Hears every event: a flat dict with ``event`` and plain values. Called from several threads, one at a time."""

    def __call__(self, event: dict[str, Any], /) -> None: ...


@dataclass(slots=True)
class Report:
    """Decisions counted by site and reason, and bytes that came over the wire by site."""

    decisions: dict[str, Counter[str]] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)
    exchanges: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    duplicates: int = 0
    stories: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, site: str, reason: str) -> None:
        """One more decision of that reason."""
        with self._lock:
            self.decisions.setdefault(site, Counter())[reason] += 1

    def exchanged(self, site: str, size: int) -> None:
        """One more exchange, of so many bytes of headers and body."""
        with self._lock:
            self.received[site] += size
            self.exchanges[site] += 1

    def total(self) -> Counter[str]:
        """Decisions by reason, over all sites."""
        return sum(self.decisions.values(), Counter())

    def silent(self) -> list[str]:
        """The sites none of whose sources, of those that were asked, could be read."""
        return sorted(
            site
            for site, counts in self.decisions.items()
            if any(key.startswith(SOURCES) for key in counts)
            and not any(key.startswith(SOURCES) and key.endswith(READ) for key in counts)
        )

    def to_dict(self) -> dict[str, Any]:
        """The sums as plain data, keys sorted."""
        return {
            "decisions": {site: dict(sorted(counts.items())) for site, counts in sorted(self.decisions.items())},
            "bytes": dict(sorted(self.received.items())),
            "exchanges": dict(sorted(self.exchanges.items())),
            "duplicates": self.duplicates,
            "stories": self.stories,
            "torn": self.torn,
        }


class JsonLines:
    """One JSON object a line, for machines and logs."""

    def __init__(self, out: IO[str] | None = None) -> None:
        self.out = out or sys.stderr

    def __call__(self, event: dict[str, Any]) -> None:
        self.out.write(json.dumps(event, ensure_ascii=False) + "\n")
        self.out.flush()


class Bars:
    """A progress bar a site, for a terminal. Use it as a context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}"),
            console=console or Console(stderr=True),
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bars:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def __call__(self, event: dict[str, Any]) -> None:
        site = str(event.get("site") or "")
        if not site:
            return
        if site not in self._tasks:
            self._tasks[site] = self.progress.add_task(site, total=None, said="")
        if event["event"] == "due":
            self.progress.update(self._tasks[site], total=event["count"])
        elif event["event"] == "visit":
            advance = 1 if event["kind"] == "article" else 0
            self.progress.update(self._tasks[site], advance=advance, said=f"{event['decision']} {event['url'][-60:]}")
