"""The rules of the house that neither ruff nor mypy holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, files, names_a_language, packs, swallows, trees

EVERYWHERE = files("pipeline", "scrapers", "tests")
#: Names of persons, places and bodies are Vietnamese in whatever language they are written: prose may say so.
SUBJECT = "Vietnamese"
LANGUAGES = {"xx": "Examplish", "yy": "Wordish"}


def parsed(code: str) -> ast.Module:
    return ast.parse(code)


@pytest.mark.parametrize("path", EVERYWHERE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 300, f"{path.relative_to(ROOT)}: {lines} lines, at most 300; split it by what it is about"


def test_no_language_is_named_in_the_engine() -> None:
    languages = packs()
    if not languages:
        pytest.skip("models/: no language pack yet")
    found = [
        f"{path.relative_to(ROOT)}:{line}: names the language {text!r}; make it a named key of the packs"
        for path in files("pipeline")
        for line, text in names_a_language(path.read_text("utf-8"), languages, SUBJECT)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('if lang == "xx" or name == "examplish":', ["examplish", "xx"]),
        ('folder = "xx-set"', ["xx"]),
        ("xx_words, words_of_xx = (), ()", ["xx"]),
        ("load(lang)  # as load('xx') does", ["xx"]),
        ('"""Reads Examplish."""', ["Examplish"]),
        ('pack.name == "Wordish"', ["Wordish"]),
        ('"""Wordish names in whatever language."""', []),
        ('"xxl", maxx, Examplishly', []),
    ],
)
def test_a_named_language_is_seen(code: str, words: list[str]) -> None:
    body = f"{code}\n    pass\n" if code.endswith(":") else f"{code}\n"
    assert names_a_language(f"import ast\n{body}", LANGUAGES, "Wordish") == [(2, word) for word in words]


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
