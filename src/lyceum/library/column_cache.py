"""The columns of items that were asked for lately, kept for as long as their subjects do not change.

Not shared between processes, and never told what changed: every use first reads the subjects' content versions, in its
own transaction, and takes what is kept only if it was made for exactly these.
"""

from collections import OrderedDict
from uuid import UUID

from lyceum.library.contracts import ItemColumns, PracticeScope

# All items of an owner's scope, or those that apply in a country, or where the country is not known.
Key = tuple[UUID, PracticeScope] | tuple[UUID, PracticeScope, str | None]
Versions = tuple[UUID, ...]

# An item in columns takes some 500 bytes; this is at the most 100 MB.
MOST_ITEMS = 200_000


class ColumnCache:
    """Columns by owner and scope, the least lately used thrown out first."""

    def __init__(self, most_items: int = MOST_ITEMS) -> None:
        self._most_items = most_items
        self._items = 0
        self._kept: OrderedDict[Key, tuple[Versions, ItemColumns]] = OrderedDict()

    def find(self, key: Key, versions: Versions) -> ItemColumns | None:
        """What is kept, if it was made for these versions."""
        kept = self._kept.get(key)
        if kept is None or kept[0] != versions:
            return None
        self._kept.move_to_end(key)
        return kept[1]

    def keep(self, key: Key, versions: Versions, columns: ItemColumns) -> None:
        """Keep columns read after their versions were."""
        self._forget(key)
        if len(columns.ids) > self._most_items:
            return
        self._kept[key] = versions, columns
        self._items += _weight(columns)
        while self._items > self._most_items:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: Key) -> None:
        if kept := self._kept.pop(key, None):
            self._items -= _weight(kept[1])


def _weight(columns: ItemColumns) -> int:
    # An empty scope takes room too.
    return max(len(columns.ids), 1)
