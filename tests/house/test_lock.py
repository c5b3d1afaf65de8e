"""What requirements.lock, the Makefile and CI's script promise."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text("utf-8")


def locked(lock: str) -> set[str]:
    return {canonicalize_name(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock, re.MULTILINE)}


def test_every_direct_dependency_is_locked(root: Path, lock: str) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    project = settings["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "stanza" for line in lines]
    groups = [line for lines in settings["dependency-groups"].values() for line in lines]
    lines = [*project["dependencies"], *extras, *groups, *settings["build-system"]["requires"]]
    missing = sorted({canonicalize_name(Requirement(line).name) for line in lines} - locked(lock))
    assert not missing, f"requirements.lock: lacks {missing}; run `make lock`"


def test_no_torch_and_no_stanza(lock: str) -> None:
    assert not {
        name for name in locked(lock) if name in {"torch", "stanza", "triton"} or name.startswith(("nvidia-", "cuda-"))
    }


def test_every_package_has_a_hash_and_no_host_or_path_is_named(lock: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert blocks and all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|(?<![\w.])/\w+/", lock)


def test_shell_is_clean(root: Path) -> None:
    subprocess.run(["bash", "-n", ".ci/run"], cwd=root, check=True, timeout=60)
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed: apt-get install shellcheck")
    run = subprocess.run([shellcheck, ".ci/run"], cwd=root, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout


def test_readme_names_every_target_that_ci_makes(root: Path) -> None:
    script, readme = ((root / name).read_text("utf-8") for name in (".ci/run", "README.md"))
    targets = set(re.findall(r"^\s*make ([\w-]+)", script, re.MULTILINE))
    assert {"lint", "demo", "test", "test-slow"} <= targets
    assert not {target for target in targets if f"make {target}" not in readme}


def test_help_explains_every_target(root: Path) -> None:
    text = make(root, "help")
    phony = re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony and set(phony[1].split()) == set(re.findall(r"^make (\S+)", text, re.MULTILINE))


def make(folder: Path, *arguments: str) -> str:
    """What make prints there, apart from the make that may run these tests."""
    environment = {
        key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHON"}
    }
    command = ["make", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def steps(folder: Path) -> list[str]:
    """What `make` would do in a folder: each command's telling word."""
    text = make(folder, "-n")
    words = {
        "venv --clear": "new",
        "--require-hashes -r requirements.lock": "lock",
        "install --no-deps --no-build-isolation -e": "chibo",
    }
    return [word for line in text.splitlines() for mark, word in words.items() if mark in line]


def test_make_mends_what_an_interrupted_installation_left(root: Path, tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    assert steps(tmp_path) == ["new", "lock", "chibo"]
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    assert steps(tmp_path) == ["new", "lock", "chibo"], "a half-made environment is made again"
    later = (tmp_path / "pyproject.toml").stat().st_mtime + 60
    for name, seconds in (("locked", later), ("installed", later + 1)):
        (tmp_path / ".venv" / name).touch()
        os.utime(tmp_path / ".venv" / name, (seconds, seconds))
    assert steps(tmp_path) == [], "a whole one stays"
    os.utime(tmp_path / "pyproject.toml", (later + 60, later + 60))
    assert steps(tmp_path) == ["chibo"], "new entry points need no new environment"
    os.utime(tmp_path / "requirements.lock", (later + 60, later + 60))
    assert steps(tmp_path) == ["new", "lock", "chibo"]
