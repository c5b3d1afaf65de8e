"""``chibo schedule``: how a machine is told to run ``chibo nightly``."""

from __future__ import annotations

import os
import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _options
from pipeline.cli._terminal import say, stdout
from pipeline.dataset.schedule import Plan, ScheduleError, cron, systemd

#: What the units carry of the environment, where it is set.
CARRIED = ("CHIBO_CONTACT", "CHIBO_STORE", "CHIBO_ARCHIVE")
PLACEHOLDER = "you@example.org"


class For(StrEnum):
    """What runs things at night."""

    systemd = "systemd"
    cron = "cron"


def schedule(
    what: Annotated[For, typer.Argument(help="systemd: a service and a timer; cron: a line for crontab")],
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, by the machine's clock.")] = "01:30",
) -> None:
    """Print what makes this machine run `chibo nightly` every night in this folder, ready to install."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise _options.wrong(f"{at!r} is no time; HH:MM is allowed, for example 01:30", "--at")
    environment = {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    if "CHIBO_CONTACT" not in environment:
        environment["CHIBO_CONTACT"] = PLACEHOLDER
        say(f"CHIBO_CONTACT is not set; put your own address in the place of {PLACEHOLDER} below")
    program = Path(sys.executable).parent / "chibo"
    plan = Plan(program=program, folder=Path.cwd(), at=at, environment=environment)
    try:
        told = systemd(plan) if what is For.systemd else cron(plan)
    except ScheduleError as error:
        say(str(error))
        raise typer.Exit(1) from None
    with stdout() as out:
        out.write(told)
