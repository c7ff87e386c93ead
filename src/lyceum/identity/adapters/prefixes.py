"""Places without any list: the network an address belongs to stands for where it is, and no country is claimed."""

import ipaddress

from lyceum.identity.suspicion import Place

# About what one provider uses in one region; a telephone stays in it for a while, a burglar abroad is not in it.
_PREFIX = {4: 16, 6: 48}


class NetworkPrefixes:
    """The `Geography` of a machine that has no list of networks."""

    def place_of(self, address: str) -> Place:
        """The prefix of the address: /16 of IPv4, /48 of IPv6."""
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return Place()
        if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
            known = known.ipv4_mapped
        return Place(network=str(ipaddress.ip_network((known, _PREFIX[known.version]), strict=False)))
