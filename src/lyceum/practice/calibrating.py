"""Measuring how hard items are, from first answers: the one thing that changes their parameters.

Attempts pin the parameters they were judged with, so that nothing that was folded changes; what is asked next does, and
how it is judged. An item keeps what it was made with until enough learners have answered it.
"""

import asyncio
import importlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from lyceum.library import facade as library
from lyceum.library.contracts import Calibratable, Calibrated, ItemParameters
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice.store import first_answers
from lyceum.practice.store import item_statistics as store
from lyceum.practice.store.first_answers import Sheet

# Ours: with fewer, what an item was made with still says more.
LEAST_ANSWERS = 30
# Ours: one byte each here, some sixty while they are weighed; of larger tables some of the learners are taken.
_MOST_CELLS = 1_000_000
# numpy is loaded when something is to be measured, not when a server starts.
_FITTING = "lyceum.practice.curve_fitting"
# Ours: differences that no learner could notice make no further version.
_SAME_B, _SAME_A, _SAME_C = 0.05, 0.05, 0.02


async def measure(kernel: Kernel, subject_id: UUID) -> list[dict[str, Any]]:
    """The parameters of a subject's items with enough answers, as plain data; changes nothing."""
    async with unit_of_work(kernel) as uow:
        items = await _with_enough(uow, subject_id)
        if not items:
            return []
        versions = {item.id: item.version for item in items}
        sheets = await first_answers.table(uow, versions, _MOST_CELLS // len(items))
    # In a thread, and outside the transaction: it takes up to some seconds.
    return await asyncio.to_thread(_measured, items, sheets)


async def keep(uow: UnitOfWork, subject_id: UUID, measured: Sequence[dict[str, Any]]) -> int:
    """Give items the parameters that were measured; how many have others now. What was edited meanwhile is left."""
    found = [Calibrated(**{**each, "item_id": UUID(each["item_id"])}) for each in measured]
    items = {item.id: item for item in await library.items_to_calibrate(uow, subject_id)}
    held = [each for each in found if each.item_id in items and items[each.item_id].version == each.version]
    changed = [each for each in held if _differs(each, items[each.item_id].parameters)]
    await library.calibrate(uow, subject_id, changed)
    await store.mark_calibrated(uow, {(each.item_id, each.version): each.answers for each in held})
    return len(changed)


async def finish(uow: UnitOfWork, subject_id: UUID, changes: int) -> None:
    """Note how many changes of a subject's answers are known now."""
    await store.mark_counted(uow, subject_id, changes)


async def _with_enough(uow: UnitOfWork, subject_id: UUID) -> list[Calibratable]:
    learners: dict[tuple[UUID, int], int] = {}
    after = UUID(int=0)
    while page := await store.list_kept(uow, subject_id, 500, after=after):
        learners |= {(each.item_id, each.version): each.figures.learners for each in page}
        after = page[-1].item_id
    items = await library.items_to_calibrate(uow, subject_id)
    return [item for item in items if learners.get((item.id, item.version), 0) >= LEAST_ANSWERS]


def _measured(items: Sequence[Calibratable], sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    fit = importlib.import_module(_FITTING).fit
    return [
        {"item_id": str(item.id), "version": item.version, **curve}
        for item, curve in zip(items, fit([item.made_with for item in items], sheets), strict=True)
    ]


def _differs(found: Calibrated, now: ItemParameters) -> bool:
    return abs(found.b - now.b) > _SAME_B or abs(found.a - now.a) > _SAME_A or abs(found.c - now.c) > _SAME_C
