"""What is kept of versions: each for its owner, for a minute, and never too many."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lyceum.library import version_cache
from lyceum.library.contracts import Item, ItemParameters, ItemType
from lyceum.library.version_cache import KEPT, VersionCache

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWNER = uuid4()


def item(version: int = 1) -> Item:
    return Item(
        id=UUID(int=1),
        version=version,
        type=ItemType.FLASHCARD,
        stem="Osmosis",
        key="The movement of water",
        accepted=[],
        options=None,
        skills=(),
        source=None,
        parameters=ItemParameters(),
        subject_id=UUID(int=2),
        document_id=None,
        is_active=True,
    )


def test_a_version_is_found_by_its_owner_only() -> None:
    cache, kept = VersionCache(), item()

    cache.keep((OWNER, kept.id, 1), kept, NOW)

    assert cache.find((OWNER, kept.id, 1), NOW) is kept
    assert cache.find((uuid4(), kept.id, 1), NOW) is None
    assert cache.find((OWNER, kept.id, 2), NOW) is None


def test_a_version_is_kept_for_a_minute_from_when_it_was_read_last() -> None:
    cache, key = VersionCache(), (OWNER, UUID(int=1), 1)
    cache.keep(key, item(), NOW)

    assert cache.find(key, NOW + KEPT - timedelta(seconds=1)) is not None
    assert cache.find(key, NOW + KEPT) is None
    cache.keep(key, item(), NOW + KEPT)
    assert cache.find(key, NOW + KEPT) is not None


def test_the_one_that_was_read_first_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version_cache, "MOST_VERSIONS", 2)
    cache = VersionCache()
    keys = [(OWNER, UUID(int=1), number) for number in (1, 2, 3)]
    for key in (*keys[:2], keys[0], keys[2]):
        cache.keep(key, item(key[2]), NOW)

    assert [cache.find(key, NOW) is not None for key in keys] == [True, False, True]
