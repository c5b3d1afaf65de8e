"""The layers of the code, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = {
    "spacy",
    "pandas",
    "pyarrow",
    "sqlalchemy",
    "torch",
    "numpy",
    "lxml",
    "bs4",
    "requests",
    "dateparser",
    "trafilatura",
    "rich",
}


def test_layers_hold(root: Path) -> None:
    # In a process of its own: import-linter sets up logging anew, and other tests' loggers would fall silent.
    check = "lint_imports(config_filename='pyproject.toml', no_cache=True)"
    code = f"import sys; from importlinter.cli import lint_imports; sys.exit({check})"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_every_module_has_its_layer(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    placed = set(re.findall(r"pipeline\.(\w+)", " ".join(contracts[0]["layers"])))
    modules = {path.stem for path in (root / "pipeline").glob("[!_.]*") if path.suffix == ".py" or path.is_dir()}
    missing = sorted(modules - placed)
    assert not missing, (
        f"pyproject.toml [tool.importlinter]: no layer names {missing}; add each to the one that it belongs to"
    )


@pytest.mark.parametrize("package", ["pipeline", "scrapers"])
def test_importing_costs_next_to_nothing(package: str) -> None:
    code = f"import sys, {package}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert package in loaded.split()
    assert not HEAVY & set(loaded.split())
