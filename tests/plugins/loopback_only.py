"""Tests reach nothing but this machine: unix sockets and loopback addresses.

An audit hook sees every connect, datagram and name lookup that Python makes in this process, in any thread and at any
time, also between tests and in fixtures of the session; replacing functions of the socket module would see fewer.
It cannot see C libraries that open their own sockets, nor child processes.
"""

import ipaddress
import socket
import sys

_CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})


class NetworkBlocked(RuntimeError):
    """Not an OSError, so that code which survives a bad network does not hide it."""


def is_this_machine(host: object) -> bool:
    """Whether a host, as given to a socket or a lookup, stays on this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", errors="replace")
    if host is None or host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event in _CONNECTS:
        sock, address = arguments
        if isinstance(sock, socket.socket) and sock.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host = address[0] if isinstance(address, tuple) else None
    elif event in _LOOKUPS:
        host = arguments[0]
    else:
        return
    if not is_this_machine(host):
        message = f"A test tried to reach {host!r} ({event}). Tests reach loopback only: use a local adapter or server."
        raise NetworkBlocked(message)


sys.addaudithook(_refuse_other_machines)
