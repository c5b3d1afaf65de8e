"""The project's own Python files, for the tests that hold their style."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*folders: str) -> list[Path]:
    """Every Python file under these folders of the checkout."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def trees(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    """Each file's path from the top of the checkout, and its syntax tree."""
    for path in paths:
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"), filename=str(path))


def packs() -> dict[str, str]:
    """Code and English name of every language that has a pack."""
    found = sorted((ROOT / "models").glob("*/pack.toml"))
    return {path.parent.name: tomllib.loads(path.read_text("utf-8"))["name"] for path in found}


def names_a_language(source: str, languages: dict[str, str], subject: str = "") -> list[tuple[int, str]]:
    """Line and text of every word that is a language's code or English name, be it in code, comment or docstring, by
    itself or between underscores, strokes and the like. The name ``subject`` counts where it is all of a string.
    """
    words = {word.casefold() for pair in languages.items() for word in pair} - {subject.casefold()}
    named = re.compile(rf"(?<![^\W_])({'|'.join(sorted(words))})(?![^\W_])", re.IGNORECASE)
    mentions = {
        (number, match.group())
        for number, line in enumerate(source.splitlines(), start=1)
        for match in named.finditer(line)
    }
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return sorted(mentions | {(node.lineno, subject) for node in strings if subject and node.value == subject})


def swallows(tree: ast.Module) -> list[int]:
    """Lines of the handlers that do nothing at all; `continue`, on to the next candidate, is something."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [handler.lineno for handler in handlers if all(_idle(statement) for statement in handler.body)]


def _idle(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)
