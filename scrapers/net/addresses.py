"""Only the public Internet: a name is resolved once, and the connection goes to an address that was checked.

Checking a name and then letting the connection resolve it again would leave a gap (DNS rebinding), so the check sits
where the socket is made; every connection of every hop passes here, and the socket's peer is compared once more.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Collection
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Special-purpose by IANA's registries, though this Python may not know it yet.
SPECIAL = tuple(
    ipaddress.ip_network(n)
    for n in ("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "3fff::/20", "5f00::/16", "100::/64", "fec0::/10")
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address.sixtofour is not None:
            return address.sixtofour
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class NotPublic(Exception):
    """No address of the host may be connected to; nothing was sent."""


class Guard:
    """Which addresses may be connected to, and the deadline of what is under way in this thread.

    ``private`` opens loopback and private networks, ``networks`` single ones (``"127.0.0.2/32"``). Link-local addresses
    (a cloud's metadata service among them), multicast and reserved ones are never opened.
    """

    def __init__(self, private: bool = False, networks: Collection[str] = ()) -> None:
        self.private = private
        self.networks: list[Network] = [ipaddress.ip_network(n) for n in networks]
        self.watched = threading.local()

    def allows(self, text: str) -> bool:
        """Whether a connection to this IP address may be made."""
        address = inner(ipaddress.ip_address(text.split("%")[0]))
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        if any(address in n for n in self.networks if n.version == address.version):
            return True
        if any(address in n for n in SPECIAL if n.version == address.version):
            return False
        return address.is_global or (self.private and address.is_private)

    def connect(self, connection: HTTPConnection) -> socket.socket:
        """A socket to the first address of the connection's host that is allowed and answers."""
        host, port = connection._dns_host, connection.port or connection.default_port
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            gai = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(host, connection, gai) from error
        allowed = [entry for entry in found if self.allows(str(entry[4][0]))]
        if not allowed:
            there = ", ".join(sorted({str(entry[4][0]) for entry in found}))
            who = host if host == there else f"{host} ({there})"
            raise NotPublic(
                f"{who} is not on the public Internet; this machine and private networks are fetched from only "
                "with --allow-private, link-local and reserved addresses never"
            )
        last: OSError | None = None
        for family, kind, protocol, _, sockaddr in allowed:
            sock = socket.socket(family, kind, protocol)
            try:
                for option in connection.socket_options or ():
                    sock.setsockopt(*option)
                timeout: Any = connection.timeout
                sock.settimeout(timeout if isinstance(timeout, int | float) else None)
                sock.connect(sockaddr)
                if not self.allows(str(sock.getpeername()[0])):
                    raise NotPublic(f"connected to {sock.getpeername()[0]}, which is refused")
                return sock
            except OSError as error:
                sock.close()
                last = error
            except NotPublic:
                sock.close()
                raise
        if isinstance(last, TimeoutError):
            raise ConnectTimeoutError(connection, f"no connection to {host} within {connection.timeout} s") from last
        raise NewConnectionError(connection, f"no connection to {host}:{port}: {last}") from last

    def watch(self, sock: Any) -> None:
        """Remember the socket that this thread now reads from, for its deadline and its peer's address."""
        on = getattr(self.watched, "on", None)
        if on is not None:
            on(sock)


class GuardedHTTPConnection(HTTPConnection):
    """HTTP over a checked socket."""

    guard: Guard

    def _new_conn(self) -> socket.socket:
        return self.guard.connect(self)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # urllib3 narrows the base class's type in the same way
        self.guard.watch(self.sock)
        return super().getresponse()


class GuardedHTTPSConnection(GuardedHTTPConnection, HTTPSConnection):
    """HTTPS over a checked socket; the certificate is checked against the name as ever."""


class GuardedHTTPPool(HTTPConnectionPool):
    """Connections that know their guard."""

    ConnectionCls = GuardedHTTPConnection
    guard: Guard

    def _new_conn(self) -> Any:
        connection: Any = super()._new_conn()
        connection.guard = self.guard
        return connection


class GuardedHTTPSPool(GuardedHTTPPool, HTTPSConnectionPool):
    """The same over HTTPS."""

    ConnectionCls = GuardedHTTPSConnection


class GuardedManager(PoolManager):
    """Pools that know their guard."""

    guard: Guard

    def _new_pool(self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None) -> Any:
        pool: Any = super()._new_pool(scheme, host, port, request_context)
        pool.guard = self.guard
        return pool


class GuardedAdapter(HTTPAdapter):
    """A transport for ``requests`` that connects through a :class:`Guard`.

    It never retries: that is the caller's to decide and to record.
    """

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kw: Any) -> None:
        """The pools, through the guard."""
        manager = GuardedManager(num_pools=connections, maxsize=maxsize, block=block, **kw)
        manager.guard = self.guard
        manager.pool_classes_by_scheme = {"http": GuardedHTTPPool, "https": GuardedHTTPSPool}
        self.poolmanager = manager
