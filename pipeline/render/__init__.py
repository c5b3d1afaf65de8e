"""Extractions on their way out: one file a format, each with ``write``.

A format is a module here with ``SUFFIX`` and ``write(results, out, view)``, which takes the results one at a time and
writes each as it comes. One that holds a single kind of record in a stream has ``write_kinds`` too, for a file a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Protocol, TextIO, cast, runtime_checkable

from pipeline.records import KINDS, Extraction

#: The lists of an extraction that a view may show.
LISTS = (*KINDS, "facts")


@dataclass(slots=True, frozen=True)
class Named:
    """An extraction and the name of its source, good as a file name's stem."""

    name: str
    extraction: Extraction


@dataclass(slots=True, frozen=True)
class View:
    """What of the results to show: the lists in the order of the contract; ``many`` where several results were asked
    for.
    """

    kinds: tuple[str, ...] = LISTS
    many: bool = False


class Format(Protocol):
    """What a format's module offers."""

    SUFFIX: str

    def write(self, results: Iterable[Named], out: TextIO, view: View) -> None:
        """Write the results, in their order."""


@runtime_checkable
class KindFormat(Protocol):
    """A format of which one stream holds one kind of record."""

    SUFFIX: str

    def write(self, results: Iterable[Named], out: TextIO, view: View) -> None:
        """Write the results' records of the view's one kind."""

    def write_kinds(self, results: Iterable[Named], outs: Mapping[str, TextIO]) -> None:
        """Write the results' records, each kind to its own stream."""


def formats() -> list[str]:
    """The names of the formats."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def load(name: str) -> Format:
    """A format by name; ``KeyError`` where there is none."""
    if name not in formats():
        raise KeyError(f"{name!r} is no format; allowed: {', '.join(formats())}")
    return cast(Format, import_module(f"{__name__}.{name}"))


def save(format: Format, results: Iterable[Named], path: Path, view: View) -> list[Path]:
    """Write the results to a file (one result) or into a folder (several, or a file a kind); the paths written, in
    order.

    A path that is a folder gets a file named after its source. Nothing is written where nothing came out. ``OSError``
    where the path cannot be written.
    """
    rest = iter(results)
    first = next(rest, None)
    if first is None:
        return []
    results = chain([first], rest)
    if _takes_all(format, path, view):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _open(path) as out:
            format.write(results, out, view)
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    if isinstance(format, KindFormat):
        return _save_kinds(format, results, path, view)
    return list(_save_each(format, results, path, view))


def _takes_all(format: Format, path: Path, view: View) -> bool:
    """Whether the path is one file: for one result, or, with the ending of a format of rows or lines, for all of
    them.
    """
    if path.is_dir():
        return False
    if isinstance(format, KindFormat):
        return len(view.kinds) == 1 and path.suffix == format.SUFFIX
    return not view.many or path.suffix == ".jsonl" == format.SUFFIX


def _save_each(format: Format, results: Iterable[Named], folder: Path, view: View) -> Iterator[Path]:
    """A file a result."""
    for result in results:
        path = folder / f"{result.name}{format.SUFFIX}"
        with _open(path) as out:
            format.write([result], out, View(view.kinds))
        yield path


def _save_kinds(format: KindFormat, results: Iterable[Named], folder: Path, view: View) -> list[Path]:
    """A file a kind, written side by side, so that the results need not be held."""
    paths = {kind: folder / f"{kind}{format.SUFFIX}" for kind in view.kinds}
    with ExitStack() as stack:
        format.write_kinds(results, {kind: stack.enter_context(_open(path)) for kind, path in paths.items()})
    return list(paths.values())


def _open(path: Path) -> TextIO:
    """A file to write text to: UTF-8, line ends as given; a lone surrogate, which UTF-8 cannot say, as its escape."""
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
