"""SQL of the log of answers: of one learner from a place on, and of all learners in one stream."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import pinning
from lyceum.practice.fold import Place
from lyceum.practice.ports import ExportedAnswer, Outcome, Question

_OUTCOME = "id, effective_at, item_id, skill_ids, correct and not assisted as knows"
_OF_LEARNER = f"""
    select {_OUTCOME} from practice.attempt
    where learner_id = $1 and ($2::timestamptz is null or (effective_at, id) > ($2, $3))
        and ($4::timestamptz is null or (effective_at, id) < ($4, $5))
    order by effective_at desc, id desc limit $6"""  # noqa: S608  our own columns
_COUNT_UNTIL = "select count(*) from practice.attempt where learner_id = $1 and (effective_at, id) <= ($2, $3)"
_ONE = f"""
    select {_OUTCOME}, before -> 'skills' as beliefs, parameters from practice.attempt
    where id = $1 and recorded_at = $2"""  # noqa: S608  as above
# Of more answers than wanted, those of some learners, by chance but always the same ones, each with all of theirs.
_SOME = f"""
    with placed as (
        select learner_id, sum(count(*)) over (order by hashtextextended(learner_id::text, 0), learner_id) as answers
        from practice.attempt group by learner_id)
    select {_OUTCOME}, learner_id, before -> 'skills' as beliefs, parameters
    from practice.attempt join placed using (learner_id) where placed.answers <= $1
    order by learner_id, effective_at, id"""  # noqa: S608  as above
_PLAIN = ("effective_at", "item_version", "mode", "correct", "assisted", "score", "quality", "time_ms", "hints_used")
_MORE = ("confidence", "offline", "model_version")
_EXPORT = f"""
    select learner_id, id, item_id, skill_ids, {", ".join(_PLAIN + _MORE)}, before -> 'skills' as beliefs, parameters
    from practice.attempt order by learner_id, effective_at, id"""  # noqa: S608  as above
_COUNT_AFTER = "select count(*) from practice.attempt where $1::timestamptz is null or effective_at > $1"
# Turned into answers without a pause: some ten milliseconds, in which nobody else is served.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Logged:
    """An answer with its learner, and the chance the beliefs gave it right before; None if they are not known."""

    learner_id: UUID
    outcome: Outcome
    believed: float | None


async def of_learner(
    uow: UnitOfWork, learner_id: UUID, after: Place | None, before: Place | None, *, most: int
) -> list[Outcome]:
    """A learner's answers between two places, neither included, in canonical order; of more, the last ones."""
    driver = await uow.driver()
    rows = await driver.fetch(_OF_LEARNER, learner_id, *(after or (None, None)), *(before or (None, None)), most)
    return [_outcome(row) for row in reversed(rows)]


async def count_until(uow: UnitOfWork, learner_id: UUID, place: Place) -> int:
    """How many answers of a learner there are up to a place, itself included."""
    driver = await uow.driver()
    found: int = await driver.fetchval(_COUNT_UNTIL, learner_id, *place)
    return found


async def find(uow: UnitOfWork, learner_id: UUID, attempt_id: UUID, recorded_at: datetime) -> Logged | None:
    """One answer."""
    driver = await uow.driver()
    row = await driver.fetchrow(_ONE, attempt_id, recorded_at)
    return Logged(learner_id, _outcome(row), _believed(row)) if row else None


async def stream(uow: UnitOfWork, *, most: int) -> AsyncIterator[Logged]:
    """The answers, learner after learner, each one's in canonical order; some are held at a time.

    Args:
        uow: the transaction.
        most: answers; where there are more, whole learners are left out, the same ones each time.
    """
    driver = await uow.driver()
    async for row in driver.cursor(_SOME, most, prefetch=_AT_ONCE):
        yield Logged(row["learner_id"], _outcome(row), _believed(row))


async def stream_for_export(uow: UnitOfWork, name: Callable[[UUID], str]) -> AsyncIterator[ExportedAnswer]:
    """Every answer there is, in the order of their learners and then as it counts, with learners under other names."""
    driver = await uow.driver()
    learner_id, learner = None, ""
    async for row in driver.cursor(_EXPORT, prefetch=_AT_ONCE):
        if row["learner_id"] != learner_id:
            learner_id = row["learner_id"]
            learner = name(learner_id)
        yield ExportedAnswer(
            learner=learner,
            attempt_id=str(row["id"]),
            item_id=str(row["item_id"]),
            skill_ids=[str(each) for each in row["skill_ids"]],
            believed=_believed(row),
            **{column: row[column] for column in _PLAIN + _MORE},
        )


async def count_after(uow: UnitOfWork, moment: datetime | None) -> int:
    """How many answers count from after a moment; None: how many there are."""
    driver = await uow.driver()
    found: int = await driver.fetchval(_COUNT_AFTER, moment)
    return found


def _outcome(row: "asyncpg.Record") -> Outcome:
    return Outcome(
        (row["effective_at"], row["id"]), Question(row["item_id"], tuple(sorted(row["skill_ids"]))), row["knows"]
    )


def _believed(row: "asyncpg.Record") -> float | None:
    """By what was told with the attempt; what was judged before there was ability told less."""
    beliefs: dict[str, dict[str, Any]] = row["beliefs"]
    if not beliefs or not all("ability" in each for each in beliefs.values()):
        return None
    return pinning.believed(beliefs, row["parameters"])
