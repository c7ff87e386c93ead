"""All SQL of the domain progress."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, any_, delete, func, insert, literal, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from lyceum.library.contracts import Place
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.progress.contracts import Activity, Completion, Day, Material
from lyceum.progress.tables import activity, completion, mastered, material

_COUNTS = ("attempts", "correct", "score", "time_ms")
# One round trip for an answer: the quarter of an hour and what the item belongs to.
_COUNT = """
    with counted as (
        insert into progress.activity (learner_id, quarter, attempts, correct, score, time_ms)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (learner_id, quarter) do update set attempts = activity.attempts + excluded.attempts,
            correct = activity.correct + excluded.correct, score = activity.score + excluded.score,
            time_ms = activity.time_ms + excluded.time_ms)
    insert into progress.material (learner_id, subject_id, document_id, attempts, correct, score, time_ms, first_at,
        last_at)
    values ($1, $7, $8, $3, $4, $5, $6, $9, $9)
    on conflict on constraint material_place do update set attempts = material.attempts + excluded.attempts,
        correct = material.correct + excluded.correct, score = material.score + excluded.score,
        time_ms = material.time_ms + excluded.time_ms, first_at = least(material.first_at, excluded.first_at),
        last_at = greatest(material.last_at, excluded.last_at)
    returning (select completed_at from progress.completion
        where learner_id = $1 and document_id = $8)"""
# The number of the day each quarter lies in, and what was done on it.
_BY_DAY = text("""
    select width_bucket(quarter, cast(:begins as timestamptz[])) as number, sum(attempts) as attempts,
        sum(correct) as correct, sum(score) as score, sum(time_ms) as time_ms
    from progress.activity
    where learner_id = :learner_id and quarter >= :first and quarter < :end
    group by 1 order by 1""")


async def count(
    uow: UnitOfWork, learner_id: UUID, place: Place, one: Activity, *, quarter: datetime, moment: datetime
) -> datetime | None:
    """Add an answer to its quarter of an hour and to what its item belongs to; when that was completed, if it was."""
    driver = await uow.driver()
    counts = (getattr(one, name) for name in _COUNTS)
    where = place.subject_id, place.document_id
    completed_at: datetime | None = await driver.fetchval(_COUNT, learner_id, quarter, *counts, *where, moment)
    return completed_at


async def forget(uow: UnitOfWork, learner_id: UUID) -> None:
    """Throw away all that was derived for a learner."""
    for table in (activity, material, mastered, completion):
        await uow.execute(delete(table).where(table.c.learner_id == learner_id))


async def put_counts(
    uow: UnitOfWork, learner_id: UUID, quarters: Mapping[datetime, Activity], materials: Mapping[Place, Material]
) -> None:
    """Write counts where there are none."""
    await _put(uow, activity, [{"learner_id": learner_id, "quarter": at} | _row(one) for at, one in quarters.items()])
    rows = [
        {"learner_id": learner_id, "subject_id": place.subject_id, "document_id": place.document_id}
        | {"first_at": one.first_at, "last_at": one.last_at}
        | _row(one.activity)
        for place, one in materials.items()
    ]
    await _put(uow, material, rows)


async def first_quarter(uow: UnitOfWork, learner_id: UUID) -> datetime | None:
    """When a learner's first counted answer was."""
    query = select(func.min(activity.c.quarter)).where(activity.c.learner_id == learner_id)
    found: datetime | None = (await uow.execute(query)).scalar_one()
    return found


async def by_day(uow: UnitOfWork, learner_id: UUID, days: Sequence[Day], *, end: datetime) -> dict[Day, Activity]:
    """What was done on each of the days, of which the last ends at `end`; days without an answer are left out."""
    begins = [day.begins_at for day in days]
    query = {"learner_id": learner_id, "begins": begins, "first": begins[0], "end": end}
    return {days[row.number - 1]: _activity(row) for row in await uow.execute(_BY_DAY, query)}


async def materials_of(uow: UnitOfWork, learner_id: UUID) -> dict[Place, Material]:
    """What was answered of each document and subject."""
    rows = await uow.execute(select(material).where(material.c.learner_id == learner_id))
    return {Place(row.subject_id, row.document_id): Material(_activity(row), row.first_at, row.last_at) for row in rows}


async def mastered_by(
    uow: UnitOfWork, learner_id: UUID, skill_ids: Collection[UUID] | None = None
) -> dict[UUID, datetime]:
    """When each skill, or each of some, was first mastered."""
    query = select(mastered.c.skill_id, mastered.c.mastered_at).where(mastered.c.learner_id == learner_id)
    if skill_ids is not None:
        query = query.where(mastered.c.skill_id == any_(literal(list(skill_ids), ARRAY(postgresql.UUID))))
    return {row.skill_id: row.mastered_at for row in await uow.execute(query)}


async def put_mastered(uow: UnitOfWork, learner_id: UUID, moments: Mapping[UUID, datetime | None]) -> None:
    """Write when skills were first mastered over what was written before; None for one that never was."""
    among = mastered.c.skill_id == any_(literal(list(moments), ARRAY(postgresql.UUID)))
    await uow.execute(delete(mastered).where(mastered.c.learner_id == learner_id, among))
    rows = [
        {"learner_id": learner_id, "skill_id": skill_id, "mastered_at": moment}
        for skill_id, moment in moments.items()
        if moment is not None
    ]
    await _put(uow, mastered, rows)


async def completions_of(uow: UnitOfWork, learner_id: UUID) -> dict[UUID, Completion]:
    """The documents a learner has completed."""
    rows = await uow.execute(select(completion).where(completion.c.learner_id == learner_id))
    return {row.document_id: Completion(row.completed_at, row.skills, _activity(row)) for row in rows}


async def put_completions(uow: UnitOfWork, learner_id: UUID, found: Mapping[UUID, Completion | None]) -> None:
    """Write completions over those that were written before; None for a document that was not completed after all."""
    among = completion.c.document_id == any_(literal(list(found), ARRAY(postgresql.UUID)))
    await uow.execute(delete(completion).where(completion.c.learner_id == learner_id, among))
    rows = [
        {"learner_id": learner_id, "document_id": document_id}
        | {"completed_at": one.completed_at, "skills": one.skills}
        | _row(one.until_then)
        for document_id, one in found.items()
        if one is not None
    ]
    await _put(uow, completion, rows)


async def _put(uow: UnitOfWork, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        await uow.execute(insert(table), rows)


def _row(counted: Activity) -> dict[str, Any]:
    return {name: getattr(counted, name) for name in _COUNTS}


def _activity(row: Row[Any]) -> Activity:
    return Activity(int(row.attempts), int(row.correct), int(row.time_ms), row.score)
