"""Where a request comes from, as far as we look: its address, its kind of program and its id.

The shell binds it around each request, so that limits and the security log need not be handed a `Request`. Outside of
any request (a workflow, the command line) it is `HERE`.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from lyceum.platform.held import Held

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LONGEST_AGENT = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one request comes from.

    Attributes:
        address: of the client, IPv4 or IPv6; "" where there is none.
        user_agent: what its program calls itself, cut to 400 characters; "" if it says nothing.
        request_id: of the exchange.
    """

    address: str = ""
    user_agent: str = ""
    request_id: str = ""


HERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=HERE)


def current() -> Origin:
    """Where the request in hand comes from; `HERE` outside of any."""
    return _origin.get()


def coming_from(origin: Origin) -> Held[Origin]:
    """For as long as the block lasts, `current` is this."""
    return Held(_origin, origin)


def of(peer: str, headers: Iterable[tuple[bytes, bytes]], request_id: str, trusted: Sequence[Network]) -> Origin:
    """The origin of a request.

    Args:
        peer: the address the connection comes from.
        headers: of the request, names in lower case.
        request_id: of the exchange.
        trusted: networks of the proxies whose `X-Forwarded-For` is believed.
    """
    forwarded, agent = [], b""
    for name, value in headers:
        if name == b"x-forwarded-for":
            forwarded.append(value)
        elif name == b"user-agent":
            agent = value
    address = peer
    if forwarded and trusted:
        address = _client_behind(peer, b",".join(forwarded).decode("latin-1"), tuple(trusted))
    if (known := parsed(address)) is not None:
        address = str(known)
    return Origin(address, agent[:_LONGEST_AGENT].decode("latin-1"), request_id)


@lru_cache(maxsize=4096)
def parsed(address: str) -> Address | None:
    """The address that a text is; None if it is none.

    One of IPv4 that is written as one of IPv6 (`::ffff:203.0.113.9`, as a socket that listens to both has it) is what
    it stands for: all of them are in one /64.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return None
    return known.ipv4_mapped or known if isinstance(known, ipaddress.IPv6Address) else known


def _client_behind(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """The last address that no trusted proxy has: what stands before it may have been written by anybody."""
    hops = [*(hop.strip() for hop in forwarded.split(",")), peer]
    for hop in reversed(hops):
        if not _is_trusted(hop, trusted):
            # What is no address was made up; whoever passed it on answers for it.
            return hop if parsed(hop) is not None else peer
    return hops[0]


@lru_cache(maxsize=1024)
def _is_trusted(hop: str, trusted: tuple[Network, ...]) -> bool:
    address = parsed(hop)
    return address is not None and any(address in network for network in trusted)
