"""What requirements.lock, the Makefile and CI's script promise."""

from __future__ import annotations

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
    text = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True, timeout=60).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony and set(phony[1].split()) == set(re.findall(r"^make (\S+)", text, re.MULTILINE))
