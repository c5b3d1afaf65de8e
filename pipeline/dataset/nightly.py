"""The night: crawl, build and export under one lock, with one report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryFile
from typing import Any

from pipeline.dataset.build import Options as BuildOptions
from pipeline.dataset.build import build
from pipeline.dataset.export import ExportError, export
from pipeline.dataset.readable import readable
from pipeline.dataset.watch import notices
from pipeline.dataset.work import WorkerLost
from pipeline.lock import held
from pipeline.store import Store, StoreError
from scrapers.archive import ArchiveError
from scrapers.crawl import CrawlError, crawl
from scrapers.crawl import Options as CrawlOptions
from scrapers.crawl.walk import TRACEBACK
from scrapers.sites import Site

Listener = Callable[[dict[str, Any]], None]
#: What a stage may end in by a message of its own; anything else is a defect, and the night goes on to report it too.
FORESEEN = (StoreError, ArchiveError, CrawlError, ExportError, WorkerLost)
#: What became of an address that brought nothing.
BROUGHT_NOTHING = ("failed", "gone", "refused")
#: Addresses that a report names one by one.
NAMED = 500
#: Seconds that the command that is told of the night may take.
NOTIFY = 120
#: The environment variable by which that command knows how the night ended: 0 or 1.
STATUS = "CHIBO_STATUS"


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
    """A night's report. ``failed`` has the stages that ended early, each with why; ``addresses`` those that brought
    nothing.
    """

    started: str
    finished: str = ""
    crawl: dict[str, Any] = field(default_factory=dict)
    addresses: list[dict[str, str]] = field(default_factory=list)
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
            "addresses": self.addresses,
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
            crawled = crawl(store, sites, night.crawl, _noting(report, listener))
            report.crawl = crawled.to_dict()
            for site in crawled.silent():
                why = "none of its feeds, sitemaps and listings could be read"
                report.notices.append({"kind": "silent", "about": site, "what": why})
        with _stage(report, "build"):
            how = BuildOptions(jobs=night.jobs, archive=night.crawl.archive, clock=clock, command="nightly")
            built = build(store, replace(how, sites=sites), listener)
            report.build = built.to_dict()
        with _stage(report, "watch"), store.read() as connection:
            said = {notice["about"] for notice in report.notices}
            names = {site.id for site in sites} - said
            found = notices(connection, began, report.build.get("run", ""), names)
            report.notices += [notice.to_dict() for notice in found]
        with _stage(report, "export"):
            report.digest = export(store, night.outputs / "export")
        _close(report, night)
    return report


def not_begun(night: Night, why: str) -> Report:
    """The report of a night whose store cannot be opened: written, and told, like any other's."""
    with alone(night.outputs):
        report = Report(started=night.crawl.clock.now().isoformat(timespec="seconds"))
        report.failed.append({"stage": "store", "why": why})
        _close(report, night)
    return report


def _close(report: Report, night: Night) -> None:
    report.finished = night.crawl.clock.now().isoformat(timespec="seconds")
    _write(report, night.outputs / "runs")
    if night.notify and (why := _tell(report, night.notify)):
        report.failed.append({"stage": "notify", "why": why})
        _write(report, night.outputs / "runs")


@contextmanager
def _stage(report: Report, name: str) -> Iterator[None]:
    try:
        yield
    except FORESEEN as error:
        report.failed.append({"stage": name, "why": str(error)})
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        why = f"a defect of Chibo: {type(error).__name__}: {error}; {TRACEBACK}=1 in the environment shows where"
        report.failed.append({"stage": name, "why": why})


def _noting(report: Report, listener: Listener) -> Listener:
    """The listener, with the addresses that brought nothing noted in the report."""

    def heard(event: dict[str, Any]) -> None:
        if event.get("decision") in BROUGHT_NOTHING and len(report.addresses) < NAMED:
            status = f" {event['status']}" if event.get("status") else ""
            why = f"{event['kind']}: {event['reason']}{status}"
            report.addresses.append({"site": event["site"], "url": event["url"], "why": why})
        listener(event)

    return heard


def alone(outputs: Path) -> AbstractContextManager[None]:
    """Hold the lock of the nights."""
    return held(outputs / "nightly.lock", "night", NightlyError, NightlyError)


def _tell(report: Report, command: str) -> str:
    """Pipe the readable report to a command; why that failed, if it did. What it starts ends with it."""
    environment = {**os.environ, STATUS: str(report.status)}
    with (
        TemporaryFile() as said,
        subprocess.Popen(
            command, shell=True, stdin=PIPE, stdout=DEVNULL, stderr=said, env=environment, start_new_session=True
        ) as running,
    ):
        try:
            running.communicate(readable(report.to_dict()).encode("utf-8", "replace"), timeout=NOTIFY)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return f"{command!r} took longer than {NOTIFY} seconds, and was ended"
        if running.returncode == 0:
            return ""
        said.seek(0)
        words = " ".join(said.read().decode("utf-8", "replace").split())[-500:]
        return f"{command!r} ended with status {running.returncode}: {words or 'it said nothing'}"


def _write(report: Report, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not report.path.name:
            name = report.started.replace(":", "").replace("+0000", "Z")
            tries = (folder / f"{name}{f'-{n}' if n > 1 else ''}.json" for n in count(1))
            report.path = next(path for path in tries if not path.exists())
        texts = {report.path: json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n"}
        texts[report.path.with_suffix(".md")] = readable(report.to_dict())
        for path, text in texts.items():
            under_way = path.with_name(f".{path.name}")
            under_way.write_bytes(text.encode("utf-8", "replace"))
            under_way.replace(path)
    except OSError as error:
        raise NightlyError(f"{folder}: the report cannot be written: {error.strerror}; make room there") from error
