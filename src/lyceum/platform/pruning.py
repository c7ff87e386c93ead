"""Forgetting in small steps: rows whose time is over, a few per transaction, so that nobody waits for a lock."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from sqlalchemy import Executable, delete, exists, select

from lyceum.platform import security_archive
from lyceum.platform.http.idempotency import KEPT_FOR
from lyceum.platform.tables import dead_letter, delivery, event, idempotency_key
from lyceum.platform.unit_of_work import UnitOfWork

# Events of one step hold the locks of their rows; a thousand go in some ten milliseconds.
ROWS_A_STEP = 1000

# Deletes up to so many rows, and tells how many.
Forget = Callable[[UnitOfWork, int], Awaitable[int]]
Step = Callable[[str, Callable[[UnitOfWork], Awaitable[int]]], Awaitable[int]]


async def forget_all(step: Step, kinds: Mapping[str, Forget]) -> dict[str, int]:
    """Forget until nothing is left that may be forgotten.

    Args:
        step: runs a named action in a transaction of its own, as a workflow's context does.
        kinds: what is forgotten, by the name it is told under.

    Returns:
        How many rows of each kind are gone.
    """
    gone = dict.fromkeys(kinds, 0)
    for name, forget in kinds.items():
        turn, deleted = 0, ROWS_A_STEP
        # A step that was not full left nothing, but for what came meanwhile.
        while deleted >= ROWS_A_STEP:
            turn += 1
            deleted = await step(f"forget {name} {turn}", partial(_forget, forget))
            gone[name] += deleted
    return gone


async def prune(step: Step) -> dict[str, int]:
    """Forget what the kernel keeps for a time only: heard events, answers to be given twice, the oldest of the log."""
    return await forget_all(step, KINDS)


async def forget_events(uow: UnitOfWork, rows: int) -> int:
    """Delete old events; never one that somebody has not heard yet, nor one that waits as a dead letter."""
    old = event.c.occurred_at < uow.clock.now() - timedelta(days=uow.kernel.settings.event_days)
    is_awaited = exists().where(delivery.c.event_id == event.c.id)
    is_dead = exists().where(dead_letter.c.event_id == event.c.id)
    some = select(event.c.id).where(old, ~is_awaited, ~is_dead).order_by(event.c.occurred_at).limit(rows)
    return await deleted(uow, delete(event).where(event.c.id.in_(some)))


async def forget_idempotency_keys(uow: UnitOfWork, rows: int) -> int:
    """Delete answers that are not given a second time any more."""
    old = idempotency_key.c.created_at <= uow.clock.now() - KEPT_FOR
    some = select(idempotency_key.c.owner, idempotency_key.c.key).where(old).limit(rows).subquery()
    mine = (idempotency_key.c.owner == some.c.owner) & (idempotency_key.c.key == some.c.key)
    return await deleted(uow, delete(idempotency_key).where(mine))


async def deleted(uow: UnitOfWork, statement: Executable) -> int:
    """Run a deletion; how many rows it took."""
    return (await uow.execute(statement)).rowcount


KINDS: Mapping[str, Forget] = MappingProxyType(
    {
        "events": forget_events,
        "idempotency_keys": forget_idempotency_keys,
        "security_events": security_archive.prune,
    }
)


async def _forget(forget: Forget, uow: UnitOfWork) -> int:
    return await forget(uow, ROWS_A_STEP)
