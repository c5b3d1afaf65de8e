"""A lock that one process holds: a file that the system has locked for it. A process that died holds nothing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path, what: str, unwritable: type[Exception], taken: type[Exception]) -> Iterator[None]:
    """Hold the lock of a folder; ``path`` is the lock's file in it, ``what`` it is for.

    Raises ``unwritable`` where the folder cannot be written, and ``taken`` where another process holds the lock.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(f"{folder}: cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise taken(f"{folder}: another {what} is under way; wait for it or end it, then run again") from error
        yield
    finally:
        os.close(handle)
