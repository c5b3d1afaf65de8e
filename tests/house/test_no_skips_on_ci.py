"""On CI a test that skips fails; elsewhere it skips."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SKIPPING = """
import pytest

def test_passes():
    assert True

def test_skips():
    pytest.skip("no database here")

def test_needs_shared(shared):
    assert shared.is_dir()

def test_expected_to_fail():
    pytest.xfail("not yet")
"""
SKIPPED_WHOLE = "import pytest\npytest.importorskip('no_such_module_at_all')\n"


def run(folder: Path, code: str, ci: str) -> subprocess.CompletedProcess[str]:
    """Runs this code as a test file under the project's own conftest."""
    (folder / "conftest.py").write_text((Path(__file__).parents[1] / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_some.py").write_text(code, "utf-8")
    environment = {**os.environ, "CHIBO_CI": ci, "CHIBO_SHARED": str(folder / "nowhere")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60)


def test_skips_pass_elsewhere(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPPING, ci="")
    assert done.returncode == 0, done.stdout
    assert "1 passed, 2 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


def test_every_kind_of_skip_fails_on_ci(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPPING, ci="1")
    assert done.returncode == 1
    assert "skipped (no database here), and CI must run every test" in done.stdout
    assert "nowhere: no shared data there" in done.stdout
    assert "skipped (not yet), and CI must run every test" in done.stdout
    last = done.stdout.splitlines()[-1]
    assert "1 passed" in last and "skipped" not in last and "xfailed" not in last


def test_a_skipped_file_fails_on_ci(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPPED_WHOLE, ci="").returncode == 5  # pytest's own status for no test at all
    done = run(tmp_path, SKIPPED_WHOLE, ci="1")
    assert done.returncode == 2
    assert "could not import 'no_such_module_at_all'" in done.stdout and "CI must run every test" in done.stdout
