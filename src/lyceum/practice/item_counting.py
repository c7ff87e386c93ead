"""Counting what first answers say about items: gathered from attempts in stretches, counted subject by subject.

Only the first answer of each learner counts, if it was given without help: what somebody answers again says how well
they have learned, and not how hard the item is. Everything here is derived from attempts, off the path of requests.
"""

from typing import Any
from uuid import UUID

from lyceum.library import facade as library
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.gathering import next_stretch
from lyceum.practice.item_flags import figures_of
from lyceum.practice.store import first_answers
from lyceum.practice.store import item_statistics as store


async def gather_next(uow: UnitOfWork) -> dict[str, Any]:
    """Gather the first answers of the next stretch of time: `{done}`, whether it reaches until now."""
    stretch = await next_stretch(uow, "first_answers")
    changed = await first_answers.gather(uow, stretch.begin, stretch.end)
    places = await library.places_of(uow, changed)
    await first_answers.mark_changed(uow, list({place.subject_id for place in places.values()}))
    return {"done": stretch.is_last}


async def next_subject(uow: UnitOfWork, after: UUID) -> dict[str, Any] | None:
    """The next subject, by id, with answers that its figures do not know of: `{subject_id, changes}`."""
    stale = await store.next_stale(uow, after)
    if stale is None:
        return None
    return {"subject_id": str(stale.subject_id), "changes": stale.changes}


async def count_subject(uow: UnitOfWork, subject_id: UUID) -> int:
    """Count the first answers to a subject's items, and keep what may be told of each; how many items there were."""
    items = {item.id: item for item in await library.items_to_calibrate(uow, subject_id)}
    versions = {item_id: item.version for item_id, item in items.items()}
    with_options = [item_id for item_id, item in items.items() if item.option_ids]
    counted = await first_answers.count(uow, versions, with_options)
    figures = {item_id: figures_of(each, items[item_id]) for item_id, each in counted.items()}
    await store.put(uow, subject_id, versions, figures)
    return len(figures)
