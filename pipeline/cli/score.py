"""``chibo score``: results against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._terminal import say, stdout


def score(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="A gold file, or a folder of them.")],
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or found too much.")] = False,
) -> None:
    """Measure precision, recall and F1 by stage, field and language."""
    from pipeline.score import score_files

    absent = [str(path) for path in gold if not path.exists()]
    if absent:
        say(f"{', '.join(absent)}: no such file; give a gold file (JSON) or a folder of them")
        raise typer.Exit(1)
    report = score_files(gold)
    with stdout() as out:
        out.write(f"{report.table()}\n")
        if misses:
            out.writelines(f"{line}\n" for line in report.misses())
