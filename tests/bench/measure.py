"""What benchmarks share: their inputs, the clock, and the form of a result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: How long a side has its turn, in seconds.
TURN = 0.1

Fact = float | int | str
Result = dict[str, Fact]


class NoInput(RuntimeError):
    """What a benchmark reads is not there."""


def shared() -> Path:
    """The folder of real articles; NoInput where it is missing."""
    folder = Path(os.environ.get("CHIBO_SHARED") or ROOT.parent / "shared")
    if not (folder / "articles").is_dir():
        raise NoInput(f"{folder}: no articles/ there; set CHIBO_SHARED to the folder that holds it")
    return folder


def articles() -> dict[str, list[str]]:
    """Real articles by language code: those with gold, and ten more where a language has more."""
    folder = shared() / "articles"
    texts: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        texts.setdefault(path.stem.partition("-")[0], []).append(path.read_text("utf-8"))
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        more = sorted(inner.glob("*.txt"))[:10]
        texts.setdefault(inner.name, []).extend(path.read_text("utf-8") for path in more)
    return texts


def fastest(sides: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Each side's shortest time in seconds: whatever disturbs a run makes it longer.

    Each side runs once untimed; then they take turns, so that a busy machine slows them alike. A turn lasts ``TURN``
    seconds at least: what takes milliseconds runs many times in a row, as it does over a folder of articles, and is not
    measured with the caches that the other side left.
    """
    for side in sides:
        side()
    times = [[_turn(side) for side in sides] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def _turn(action: Callable[[], object]) -> float:
    """The shortest time of an action in a turn."""
    began = start = time.perf_counter()
    shortest = float("inf")
    while start - began < TURN:
        action()
        end = time.perf_counter()
        shortest, start = min(shortest, end - start), end
    return shortest


def ratio(reference: float, chibo: float, /, at_least: float | None = None, **facts: Fact) -> Result:
    """How many times faster Chibo is than its reference, with both times in seconds and whatever else was counted."""
    result: Result = {
        "ratio": round(reference / chibo, 3),
        "reference_s": round(reference, 6),
        "chibo_s": round(chibo, 6),
    }
    return result | ({} if at_least is None else {"at_least": at_least}) | facts
