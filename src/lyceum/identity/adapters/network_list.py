"""Places from a list of networks that the operator provides: a CSV file with network, country, latitude, longitude."""

import csv
import ipaddress
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path

from lyceum.identity.adapters.prefixes import NetworkPrefixes
from lyceum.identity.contracts.signing_in import GeographyUnreadable
from lyceum.identity.suspicion import Place
from lyceum.platform import origin

_COLUMNS = {"network", "country", "latitude", "longitude"}


@dataclass(frozen=True, slots=True)
class _Entry:
    first: int
    last: int
    place: Place


class NetworkList:
    """The `Geography` of a list, read once; an address that no network of it holds has its prefix alone.

    Args:
        path: of the file. Networks must not lie in each other; coordinates may be left empty.

    Raises:
        GeographyUnreadable: if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._prefixes = NetworkPrefixes()
        self._entries: dict[int, list[_Entry]] = {4: [], 6: []}
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                if not set(rows.fieldnames or ()) >= _COLUMNS:
                    raise ValueError(f"its first line must name {', '.join(sorted(_COLUMNS))}")
                for row in rows:
                    self._add(row)
        except (OSError, ValueError) as error:
            raise GeographyUnreadable(
                f"The list of networks {str(path)!r} cannot be used ({error}). Mend it, or unset LYCEUM_GEOGRAPHY_FILE."
            ) from error
        for entries in self._entries.values():
            entries.sort(key=_first)

    def place_of(self, address: str) -> Place:
        """The prefix of the address, with country and coordinates of the network that holds it."""
        place = self._prefixes.place_of(address)
        known = origin.parsed(address)
        if known is None:
            return place
        entries = self._entries[known.version]
        nearest = bisect_right(entries, int(known), key=_first) - 1
        if nearest < 0 or entries[nearest].last < int(known):
            return place
        return replace(entries[nearest].place, network=place.network)

    def _add(self, row: dict[str, str]) -> None:
        network = ipaddress.ip_network(row["network"].strip())
        place = Place(
            country=row["country"].strip().upper() or None,
            latitude=_degrees(row["latitude"]),
            longitude=_degrees(row["longitude"]),
        )
        entry = _Entry(int(network.network_address), int(network.broadcast_address), place)
        self._entries[network.version].append(entry)


def _first(entry: _Entry) -> int:
    return entry.first


def _degrees(text: str) -> float | None:
    return float(text) if text.strip() else None
