"""Hosts and their turns: one request at a time to each, with a pause between two."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class Clock:
    """The time. A test, or a run that is to be repeated exactly, hands in another with the same methods."""

    def __init__(self) -> None:
        self._woken = threading.Event()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back, for measuring pauses."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, until the time is over or somebody calls :meth:`wake`."""
        self._woken.wait(seconds)

    def wake(self) -> None:
        """End every pause, now and from now on: the run is being given up."""
        self._woken.set()


class Hosts:
    """Whose turn it is, by host and port."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[float]]] = {}

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Hold the host for one request: wait for others to finish, and ``delay`` seconds after the last one's end."""
        with self._lock:
            lock, last = self._hosts.setdefault(host, (threading.Lock(), []))
        with lock:
            if last:
                wait = last[0] + delay - self.clock.monotonic()
                if wait > 0:
                    self.clock.sleep(wait)
            try:
                yield
            finally:
                last[:] = [self.clock.monotonic()]
