"""``chibo check``: what is wrong with the data that Chibo works by, and how to mend it."""

from __future__ import annotations

import typer

from pipeline import grammar, packs
from pipeline.cli._terminal import say, stdout


def check() -> None:
    """Check the language packs: unknown keys, words that contradict each other, rules without examples."""
    problems = grammar.check()
    with stdout() as out:
        out.writelines(f"{problem}\n" for problem in problems)
    if problems:
        say(f"{len(problems)} to mend")
        raise typer.Exit(1)
    say(f"packs {', '.join(packs.languages())}: nothing wrong")
