"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket there, stopped at the end."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Accounts to run it as where the tests run as root, which PostgreSQL refuses to.
ACCOUNTS = ("postgres", "nobody")


class Cluster:
    """A running cluster; ``new()`` makes a database and gives its address."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder = binaries, folder
        self.account = account() if os.geteuid() == 0 else None
        self._numbers = itertools.count()

    def call(self, program: str, *arguments: str) -> None:
        """Run one of its programs; its output goes to a file, since what it starts would hold a pipe open."""
        with (self.folder / "said").open("ab") as said:
            subprocess.run(
                [self.binaries / program, *arguments],
                check=True,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                user=self.account,
                cwd=self.folder,
                timeout=120,
            )

    def new(self) -> str:
        """The address of a new, empty database."""
        name = f"chibo{next(self._numbers)}"
        self.call("createdb", "-h", str(self.folder), "-U", "chibo", name)
        return f"postgresql+psycopg://chibo@/{name}?host={self.folder}"


def binaries() -> Path | None:
    """The folder of PostgreSQL's server programs: Debian's newest, else that on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    told = str(found[-1]) if found else shutil.which("initdb")
    return Path(told).parent if told else None


def account() -> int | None:
    """The number of an account to run as."""
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Start a cluster, and stop it."""
    folder = Path(tempfile.mkdtemp(prefix="chibo-pg-"))
    made = Cluster(programs, folder)
    try:
        if made.account is not None:
            os.chown(folder, made.account, -1)
        data = str(folder / "data")
        made.call("initdb", "-D", data, "-U", "chibo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        made.call("pg_ctl", "-D", data, "-w", "-o", options, "start")
        try:
            yield made
        finally:
            made.call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
