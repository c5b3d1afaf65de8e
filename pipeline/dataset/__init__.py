"""The dataset: what the crawl brought, extracted, in tables that can be queried, exported, compared and rebuilt.

build(store, Options(...), listener) -> Report   extracts what is new or changed
open(address) -> Dataset                         the tables as pandas DataFrames
export(store, folder, Export(...)) -> str        files, and the digest of them
nightly(...)                                     crawl, build and export under one lock, with one report
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.dataset.build import Options, Report, build
    from pipeline.dataset.frames import Dataset, open

__all__ = ["Dataset", "Options", "Report", "build", "open"]
_WHERE = {
    "build": "pipeline.dataset.build",
    "Options": "pipeline.dataset.build",
    "Report": "pipeline.dataset.build",
    "open": "pipeline.dataset.frames",
    "Dataset": "pipeline.dataset.frames",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'pipeline.dataset' has no attribute {name!r}; it has {', '.join(__all__)}")
