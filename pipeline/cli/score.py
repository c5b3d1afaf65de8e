"""``chibo score``: results against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._terminal import say, stdout

if TYPE_CHECKING:
    from pipeline.score import Report, Tally

ALL = "all"


def score(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="A gold file (JSON), or a folder of them.")],
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed, and what was one too many.")] = False,
) -> None:
    """Measure precision, recall and F1 by stage, field and language."""
    from pipeline import extract
    from pipeline.gold import GoldError, read_gold
    from pipeline.packs import languages
    from pipeline.score import score as measure

    try:
        articles = read_gold(gold)
        for one in articles:
            if one["lang"] not in languages():
                raise GoldError(f"article {one['id']}: lang is {one['lang']!r}; allowed: {', '.join(languages())}")
    except GoldError as error:
        say(str(error))
        raise typer.Exit(1) from None
    report = measure(articles, extract)
    with stdout() as out:
        out.writelines(f"{line}\n" for line in table(report))
        if misses:
            for miss in report.misses:
                told = f"{miss.stage} {miss.what}: gold {miss.gold or '-'}; found {miss.found or '-'}"
                context = f"    {miss.context}\n" if miss.context else ""
                out.write(f"\n{miss.article} ({miss.lang}) {told}\n{context}")
    say(f"{report.articles} articles, {len(report.misses)} misses")


def table(report: Report) -> list[str]:
    """A line a stage and language, and one for all where there are several; a stage without mentions has none.

    ``strict`` is the share of the right ones whose span is right letter for letter; the fields are shares of them too.
    """
    numbers = "".join(f" {name:>6}" for name in ("right", "wrong", "missed", "P", "R", "F1", "strict"))
    lines = [f"{'stage':<13} {'lang':<5}{numbers}  fields"]
    stages = list(dict.fromkeys(stage for stage, _ in report.tallies))
    for stage in stages:
        langs = [lang for name, lang in report.tallies if name == stage]
        rows = [(lang, report.tally(stage, lang)) for lang in langs]
        if len(rows) > 1:
            rows.append((ALL, report.tally(stage)))
        lines += [_line(stage, lang, tally) for lang, tally in rows if tally.right + tally.wrong + tally.missed]
    return lines


def _line(stage: str, lang: str, tally: Tally) -> str:
    fields = "  ".join(f"{name} {tally.share(name):.3f}" for name in tally.fields)
    counts = f"{tally.right:>6} {tally.wrong:>6} {tally.missed:>6}"
    shares = f"{tally.precision:>6.3f} {tally.recall:>6.3f} {tally.f1:>6.3f} {tally.share('strict'):>6.3f}"
    return f"{stage:<13} {lang:<5} {counts} {shares}  {fields}".rstrip()
