"""Where the data lives: ``models/`` and ``corpus/`` beside the package in a checkout, ``pipeline/_models`` and
``pipeline/_corpus`` in an installed wheel.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def models_dir() -> Path:
    """The folder that holds ``codes.toml`` and a folder a language."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_models", here.parent / "models"):
        if (folder / "codes.toml").is_file():
            return folder
    raise FileNotFoundError(f"{here}: no ../models and no _models; install Chibo again (`make` in a checkout)")


def models(*parts: str) -> Path:
    """The path of one data file, for example ``models("fa", "dates.toml")``."""
    return models_dir().joinpath(*parts)


@cache
def corpus_dir() -> Path:
    """The folder of the project's own articles and gold, a folder a language."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_corpus", here.parent / "corpus"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{here}: no ../corpus and no _corpus; install Chibo again (`make` in a checkout)")


def corpus(*parts: str) -> Path:
    """The path of one file of the corpus, for example ``corpus("fa", "some-article.json")``."""
    return corpus_dir().joinpath(*parts)
