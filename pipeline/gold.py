"""Gold: what the results are measured by, read from JSON files and from corrected exports of Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.labelstudio import NotCorrected, TaskError, corrected


class GoldError(ValueError):
    """Gold that cannot be read."""


class _Wrong(ValueError):
    """What is wrong with an article of gold, and what is allowed."""


def read_gold(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The gold articles of files and folders (searched through), corrected exports of Label Studio among them;
    ``GoldError`` with the file where one cannot be read.
    """
    paths = list(paths)
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise GoldError(f"{path}: no such file or folder; give gold files (.json) or a folder of them")
        files += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    found = []
    others: list[str] = []
    for file in files:
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(data, dict) and "mentions" in data and "text" in data:
                found.append(_whole(data))
            elif isinstance(data, list):
                found += map(_whole, corrected(data))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise GoldError(f"{file}: not JSON ({error})") from error
        except NotCorrected as error:
            others.append(f"{file}: {error}")
        except (TaskError, _Wrong) as error:
            raise GoldError(f"{file}: {error}") from error
    if not found:
        none = f"{', '.join(map(str, paths))}: no gold in there; a gold file is JSON with text, lang and mentions"
        raise GoldError("; ".join(others) or none)
    return found


def _whole(article: dict[str, Any]) -> dict[str, Any]:
    """The article, if the score can be reckoned from it."""
    if missing := [name for name in ("id", "lang", "text", "mentions") if article.get(name) is None]:
        raise _Wrong(f"no {', '.join(missing)}; a gold article has id, lang, text and mentions")
    try:
        date.fromisoformat((article.get("published") or "2025-01-01")[:10])
    except (TypeError, ValueError):
        told = f"article {article['id']}: published is {article['published']!r}"
        raise _Wrong(f"{told}, no day; write one as 2025-02-14") from None
    return article
