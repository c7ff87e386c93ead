"""The items that may be asked of a learner, as columns: read once for each version of their subjects' content."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from lyceum.library.column_cache import ColumnCache
from lyceum.library.column_picking import applying, indexed
from lyceum.library.contracts import Askable, ItemColumns, PracticeScope
from lyceum.library.store import items, skills, subjects
from lyceum.people import facade as people
from lyceum.platform.jurisdictions import applies
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
    if not columns.limited_to:
        # The common case, which need not know where the learner is.
        return columns
    country = await _country_of(uow, learner)
    here = cache.find((*key, country), versions)
    if here is None:
        here = applying(columns, country)
        cache.keep((*key, country), versions, here)
    return here


async def active_among(uow: UnitOfWork, learner: Principal, item_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the items that may be asked now."""
    active = await items.active_among(uow, learner.user_id, item_ids)
    if not any(active.values()):
        return set(active)
    country = await _country_of(uow, learner)
    return {item_id for item_id, jurisdictions in active.items() if applies(jurisdictions, country)}


async def askable_of(uow: UnitOfWork, learner: Principal) -> list[Askable]:
    """What can be asked of each subject of a learner that has something, the newest first."""
    return await subjects.list_askable(uow, learner.user_id, await _country_of(uow, learner))


async def _country_of(uow: UnitOfWork, learner: Principal) -> str | None:
    """The country that a learner says they are in."""
    return (await people.privacy_of(uow, [learner.user_id]))[learner.user_id].jurisdiction


async def _read(uow: UnitOfWork, learner: Principal, scope: PracticeScope) -> ItemColumns:
    columns = indexed(await items.columns_in(uow, learner.user_id, scope))
    return replace(columns, prerequisites=await skills.prerequisites_of(uow, list(columns.places_of)))
