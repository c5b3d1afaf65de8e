"""What every test may use, and the rule that nothing is skipped on CI."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
ON_CI = os.environ.get("CHIBO_CI") == "1"

#: How a reason begins that may skip a test on CI too. Whoever adds one says beside it why CI cannot run the test.
ALLOWED_SKIPS: tuple[str, ...] = ()

settings.register_profile("chibo", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if ON_CI else "chibo")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real articles, pages and gold, which are not part of the project; the test skips where they are missing."""
    folder = Path(os.environ.get("CHIBO_SHARED") or ROOT.parent / "shared")
    if not (folder / "articles").is_dir():
        pytest.skip(f"{folder}: no shared data there; set CHIBO_SHARED to the folder that holds articles/ and gold/")
    return folder


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (ON_CI and report.skipped):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = str(getattr(report, "wasxfail", reason)).removeprefix("Skipped: ")
    if not reason.startswith(ALLOWED_SKIPS or "\0"):
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid}: skipped ({reason}), and CI must run every test: install what it needs in .ci/run"
        )
        if hasattr(report, "wasxfail"):
            del report.wasxfail


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
