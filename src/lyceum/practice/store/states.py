"""SQL of what is believed of a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from lyceum.algorithms.scheduling.sm2 import Sm2State
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts import Review
from lyceum.practice.fold import ItemState, SkillState

_ITEMS = "select * from practice.item_state where learner_id = $1 and item_id = any($2)"
_SKILLS = "select * from practice.skill_state where learner_id = $1 and skill_id = any($2)"
# Both tables in one round trip; a request brings one item and a skill or two, a replay brings them all.
_PUT = """
    with items as (
        insert into practice.item_state (learner_id, item_id, easiness, interval_days, repetitions, due_at, reviewed_at,
            attempts, correct, last_effective_at, last_attempt_id)
        select $1, state.* from unnest($2::uuid[], $3::float8[], $4::int[], $5::int[], $6::timestamptz[],
            $7::timestamptz[], $8::int[], $9::int[], $10::timestamptz[], $11::uuid[]) as state
        on conflict (learner_id, item_id) do update set easiness = excluded.easiness,
            interval_days = excluded.interval_days, repetitions = excluded.repetitions, due_at = excluded.due_at,
            reviewed_at = excluded.reviewed_at, attempts = excluded.attempts, correct = excluded.correct,
            last_effective_at = excluded.last_effective_at, last_attempt_id = excluded.last_attempt_id)
    insert into practice.skill_state (learner_id, skill_id, mastery, practice_count, correct_count, correct_streak,
        longest_streak, last_effective_at, last_attempt_id)
    select $1, state.* from unnest($12::uuid[], $13::float8[], $14::int[], $15::int[], $16::int[], $17::int[],
        $18::timestamptz[], $19::uuid[]) as state
    on conflict (learner_id, skill_id) do update set mastery = excluded.mastery,
        practice_count = excluded.practice_count, correct_count = excluded.correct_count,
        correct_streak = excluded.correct_streak, longest_streak = excluded.longest_streak,
        last_effective_at = excluded.last_effective_at, last_attempt_id = excluded.last_attempt_id"""
_FORGET = (
    "delete from practice.item_state where learner_id = $1",
    "delete from practice.skill_state where learner_id = $1",
)
# Pressing: forgotten last time, or later than its whole interval.
_DUE = """
    with due as (
        select item_id, due_at, interval_days,
            repetitions = 0 or $2 - due_at > make_interval(days => interval_days) as is_pressing
        from practice.item_state where learner_id = $1 and due_at <= $2)
    select * from due where (not is_pressing, due_at, item_id) > ($3, $4, $5)
    order by not is_pressing, due_at, item_id limit $6"""
_COMING = """
    select item_id, due_at, interval_days,
        due_at <= $2 and (repetitions = 0 or $2 - due_at > make_interval(days => interval_days)) as is_pressing
    from practice.item_state where learner_id = $1 and due_at is not null order by due_at, item_id limit 200"""
_DUE_BEFORE = "select item_id, due_at from practice.item_state where learner_id = $1 and due_at < $2"
_NEXT_DUE = (
    "select item_id, due_at from practice.item_state where learner_id = $1 and due_at > $2 order by due_at limit 200"
)


_ITEM_WIDTH, _SKILL_WIDTH = 10, 8


@dataclass(frozen=True, slots=True)
class DueAfter:
    """Where a page of the review list ended."""

    is_calm: bool
    due_at: datetime
    item_id: UUID


async def load_items(uow: UnitOfWork, learner_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, ItemState]:
    """The states of items; one never attempted has none."""
    driver = await uow.driver()
    return {row["item_id"]: _item_state(row) for row in await driver.fetch(_ITEMS, learner_id, item_ids)}


async def load_skills(uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID]) -> dict[UUID, SkillState]:
    """The states of skills; one never practised has none."""
    driver = await uow.driver()
    return {row["skill_id"]: _skill_state(row) for row in await driver.fetch(_SKILLS, learner_id, skill_ids)}


async def save(
    uow: UnitOfWork, learner_id: UUID, items: Mapping[UUID, ItemState], skills: Mapping[UUID, SkillState]
) -> None:
    """Write states over those that were there."""
    driver = await uow.driver()
    item_rows = [(item_id, *_item_values(state)) for item_id, state in items.items()]
    skill_rows = [(skill_id, *_skill_values(state)) for skill_id, state in skills.items()]
    await driver.execute(_PUT, learner_id, *_columns(item_rows, _ITEM_WIDTH), *_columns(skill_rows, _SKILL_WIDTH))


async def forget(uow: UnitOfWork, learner_id: UUID) -> None:
    """Throw away all states of a learner; the attempts stay."""
    driver = await uow.driver()
    for statement in _FORGET:
        await driver.execute(statement, learner_id)


async def list_due(uow: UnitOfWork, learner_id: UUID, limit: int, *, after: DueAfter) -> list[Review]:
    """What is due now, the pressing first, then by how long it has been due."""
    driver = await uow.driver()
    place = (after.is_calm, after.due_at, after.item_id)
    rows = await driver.fetch(_DUE, learner_id, uow.clock.now(), *place, limit)
    return [Review(**row) for row in rows]


async def list_coming(uow: UnitOfWork, learner_id: UUID) -> list[Review]:
    """The reviews that come first, due already or not."""
    driver = await uow.driver()
    return [Review(**row) for row in await driver.fetch(_COMING, learner_id, uow.clock.now())]


async def due_before(uow: UnitOfWork, learner_id: UUID, moment: datetime) -> list[tuple[UUID, datetime]]:
    """Every item due before a moment, and when."""
    driver = await uow.driver()
    return [(row["item_id"], row["due_at"]) for row in await driver.fetch(_DUE_BEFORE, learner_id, moment)]


async def next_due(uow: UnitOfWork, learner_id: UUID) -> list[tuple[UUID, datetime]]:
    """The items that fall due next, soonest first."""
    driver = await uow.driver()
    return [(row["item_id"], row["due_at"]) for row in await driver.fetch(_NEXT_DUE, learner_id, uow.clock.now())]


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _item_values(state: ItemState) -> tuple[object, ...]:
    schedule = state.schedule
    return (
        schedule.easiness,
        schedule.interval_days,
        schedule.repetitions,
        state.due_at,
        state.reviewed_at,
        state.attempts,
        state.correct,
        *_place(state),
    )


def _skill_values(state: SkillState) -> tuple[object, ...]:
    return (
        state.mastery,
        state.practice_count,
        state.correct_count,
        state.correct_streak,
        state.longest_streak,
        *_place(state),
    )


def _place(state: ItemState | SkillState) -> tuple[datetime, UUID]:
    if state.last is None:
        raise ValueError("a state that no attempt was folded into is not kept")
    return state.last


def _item_state(row: "asyncpg.Record") -> ItemState:
    return ItemState(
        schedule=Sm2State(row["easiness"], row["interval_days"], row["repetitions"]),
        due_at=row["due_at"],
        reviewed_at=row["reviewed_at"],
        attempts=row["attempts"],
        correct=row["correct"],
        last=(row["last_effective_at"], row["last_attempt_id"]),
    )


def _skill_state(row: "asyncpg.Record") -> SkillState:
    return SkillState(
        mastery=row["mastery"],
        practice_count=row["practice_count"],
        correct_count=row["correct_count"],
        correct_streak=row["correct_streak"],
        longest_streak=row["longest_streak"],
        last=(row["last_effective_at"], row["last_attempt_id"]),
    )
