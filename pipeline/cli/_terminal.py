"""Standard output and standard error as every command uses them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

import typer

#: Set in the environment, it has an unforeseen error end in its traceback.
TRACEBACK = "CHIBO_TRACEBACK"


@contextmanager
def stdout(*, data: bool = True) -> Iterator[TextIO]:
    """Standard output for results; what its encoding cannot say is written as an escape.

    ``data``: in UTF-8 with line ends as given, whatever the locale. A reader that closes the pipe has what it wanted:
    status 0.
    """
    out = sys.stdout
    if isinstance(out, TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
        if data:
            out.reconfigure(encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        raise typer.Exit(0) from None


def say(message: str) -> None:
    """One line to standard error; control characters in it are shown, not sent to the terminal."""
    line = " ".join(message.splitlines())
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in line)
    typer.echo(f"chibo: {shown}", err=True)


def defect(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    return f"a defect of Chibo: {type(error).__name__}: {error}; {TRACEBACK}=1 in the environment shows where"
