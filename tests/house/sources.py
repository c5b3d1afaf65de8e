"""The project's own Python files, for the tests that hold their style."""

from __future__ import annotations

import ast
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


def names_a_language(tree: ast.Module, languages: dict[str, str]) -> list[tuple[int, str]]:
    """Line and text of every string that is a language's code or English name, and not one that only mentions it."""
    words = {word.casefold() for pair in languages.items() for word in pair}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [(node.lineno, str(node.value)) for node in strings if str(node.value).casefold() in words]


def swallows(tree: ast.Module) -> list[int]:
    """Lines of the handlers that do nothing at all; `continue`, on to the next candidate, is something."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [handler.lineno for handler in handlers if all(_idle(statement) for statement in handler.body)]


def _idle(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)
