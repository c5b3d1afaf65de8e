"""How polite, how patient, how much: the settings of the door, and who we say we are."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from urllib3.util.retry import RequestHistory, Retry

from scrapers.net.errors import Busy, FetchError

#: The environment variable that holds the operator's e-mail address or page.
CONTACT = "CHIBO_CONTACT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Times in seconds, sizes in bytes.

    ``max_bytes`` is after decompression. ``max_wait`` is the longest Retry-After that is waited for; a longer one is
    left to a later run. ``allow_private`` opens this machine and private networks, ``networks`` single ones of them.
    """

    contact: str = field(default_factory=lambda: os.environ.get(CONTACT, "").strip())
    allow_private: bool = False
    networks: Collection[str] = ()
    robots: bool = True
    delay: float = 1.0
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 120.0
    max_bytes: int = 10_000_000
    max_hops: int = 5
    retries: int = 3
    backoff: float = 1.0
    max_wait: float = 120.0

    @property
    def agent(self) -> str:
        """The name that robots.txt files know us by."""
        return "Chibo"

    @property
    def user_agent(self) -> str:
        """Name, version, and whom to ask."""
        try:
            number = version("chibo")
        except PackageNotFoundError:
            number = "0"
        return f"{self.agent}/{number} (news archive for research; {self.contact or 'no contact configured'})"

    def wait(self, error: FetchError, attempts: int) -> float | None:
        """Seconds to wait before the next try, ``attempts`` having failed before this one; ``None`` to give up."""
        if not error.passing or attempts >= self.retries:
            return None
        if isinstance(error, Busy):
            return error.wait if error.wait <= self.max_wait else None
        failed = (RequestHistory("GET", error.url, None, None, None),) * (attempts + 2)
        return Retry(total=self.retries, backoff_factor=self.backoff, history=failed).get_backoff_time()
