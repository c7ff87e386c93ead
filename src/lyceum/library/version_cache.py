"""Versions of items that were read lately: who is asked an item answers it a moment later.

A version never changes. What stands beside its content may (the name of a skill, what calibration finds), so that it is
kept for a minute only. Owners are part of the key: what belongs to one is not found by another.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from lyceum.library.contracts import Item

Key = tuple[UUID, UUID, int]

# An item takes some 3 kB; this is at the most 12 MB.
MOST_VERSIONS = 4_000
KEPT = timedelta(minutes=1)


class VersionCache:
    """Items by owner, id and version, the one that was read first thrown out first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[datetime, Item]] = OrderedDict()

    def find(self, key: Key, now: datetime) -> Item | None:
        """What is kept, if it is not too old."""
        kept = self._kept.get(key)
        return kept[1] if kept and now - kept[0] < KEPT else None

    def keep(self, key: Key, item: Item, now: datetime) -> None:
        """Keep an item read now."""
        self._kept[key] = now, item
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_VERSIONS:
            self._kept.popitem(last=False)
