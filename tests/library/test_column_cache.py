"""What is kept of columns: only what was made for the same content, and never too much."""

from uuid import UUID, uuid4

from lyceum.library.column_cache import ColumnCache
from lyceum.library.contracts import ItemColumns, PracticeScope


def columns(count: int) -> ItemColumns:
    return ItemColumns(ids=tuple(uuid4() for _ in range(count)))


def key() -> tuple[UUID, PracticeScope]:
    return uuid4(), PracticeScope(subject_id=uuid4())


def test_what_is_kept_is_found_for_the_same_versions_only() -> None:
    cache, mine, version, kept = ColumnCache(), key(), uuid4(), columns(2)

    cache.keep(mine, (version,), kept)

    assert cache.find(mine, (version,)) is kept
    assert cache.find(mine, (uuid4(),)) is None
    assert cache.find(mine, (version, version)) is None
    assert cache.find((uuid4(), mine[1]), (version,)) is None


def test_the_least_lately_used_goes_first() -> None:
    cache, version = ColumnCache(most_items=5), (uuid4(),)
    first, second, third = key(), key(), key()
    cache.keep(first, version, columns(2))
    cache.keep(second, version, columns(2))
    cache.find(first, version)

    cache.keep(third, version, columns(3))

    assert cache.find(first, version) is not None
    assert cache.find(second, version) is None
    assert cache.find(third, version) is not None


def test_a_scope_that_grows_is_counted_once() -> None:
    cache, mine, other = ColumnCache(most_items=5), key(), key()
    cache.keep(other, (uuid4(),), columns(0))
    for _ in range(10):
        version = (uuid4(),)
        cache.keep(mine, version, columns(4))
        assert cache.find(mine, version) is not None


def test_what_is_larger_than_all_there_is_room_for_is_not_kept() -> None:
    cache, mine, version = ColumnCache(most_items=5), key(), (uuid4(),)
    cache.keep(mine, version, columns(5))

    cache.keep(mine, version, columns(6))

    assert cache.find(mine, version) is None
