"""The night: crawl, build and export under one lock, with one report."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from pipeline.dataset.build import Options as BuildOptions
from pipeline.dataset.build import build
from pipeline.dataset.export import ExportError, export
from pipeline.dataset.watch import notices
from pipeline.lock import held
from pipeline.store import Store, StoreError
from scrapers.archive import ArchiveError
from scrapers.crawl import CrawlError, crawl
from scrapers.crawl import Options as CrawlOptions
from scrapers.sites import Site

Listener = Callable[[dict[str, Any]], None]
#: What a stage may end in, and the night go on to report it.
FORESEEN = (StoreError, ArchiveError, CrawlError, ExportError)
#: Seconds that the command that is told of the night may take.
NOTIFY = 120


class NightlyError(Exception):
    """A night that cannot begin; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """``crawl`` has the archive and the clock of all; ``outputs`` is where ``export/`` and ``runs/`` go."""

    crawl: CrawlOptions
    outputs: Path = Path("outputs")
    jobs: int = 1
    notify: str | None = None


@dataclass(slots=True, kw_only=True)
class Report:
    """A night's report. ``failed`` has the stages that ended early, each with why."""

    started: str
    finished: str = ""
    crawl: dict[str, Any] = field(default_factory=dict)
    build: dict[str, Any] = field(default_factory=dict)
    digest: str = ""
    failed: list[dict[str, str]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    path: Path = Path()

    @property
    def status(self) -> int:
        """0, or 1 where a stage failed, an article could not be extracted, or there is something to look at."""
        return int(bool(self.failed or self.build.get("failed") or self.notices))

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "started": self.started,
            "finished": self.finished,
            "status": self.status,
            "failed": self.failed,
            "notices": self.notices,
            "digest": self.digest,
            "crawl": self.crawl,
            "build": self.build,
        }


def nightly(store: Store, sites: Sequence[Site], night: Night, listener: Listener) -> Report:
    """Crawl, build and export; what fails is in the report, and what can still be done is done.

    Raises :class:`NightlyError` where another night is under way. Killed at any moment, the next one goes on.
    """
    clock = night.crawl.clock
    with alone(night.outputs):
        began = clock.now()
        report = Report(started=began.isoformat(timespec="seconds"))
        with _stage(report, "crawl"):
            crawled = crawl(store, sites, night.crawl, listener)
            report.crawl = crawled.to_dict()
            for site in crawled.silent():
                said = "none of its feeds, sitemaps and listings could be read"
                report.notices.append({"kind": "silent", "about": site, "what": said})
        with _stage(report, "build"):
            how = BuildOptions(jobs=night.jobs, archive=night.crawl.archive, clock=clock, command="nightly")
            built = build(store, replace(how, sites=sites), listener)
            report.build = built.to_dict()
            with store.read() as connection:
                report.notices += [notice.to_dict() for notice in notices(connection, began, built.run)]
        with _stage(report, "export"):
            report.digest = export(store, night.outputs / "export")
        report.finished = clock.now().isoformat(timespec="seconds")
        if night.notify:
            _tell(report, night.notify)
        _write(report, night.outputs / "runs")
    return report


@contextmanager
def _stage(report: Report, name: str) -> Iterator[None]:
    try:
        yield
    except FORESEEN as error:
        report.failed.append({"stage": name, "why": str(error)})


def alone(outputs: Path) -> AbstractContextManager[None]:
    """Hold the lock of the nights."""
    return held(outputs / "nightly.lock", "night", NightlyError, NightlyError)


def _tell(report: Report, command: str) -> None:
    """Pipe the readable report to a command; that it failed is part of the report."""
    try:
        done = subprocess.run(
            command, shell=True, input=readable(report).encode(), timeout=NOTIFY, check=False, capture_output=True
        )
        said = done.stderr.decode("utf-8", "replace").strip()[-500:]
        why = f"{command!r} ended with status {done.returncode}: {said}" if done.returncode else ""
    except subprocess.TimeoutExpired:
        why = f"{command!r} took longer than {NOTIFY} seconds"
    if why:
        report.failed.append({"stage": "notify", "why": why})


def _write(report: Report, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = report.started.replace(":", "").replace("+0000", "Z")
    tries = (folder / f"{name}{f'-{n}' if n > 1 else ''}.json" for n in count(1))
    report.path = next(path for path in tries if not path.exists())
    texts = {report.path: json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n"}
    texts[report.path.with_suffix(".md")] = readable(report)
    for path, text in texts.items():
        under_way = path.with_name(f".{path.name}")
        under_way.write_text(text, encoding="utf-8")
        under_way.replace(path)


def readable(report: Report) -> str:
    """The report for a reader, the bad news first."""
    head = "something to look at" if report.status else "all well"
    lines = [f"# Chibo, {report.started}: {head}", ""]
    lines += [f"- **{one['stage']} failed**: {_line(one['why'])}" for one in report.failed]
    lines += [f"- **{one['kind']}** {_line(one['about'])}: {_line(one['what'])}" for one in report.notices]
    failed = report.build.get("failed", [])
    lines += [f"- not extracted: {_line(one['url'] or one['article'])}: {_line(one['why'])}" for one in failed]
    built = report.build.get("articles", {})
    lines += ["", "## Articles", "", *_counts(built)]
    lines += ["", "## Rows", "", *_counts(report.build.get("rows", {}))]
    for site, decisions in report.crawl.get("decisions", {}).items():
        lines += ["", f"## {_line(site)}", "", *_counts(decisions)]
    lines += ["", f"Export: {report.digest or 'none'}. Ended {report.finished}."]
    return "\n".join(lines) + "\n"


def _counts(counts: dict[str, int]) -> list[str]:
    return [f"- {_line(name)}: {count}" for name, count in counts.items()] or ["- nothing"]


def _line(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would take for a sign."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(str(text).split()))
