"""Where sign-ins come from: as far as this installation knows, as a person reads it, and as it is compared."""

from uuid import UUID

from lyceum.identity.adapters.network_list import NetworkList
from lyceum.identity.adapters.prefixes import NetworkPrefixes
from lyceum.identity.ports import Geography
from lyceum.identity.suspicion import Place
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.telling import Phrase, phrase

_MEMORY = "identity.geography"
PURPOSE = "identity.session.address"
_KEY_BYTES = 16
_UNKNOWN = "other"


def geography_of(kernel: Kernel) -> Geography:
    """What this process knows of places: the list of the settings, else nothing but networks."""
    known: Geography | None = kernel.memory.get(_MEMORY)
    if known is None:
        file = kernel.settings.geography_file
        known = kernel.memory[_MEMORY] = NetworkList(file) if file else NetworkPrefixes()
    return known


def sealed(kernel: Kernel, address: str, session_id: UUID) -> bytes | None:
    """An address as it is kept with a session; None for none."""
    return sealer_of(kernel).seal_text(PURPOSE, address, session_id) if address else None


def place_of(kernel: Kernel, address_sealed: bytes | None, session_id: UUID) -> Place:
    """The place of an address that was kept with a session."""
    if address_sealed is None:
        return Place()
    return geography_of(kernel).place_of(sealer_of(kernel).open_text(PURPOSE, address_sealed, session_id))


def network_keys(kernel: Kernel, account_id: UUID, place: Place) -> list[bytes]:
    """What an account's networks are compared by: not to be read back, and another one for each account.

    The first is to be kept; the others are what was kept under older secret keys.
    """
    if not place.network:
        return []
    derived = sealer_of(kernel).derived_by_each("network of an account", account_id.bytes, place.network.encode())
    return [key[:_KEY_BYTES] for key in derived]


def described(network: str, country: str | None) -> Phrase:
    """A place, as it is told to a person: honest about being a network."""
    if not network:
        return phrase("identity.place.unknown")
    if country:
        return phrase("identity.place.country", country=country, network=network)
    return phrase("identity.place.network", network=network)


def device_described(browser: str, system: str) -> Phrase:
    """A device, as it is told to its owner."""
    if browser == _UNKNOWN:
        return phrase("identity.device.program")
    if system == _UNKNOWN:
        return phrase("identity.device.browser", browser=browser)
    return phrase("identity.device.known", browser=browser, system=system)
