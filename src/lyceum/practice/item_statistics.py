"""What may be told of items to whoever may read their keys, and how hard an item is to whoever may practise it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lyceum.algorithms.irt.three_pl import ItemCurve, p_correct
from lyceum.library import facade as library
from lyceum.library.contracts import Item, ItemParameters
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import withheld
from lyceum.practice.store import item_statistics as store
from lyceum.practice.store.item_statistics import Kept

_BEFORE_ALL = UUID(int=0)
# Learners as able as most, by the definition of the scale.
_USUAL_ABILITY = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """An item with its figures. `is_withheld`: its reader is being asked for it, so that nothing may tell the key."""

    item: Item
    kept: Kept
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How hard an item is taken to be.

    Attributes:
        item_id: of the item.
        parameters: of its curve.
        chance: the probability that somebody as able as most gets it right.
        answers: that this was measured with; 0 for what the item was made with.
        calibrated_at: when that was; None if never.
    """

    item_id: UUID
    parameters: ItemParameters
    chance: float
    answers: int
    calibrated_at: datetime | None


async def list_statistics(
    uow: UnitOfWork, owner: Principal, subject_id: UUID, page: PageRequest, *, only_flagged: bool
) -> Page[Told]:
    """The figures of the items of one of the owner's subjects that were answered, in the order they were made.

    Raises:
        SubjectNotFound: if they have none with this id.
    """
    await library.find_subject(uow, owner.user_id, subject_id)
    after = decode_cursor(page.cursor, UUID)[0] if page.cursor else _BEFORE_ALL
    rows = await store.list_kept(uow, subject_id, page.limit + 1, after=after, only_flagged=only_flagged)
    found = cut(rows, page.limit, lambda kept: (kept.item_id,))
    items = await library.find_versions(uow, owner, [(kept.item_id, kept.version) for kept in found.items])
    secret = await withheld(uow, owner, [kept.item_id for kept in found.items])
    told = [
        Told(items[kept.item_id, kept.version], kept, kept.item_id in secret)
        for kept in found.items
        if (kept.item_id, kept.version) in items
    ]
    return Page([each for each in told if each.item.is_active], found.next_cursor)


async def difficulty_of(uow: UnitOfWork, learner: Principal, item_id: UUID) -> Difficulty:
    """How hard an item is that the learner may practise.

    Raises:
        ItemNotFound: if there is none for them.
    """
    item = await library.find_item(uow, learner, item_id)
    kept = await store.find_kept(uow, item_id)
    if kept is not None and kept.version != item.version:
        kept = replace(kept, calibrated_at=None, calibrated_on=None)
    return Difficulty(
        item_id=item_id,
        parameters=item.parameters,
        chance=p_correct(_USUAL_ABILITY, ItemCurve(**item.parameters.curve())),
        answers=(kept.calibrated_on if kept else None) or 0,
        calibrated_at=kept.calibrated_at if kept else None,
    )
