"""SQL of attempts as evidence: looked for by what they ask, with what was told of beliefs around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.attempts import Attempt
from lyceum.practice.store.attempts import COLUMNS, attempt_of

_LIST = f"""
    select {", ".join(COLUMNS)} from practice.attempt
    where learner_id = $1 and ($2::uuid is null or item_id = $2) and ($3::uuid[] is null or skill_ids && $3)
        and ($4::timestamptz is null or (effective_at, id) < ($4, $5))
    order by effective_at desc, id desc limit $6"""  # noqa: S608  our own column names
# As `store.attempts` finds those of a session, without what is large and not needed here.
_OF_SESSION = """
    select a.id, a.item_id, a.skill_ids, a.correct, a.score, a.time_ms, a.hints_used, a.assisted,
        a.before -> 'skills' as before, a.after -> 'skills' as after
    from practice.session s
    join practice.session_item i on i.session_id = s.id
    join practice.attempt a on a.id = i.attempt_id and a.recorded_at >= s.started_at
    where s.id = $1 and s.learner_id = $2 order by a.effective_at, a.id"""
# Ids are given in the order of arrival: where that is not the order in which attempts count, one came late.
_RETOLD = """
    select distinct skill_id from (
        select k.skill_id, a.id, a.model_version,
            lag(a.id) over (partition by k.skill_id order by a.effective_at, a.id) as before
        from practice.attempt a cross join unnest(a.skill_ids) as k (skill_id)
        where a.learner_id = $1 and a.skill_ids && $2) as placed
    where skill_id = any($2) and (before > id or model_version <> $3)"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attempts to list: of an item, of any of some skills, those before a place; None: whichever."""

    item_id: UUID | None
    skill_ids: Sequence[UUID] | None
    before: tuple[datetime, UUID] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an attempt was told of the skills it asked for, before and after it: snapshots by the skill's id."""

    id: UUID
    skill_ids: tuple[UUID, ...]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Told):
    """An answer of a session, as summing up needs it."""

    item_id: UUID
    correct: bool
    score: float
    time_ms: int | None
    hints_used: int
    assisted: bool


async def list_attempts(uow: UnitOfWork, learner_id: UUID, wanted: Wanted, limit: int) -> list[Attempt]:
    """Attempts of this learner, the one that counted last first."""
    driver = await uow.driver()
    moment, attempt_id = wanted.before or (None, None)
    skill_ids = None if wanted.skill_ids is None else list(wanted.skill_ids)
    rows = await driver.fetch(_LIST, learner_id, wanted.item_id, skill_ids, moment, attempt_id, limit)
    return [attempt_of(row) for row in rows]


async def given_in(uow: UnitOfWork, learner_id: UUID, session_id: UUID) -> list[Given]:
    """What this learner answered in a session, in the order in which it counts."""
    driver = await uow.driver()
    rows = await driver.fetch(_OF_SESSION, session_id, learner_id)
    return [Given(**{**row, "skill_ids": tuple(row["skill_ids"])}) for row in rows]


async def retold_among(
    uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID], *, model_version: str
) -> set[UUID]:
    """Those of the skills of which attempts were told what does not hold any more.

    An earlier attempt arrived after a later one, or another model judged one of them.
    """
    driver = await uow.driver()
    return {row["skill_id"] for row in await driver.fetch(_RETOLD, learner_id, skill_ids, model_version)}
