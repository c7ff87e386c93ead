"""Deliveries that failed too often: to look at, and to give another life once the cause is mended."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from lyceum.platform.outbox import partition_of
from lyceum.platform.unit_of_work import UnitOfWork

_LIST = text(
    "select l.id, l.subscription, e.name, e.key, l.attempts, l.error, l.died_at"
    " from platform.dead_letter l join platform.event e on e.id = l.event_id order by l.id limit :limit"
)
_RAISE = text(
    "with risen as (delete from platform.dead_letter where id = any(:ids) returning event_id, subscription)"
    " select r.event_id, r.subscription, e.key from risen r join platform.event e on e.id = r.event_id"
    " order by e.occurred_at, e.id"
)
_DELIVER = text(
    "insert into platform.delivery (event_id, domain, subscription, key, partition)"
    " values (:event_id, split_part(:subscription, '.', 1), :subscription, :key, :partition)"
)


async def list_dead_letters(uow: UnitOfWork, limit: int = 100) -> Sequence[Row[Any]]:
    """The oldest dead letters: id, subscription, event name, key, attempts, error, died_at."""
    return (await uow.execute(_LIST, {"limit": limit})).all()


async def redrive(uow: UnitOfWork, letter_ids: Sequence[UUID]) -> int:
    """Deliver dead letters again, their attempts counted anew; returns how many there were.

    They come after what their keys have seen meanwhile: a dead letter has lost its place.
    """
    risen = (await uow.execute(_RAISE, {"ids": list(letter_ids)})).all()
    for letter in risen:
        await uow.execute(_DELIVER, {**letter._asdict(), "partition": partition_of(letter.key)})
    if risen:
        uow.after_commit(uow.nudge_relay)
    return len(risen)
