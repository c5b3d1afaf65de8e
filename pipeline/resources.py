"""Where the data lives: ``models/`` beside the package in a checkout, ``pipeline/_models`` in an installed wheel."""

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
    raise FileNotFoundError(f"{here}: no models/ beside it and no _models in it; install Chibo again (`make` in a checkout)")


def models(*parts: str) -> Path:
    """The path of one data file, for example ``models("fa", "dates.toml")``."""
    return models_dir().joinpath(*parts)
