"""What identity asks of the world outside: where an address is."""

from typing import Protocol

from lyceum.identity.suspicion import Place


class Geography(Protocol):
    """Tells where addresses are, from what this machine has; nothing is asked over the network."""

    def place_of(self, address: str) -> Place:
        """The place of an IPv4 or IPv6 address; an empty one for what is no address."""
        ...
