"""SQL of what comes back when. Days are the learner's own; the caller says which one it is for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from lyceum.platform.unit_of_work import UnitOfWork

# Pressing: forgotten last time, or later than its whole interval. What FSRS has not seen yet was folded before it came.
_DATED = """
    select item_id, due_on, interval_days, coalesce(stability, greatest(interval_days, 1)) as stability,
        last_effective_at as reviewed_at,
        due_on <= $2 and (not is_recalled or $2 - due_on > interval_days) as is_pressing
    from practice.item_state where learner_id = $1"""
_DUE = f"""
    with due as ({_DATED} and due_on <= $2)
    select * from due where (not is_pressing, due_on, item_id) > ($3, $4, $5)
    order by not is_pressing, due_on, item_id limit $6"""  # noqa: S608  constants
_NAMED = f"{_DATED} and item_id = any($3) order by due_on, item_id"
_COMING = f"{_DATED} order by due_on, item_id limit 200"
_DAYS = "select item_id, due_on from practice.item_state where learner_id = $1"
_DUE_BY = f"{_DAYS} and due_on <= $2"
_NEXT = f"{_DAYS} and due_on > $2 order by due_on limit 200"
_ASKED = """
    select item_id, due_on, attempts, last_effective_at
    from practice.item_state where learner_id = $1"""
_ASKED_AMONG = f"{_ASKED} and item_id = any($2)"
# Above this, naming the items costs more than reading all that were attempted.
_MOST_NAMED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An item and the day it comes back, with what FSRS needs to say how likely it is recalled."""

    item_id: UUID
    due_on: date
    interval_days: int
    is_pressing: bool
    stability: float
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that was attempted before: when it comes back, how often and when last it was asked."""

    due_on: date
    attempts: int
    last_asked_at: datetime


@dataclass(frozen=True, slots=True)
class DueAfter:
    """Where a page of the review list ended."""

    is_calm: bool
    due_on: date
    item_id: UUID


async def list_due(uow: UnitOfWork, learner_id: UUID, today: date, limit: int, *, after: DueAfter) -> list[Dated]:
    """What is due by today, the pressing first, then by how long it has been due."""
    driver = await uow.driver()
    place = (after.is_calm, after.due_on, after.item_id)
    return [_dated(row) for row in await driver.fetch(_DUE, learner_id, today, *place, limit)]


async def list_dated(uow: UnitOfWork, learner_id: UUID, today: date, item_ids: Sequence[UUID]) -> list[Dated]:
    """Those of the items that were attempted, by the day they come back."""
    driver = await uow.driver()
    return [_dated(row) for row in await driver.fetch(_NAMED, learner_id, today, list(item_ids))]


async def list_coming(uow: UnitOfWork, learner_id: UUID, today: date) -> list[Dated]:
    """The reviews that come first, due already or not."""
    driver = await uow.driver()
    return [_dated(row) for row in await driver.fetch(_COMING, learner_id, today)]


async def due_by(uow: UnitOfWork, learner_id: UUID, day: date) -> list[tuple[UUID, date]]:
    """Every item due on a day or before it, and when."""
    driver = await uow.driver()
    return [(row["item_id"], row["due_on"]) for row in await driver.fetch(_DUE_BY, learner_id, day)]


async def next_due(uow: UnitOfWork, learner_id: UUID, today: date) -> list[tuple[UUID, date]]:
    """The items that fall due next after today, soonest first."""
    driver = await uow.driver()
    return [(row["item_id"], row["due_on"]) for row in await driver.fetch(_NEXT, learner_id, today)]


async def asked_among(uow: UnitOfWork, learner_id: UUID, item_ids: Mapping[UUID, int]) -> dict[UUID, Asked]:
    """Those of the items that were attempted before."""
    driver = await uow.driver()
    if len(item_ids) <= _MOST_NAMED:
        rows = await driver.fetch(_ASKED_AMONG, learner_id, list(item_ids))
    else:
        rows = [row for row in await driver.fetch(_ASKED, learner_id) if row["item_id"] in item_ids]
    return {row["item_id"]: Asked(row["due_on"], row["attempts"], row["last_effective_at"]) for row in rows}


def _dated(row: "asyncpg.Record") -> Dated:
    return Dated(**row)
