"""Places without any list: the network an address belongs to stands for where it is, and no country is claimed."""

import ipaddress

from lyceum.identity.suspicion import Place
from lyceum.platform import origin

# About what one provider uses in one region; a telephone stays in it for a while, a burglar abroad is not in it.
_PREFIX = {4: 16, 6: 48}


class NetworkPrefixes:
    """The `Geography` of a machine that has no list of networks."""

    def place_of(self, address: str) -> Place:
        """The prefix of the address: /16 of IPv4, /48 of IPv6."""
        known = origin.parsed(address)
        if known is None:
            return Place()
        return Place(network=str(ipaddress.ip_network((known, _PREFIX[known.version]), strict=False)))
