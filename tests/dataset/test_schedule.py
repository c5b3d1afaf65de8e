"""The units that run a night every night, and the command that prints them."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.dataset.schedule import Plan, ScheduleError, cron, systemd


def test_units_have_the_right_paths(tmp_path: Path) -> None:
    folder = tmp_path / "a b%c"
    plan = Plan(program=folder / "chibo", folder=folder, at="02:05", environment={"CHIBO_CONTACT": "a b@x.org"})
    unit = systemd(plan)
    escaped = str(folder).replace("%", "%%")
    assert f"WorkingDirectory={escaped}\n" in unit and f'ExecStart="{escaped}/chibo" nightly' in unit
    assert 'Environment="CHIBO_CONTACT=a b@x.org"' in unit and "OnCalendar=*-*-* 02:05:00" in unit
    [comment, line] = cron(plan).splitlines()
    assert comment.startswith("#") and line.startswith("5 2 * * * cd '")
    script = folder / "chibo"
    folder.mkdir()
    script.write_text('#!/bin/sh\necho "$CHIBO_CONTACT $1" > said\n')
    script.chmod(0o755)
    command = ["sh", "-c", line.split(" ", 5)[5].replace("\\%", "%")]
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"", "of a good night cron hears nothing"
    assert (folder / "said").read_text() == "a b@x.org nightly\n"
    script.write_text("#!/bin/sh\necho report; echo why >&2; exit 1\n")
    assert subprocess.run(command, check=True, capture_output=True).stdout == b"report\nwhy\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    folder = tmp_path / "a (b) $HOME %n = & {c}"
    folder.mkdir()
    (folder / "chibo").write_text("#!/bin/sh\n")
    (folder / "chibo").chmod(0o755)
    plan = Plan(program=folder / "chibo", folder=folder, environment={"CHIBO_STORE": f"{folder}/x$y.db"})
    parts = systemd(plan).split("# /etc/systemd/system/")
    for part in parts[1:]:
        name, _, unit = part.partition("\n")
        (tmp_path / name).write_text(unit, "utf-8")
    units = [str(tmp_path / f"chibo-nightly.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert "chibo" not in done.stderr, done.stderr
    assert 'x$y.db"\n' in parts[1], "a dollar sign stands for itself there"


def test_paths_that_cannot_be_scheduled_are_said(tmp_path: Path) -> None:
    quoted = Plan(program=tmp_path / "it's" / "chibo", folder=tmp_path)
    assert shlex.quote(str(quoted.program)) in cron(quoted)
    with pytest.raises(ScheduleError, match="it's/chibo: systemd runs no program whose path has quotes"):
        systemd(quoted)
    for schedule in (systemd, cron):
        with pytest.raises(ScheduleError, match=r"CHIBO_STORE: .* has a line end or control character"):
            schedule(Plan(program=tmp_path / "chibo", folder=tmp_path, environment={"CHIBO_STORE": "a\nb"}))


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHIBO_CONTACT", raising=False)
    for what, wanted in (("systemd", "[Timer]"), ("cron", "* * *")):
        with pytest.raises(SystemExit) as ended:
            main(["schedule", what, "--at", "23:59"])
        told, said = capfd.readouterr()
        assert ended.value.code in (0, None) and wanted in told and str(tmp_path) in told
        assert "CHIBO_CONTACT is not set; put your own address in the place of you@example.org" in said
        assert str(Path(sys.executable).parent / "chibo") in told
    for wrong, status in ((["schedule", "cron", "--at", "25:00"], 2), (["nightly"], 1)):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == status
    assert "CHIBO_CONTACT is not set" in capfd.readouterr().err
