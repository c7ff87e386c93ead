"""The items that may be asked, as columns: read once for each version of their subjects' content."""

from lyceum.library.column_cache import ColumnCache
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.library.store import items, subjects
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

_CACHE = "library.columns"


async def items_for_practice(uow: UnitOfWork, learner: Principal, scope: PracticeScope) -> ItemColumns:
    """The items of a scope that may be asked now, as columns: no content, and none of another person's."""
    versions = await subjects.content_versions(uow, learner.user_id, scope)
    if not versions:
        return ItemColumns()
    cache: ColumnCache = uow.kernel.memory.setdefault(_CACHE, ColumnCache())
    key = (learner.user_id, scope)
    columns = cache.find(key, versions)
    if columns is None:
        # Read after its versions: what commits in between is in these columns, and makes them stale at the next use.
        columns = await items.columns_in(uow, learner.user_id, scope)
        cache.keep(key, versions, columns)
    return columns
