"""The rules of the house that neither ruff nor mypy holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, files, names_a_language, packs, swallows, trees

EVERYWHERE = files("pipeline", "scrapers", "tests")
#: A literal that is a language's code and means something else.
NOT_A_LANGUAGE = {
    ("pipeline/score.py", "vi"),  # the gold's field for a Vietnamese name is called so
    ("pipeline/labelstudio.py", "vi"),  # the same
    ("pipeline/grammar.py", "vi"),  # the Roman six
}
LANGUAGES = {"xx": "Examplish"}


def parsed(code: str) -> ast.Module:
    return ast.parse(code)


@pytest.mark.parametrize("path", EVERYWHERE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 330, f"{path.relative_to(ROOT)}: {lines} lines, at most 330; split it by what it is about"


def test_no_language_is_named_in_the_engine() -> None:
    languages = packs()
    if not languages:
        pytest.skip("models/: no language pack yet")
    found = [
        f"{name}:{line}: names the language {text!r}; make it a named key of the packs"
        for name, tree in trees(files("pipeline"))
        if not name.startswith("pipeline/training/")
        for line, text in names_a_language(tree, languages)
        if (name, text) not in NOT_A_LANGUAGE
    ]
    assert not found, "\n".join(found)


def test_a_named_language_is_seen() -> None:
    code = '"""Mentions "xx" freely."""\nif lang == "xx" or name == "examplish":\n    pass\n'
    assert names_a_language(parsed(code), LANGUAGES) == [(2, "xx"), (2, "examplish")]


def test_no_site_is_named_in_the_scrapers() -> None:
    sites = [path.stem for path in (ROOT / "scrapers" / "sites").glob("*/*.toml")]
    found = [
        f"{path.relative_to(ROOT)}: names the site {site!r}; put what is particular to it into its own file"
        for path in files("scrapers")
        for site in sites
        if re.search(rf"(?<!\w){re.escape(site)}(?!\w)", path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert not found, "\n".join(found)


def test_no_error_is_swallowed() -> None:
    found = [
        f"{name}:{line}: an error is caught and nothing done with it"
        for name, tree in trees(EVERYWHERE)
        for line in swallows(tree)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("idle", ["pass", "'really nothing'", "..."])
def test_a_swallowed_error_is_seen(idle: str) -> None:
    code = f"for _ in x:\n    try:\n        f()\n    except ValueError:\n        {idle}\n"
    assert swallows(parsed(code)) == [4]
    assert swallows(parsed(code.replace(idle, "count += 1"))) == []


@pytest.mark.parametrize("suffix", [".py", ".toml", ".md", "Makefile", "run"])
def test_no_path_of_one_machine_in_the_files(suffix: str) -> None:
    folders = [ROOT / name for name in ("pipeline", "scrapers", "models", "tests", "corpus", ".ci")]
    paths = [*ROOT.glob(f"*{suffix}"), *(path for folder in folders for path in folder.rglob(f"*{suffix}"))]
    home = re.compile(r"(?<![\w.])/(home|work|root|Users)/\w")
    found = [str(path.relative_to(ROOT)) for path in paths if home.search(path.read_text("utf-8"))]
    assert not found, f"{found}: a path of one machine; make it relative, or an option"
