"""The items that may be asked, as columns: read once for each version of their subjects' content."""

from dataclasses import replace
from uuid import UUID

from lyceum.library.column_cache import ColumnCache
from lyceum.library.contracts import ItemColumns, PracticeScope
from lyceum.library.store import items, skills, subjects
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
        columns = await _read(uow, learner, scope)
        cache.keep(key, versions, columns)
    return columns


async def _read(uow: UnitOfWork, learner: Principal, scope: PracticeScope) -> ItemColumns:
    columns = await items.columns_in(uow, learner.user_id, scope)
    places_of: dict[UUID, list[int]] = {}
    for place, skill_ids in enumerate(columns.skill_ids):
        for skill_id in skill_ids:
            places_of.setdefault(skill_id, []).append(place)
    quoting: dict[int, list[int]] = {}
    for place, sentence in enumerate(columns.sentences):
        quoting.setdefault(sentence, []).append(place)
    return replace(
        columns,
        quoting=quoting,
        place_of={item_id: place for place, item_id in enumerate(columns.ids)},
        places_of=places_of,
        prerequisites=await skills.prerequisites_of(uow, list(places_of)),
    )
