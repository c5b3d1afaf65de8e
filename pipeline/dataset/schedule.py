"""How a machine is told to run ``chibo nightly`` every night: units for systemd, or a line for cron."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path


class ScheduleError(ValueError):
    """A path or value that a unit or a crontab cannot have; the message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The program, the folder it runs in, its environment, and when (``HH:MM``, the machine's time)."""

    program: Path
    folder: Path
    at: str = "01:30"
    environment: dict[str, str] = field(default_factory=dict)
    account: str = ""


def systemd(plan: Plan) -> str:
    """Two units, service and timer, with the commands that install them as comments. Raises :class:`ScheduleError`."""
    _one_line(plan)
    if set(str(plan.program)) & set("\"'\\"):
        raise ScheduleError(
            f"{plan.program}: systemd runs no program whose path has quotes or backslashes; install Chibo elsewhere"
        )
    environment = "".join(f"Environment={_systemd(f'{key}={value}')}\n" for key, value in plan.environment.items())
    account = f"User={plan.account}\n" if plan.account else ""
    return f"""\
# Put each part into the file that it names, then:
#   systemctl daemon-reload && systemctl enable --now chibo-nightly.timer
# What it says: journalctl -u chibo-nightly; a night that finds something to look at ends with status 1.

# /etc/systemd/system/chibo-nightly.service
[Unit]
Description=Chibo: crawl, build, export
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={str(plan.folder).replace("%", "%%")}
{environment}{account}ExecStart={_systemd(str(plan.program))} nightly
TimeoutStartSec=20h
Nice=10

# /etc/systemd/system/chibo-nightly.timer
[Unit]
Description=Chibo every night

[Timer]
OnCalendar=*-*-* {plan.at}:00
Persistent=true
RandomizedDelaySec=10min

[Install]
WantedBy=timers.target
"""


def cron(plan: Plan) -> str:
    """Lines for ``crontab -e``. Raises :class:`ScheduleError`."""
    _one_line(plan)
    hour, minute = plan.at.split(":")
    environment = " ".join(f"{key}={shlex.quote(value)}" for key, value in plan.environment.items())
    command = f"cd {shlex.quote(str(plan.folder))} && {{ said=$({environment + ' ' if environment else ''}"
    command += f"""{shlex.quote(str(plan.program))} nightly 2>&1) || printf '%s\\n' "$said"; }}"""
    # a per cent sign is a line end to cron
    line = f"{int(minute)} {int(hour)} * * * {command}".replace("%", "\\%")
    return (
        f"# Put this line into `crontab -e`; cron mails the report of a night that has something to look at.\n{line}\n"
    )


def _one_line(plan: Plan) -> None:
    for name, value in {"the program": plan.program, "the folder": plan.folder, **plan.environment}.items():
        if any(not letter.isprintable() for letter in str(value)):
            raise ScheduleError(f"{name}: {str(value)!r} has a line end or control character; choose one without")


def _systemd(text: str) -> str:
    """A word as a unit has it: quoted, percent signs doubled. A dollar sign means nothing in the program's path, nor in
    Environment=.
    """
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'
