"""Chibo's engine: figures, dates, documents and names out of news about Party building in Vietnam.

>>> import pipeline
>>> pipeline.extract("Năm 2023, huyện kết nạp 260 đảng viên.").figures[0].value
260
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.assemble import extract, extract_many
    from pipeline.components import load
    from pipeline.records import Article, Extraction

__all__ = ["Article", "Extraction", "extract", "extract_many", "load"]
_WHERE = {
    "extract": "pipeline.assemble",
    "extract_many": "pipeline.assemble",
    "load": "pipeline.components",
    "Article": "pipeline.records",
    "Extraction": "pipeline.records",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
