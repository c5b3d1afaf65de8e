"""Where the data lives: ``models/`` and ``corpus/`` beside the package in a checkout, ``pipeline/_models`` and
``pipeline/_corpus`` in an installed wheel. ``CHIBO_MODELS`` names another models folder, to try a
pack before it is shipped.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def models_dir() -> Path:
    """The folder of ``codes.toml`` and a folder a language: the one that ``CHIBO_MODELS`` names, else Chibo's own."""
    told = os.environ.get("CHIBO_MODELS")
    if told:
        if not Path(told, "codes.toml").is_file():
            raise FileNotFoundError(
                f"CHIBO_MODELS={told}: no codes.toml in there; name a whole copy of models/, or unset it"
            )
        return Path(told).resolve()
    here = Path(__file__).resolve().parent
    for folder in (here / "_models", here.parent / "models"):
        if (folder / "codes.toml").is_file():
            return folder
    raise FileNotFoundError(f"{here}: no ../models and no _models; install Chibo again (`make` in a checkout)")


def models(*parts: str) -> Path:
    """The path of one data file, for example ``models(lang, "dates.toml")``."""
    return models_dir().joinpath(*parts)


@cache
def shared_table(file: str) -> dict[str, Any]:
    """What a TOML file that all languages share holds (``shared_table("codes.toml")``), read once a process; for
    reading only."""
    return tomllib.loads(models(file).read_text(encoding="utf-8"))


@cache
def corpus_dir() -> Path:
    """The folder of the project's own articles and gold, a folder a language."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_corpus", here.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{here}: no ../corpus and no _corpus; install Chibo again (`make` in a checkout)")


def corpus(*parts: str) -> Path:
    """The path of one file of the corpus, for example ``corpus(lang, "some-article.json")``."""
    return corpus_dir().joinpath(*parts)
