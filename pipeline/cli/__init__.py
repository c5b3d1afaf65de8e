"""The command line: ``chibo COMMAND``. One file a command, loaded when it is called for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._terminal import TRACEBACK, defect, say


def commands() -> list[str]:
    """The names of the commands: the files beside this one that do not begin with an underscore."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def app(arguments: Sequence[str]) -> typer.Typer:
    """The application with the one command that the arguments call for, or with all where they call for none
    (``--help``).
    """
    made = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
    )
    made.callback()(_root)
    called = next((word for word in arguments if not word.startswith("-")), None)
    for name in [called] if called in commands() else commands():
        made.command(name)(getattr(import_module(f"{__name__}.{name}"), name))
    return made


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"chibo {version('chibo')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Chibo turns news about Party building in Vietnam into data."""


def main(arguments: Sequence[str] | None = None) -> None:
    """What ``chibo`` runs. Ends in ``SystemExit``: 0 done, 1 something failed, 2 the command line was wrong, 130
    interrupted.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(arguments)(arguments, prog_name="chibo")
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        say(defect(error))
        raise SystemExit(1) from None
