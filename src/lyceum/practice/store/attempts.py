"""SQL of attempts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import pinning
from lyceum.practice.contracts.attempts import MOST_TIME_MS, Answered, Attempt
from lyceum.practice.fold import Evidence
from lyceum.practice.store import states
from lyceum.practice.store.states import Around

_JSON = ("response", "device", "parameters", "choice", "before", "after")
COLUMNS = tuple(Attempt.__dataclass_fields__)
_FIND = f"""
    select d.fingerprint, {", ".join(f"a.{name}" for name in COLUMNS)}
    from practice.attempt_dedup d
    join practice.attempt a on a.id = d.attempt_id and a.recorded_at = d.recorded_at
    where d.learner_id = $1 and d.client_attempt_id = $2"""  # noqa: S608  constants
_FIRST_OF_ITEM = len(COLUMNS) + 3
_FIRST_OF_SKILLS = _FIRST_OF_ITEM + len(states.ITEM_COLUMNS)
_LEARNER = COLUMNS.index("learner_id") + 1
# One round trip: the attempt, the id that keeps it single, the end of the waiting, the count, the states after it.
_INSERT = f"""
    with recorded as (
        insert into practice.attempt ({", ".join(COLUMNS)})
        values ({", ".join(f"${number}" for number in range(1, len(COLUMNS) + 1))})
        returning id, recorded_at, learner_id, client_attempt_id, session_id),
    single as (
        insert into practice.attempt_dedup (learner_id, client_attempt_id, attempt_id, recorded_at, fingerprint)
        select learner_id, client_attempt_id, id, recorded_at, ${len(COLUMNS) + 1} from recorded),
    answered as (
        update practice.session_item i set attempt_id = r.id from recorded r
        where i.session_id = r.session_id and i.position = ${len(COLUMNS) + 2}),
    items as ({states.upsert("item_state", states.ITEM_COLUMNS, _FIRST_OF_ITEM, _LEARNER)}),
    skills as ({states.upsert("skill_state", states.SKILL_COLUMNS, _FIRST_OF_SKILLS, _LEARNER)})
    update practice.session s set answered = s.answered + 1 from recorded r where s.id = r.session_id"""  # noqa: S608  our own column names
# With the weights it pins; none are those that were published.
_EVIDENCE = """
    select a.id, a.effective_at, a.item_id, a.correct, a.quality, a.assisted, a.parameters, f.weights
    from practice.attempt a
    left join practice.learner_fit f
        on f.learner_id = a.learner_id and f.version = (a.parameters ->> 'weights_version')::int
    where a.learner_id = $1"""
_ITEM_EVIDENCE = f"{_EVIDENCE} and item_id = $2"
_SKILL_EVIDENCE = f"{_EVIDENCE} and skill_ids && $2"
_SESSION_EVIDENCE = f"{_EVIDENCE} and session_id = $2 order by effective_at, id"
_ALL_EVIDENCE = f"{_EVIDENCE} order by effective_at, id"
_LATEST_EVIDENCE = f"{_EVIDENCE} order by effective_at desc, id desc limit $2"
_BY_ID = f"select {', '.join(COLUMNS)} from practice.attempt where id = $1 and learner_id = $2"  # noqa: S608  as above
# Only the months since the session began are looked at.
_OF_SESSION = f"""
    select i.position, {", ".join(f"a.{name}" for name in COLUMNS)}
    from practice.session s
    join practice.session_item i on i.session_id = s.id and i.position > $3
    join practice.attempt a on a.id = i.attempt_id and a.recorded_at >= s.started_at
    where s.id = $1 and s.learner_id = $2 order by i.position limit $4"""  # noqa: S608  our own column names
_ANSWERED = """
    select item_id, skill_ids, effective_at, correct, score, time_ms from practice.attempt
    where learner_id = $1 and ($2::timestamptz is null or effective_at <= $2)"""
_MEAN_TIME = """
    select avg(least(time_ms, $2))::float8 from (
        select time_ms from practice.attempt where learner_id = $1 and time_ms is not null
        order by effective_at desc, id desc limit $3) as last"""
_IS_ATTACHED = "select to_regclass($1) is not null"


@dataclass(frozen=True, slots=True)
class Kept:
    """An attempt as it is kept, with what tells whether another is the same."""

    attempt: Attempt
    fingerprint: bytes


async def find_attempt(uow: UnitOfWork, learner_id: UUID, client_attempt_id: UUID) -> Kept | None:
    """The attempt this learner sent with an id of their client."""
    driver = await uow.driver()
    row = await driver.fetchrow(_FIND, learner_id, client_attempt_id)
    if row is None:
        return None
    return Kept(attempt_of(row), row["fingerprint"])


async def read_attempt(uow: UnitOfWork, learner_id: UUID, attempt_id: UUID) -> Attempt | None:
    """An attempt of this learner."""
    driver = await uow.driver()
    row = await driver.fetchrow(_BY_ID, attempt_id, learner_id)
    return attempt_of(row) if row else None


async def list_session(
    uow: UnitOfWork, learner_id: UUID, session_id: UUID, limit: int, *, after: int
) -> list[tuple[int, Attempt]]:
    """The attempts of a session of this learner, in its order, with their positions in it."""
    driver = await uow.driver()
    rows = await driver.fetch(_OF_SESSION, session_id, learner_id, after, limit)
    return [(row["position"], attempt_of(row)) for row in rows]


async def add_attempt(uow: UnitOfWork, attempt: Attempt, fingerprint: bytes, *, position: int, after: Around) -> None:
    """Keep an attempt and the states after it; its session waits no longer."""
    driver = await uow.driver()
    values = [
        json.dumps(value) if name in _JSON else value
        for name, value in ((name, getattr(attempt, name)) for name in COLUMNS)
    ]
    arrays = states.arrays_of({attempt.item_id: after.item}, after.skills, after.setting)
    await driver.execute(_INSERT, *values, fingerprint, position, *arrays)


async def item_evidence(uow: UnitOfWork, learner_id: UUID, item_id: UUID) -> list[Evidence]:
    """All that speaks about one item."""
    return await _evidence(uow, _ITEM_EVIDENCE, learner_id, item_id)


async def skill_evidence(uow: UnitOfWork, learner_id: UUID, skill_ids: Sequence[UUID]) -> list[Evidence]:
    """All that speaks about any of the skills."""
    return await _evidence(uow, _SKILL_EVIDENCE, learner_id, skill_ids)


async def session_evidence(uow: UnitOfWork, learner_id: UUID, session_id: UUID) -> list[Evidence]:
    """What was answered in one session, in canonical order."""
    return await _evidence(uow, _SESSION_EVIDENCE, learner_id, session_id)


async def all_evidence(uow: UnitOfWork, learner_id: UUID) -> list[Evidence]:
    """All that speaks about one learner."""
    return await _evidence(uow, _ALL_EVIDENCE, learner_id)


async def latest_evidence(uow: UnitOfWork, learner_id: UUID, most: int) -> list[Evidence]:
    """What speaks about one learner, the last of it that many, in canonical order."""
    return (await _evidence(uow, _LATEST_EVIDENCE, learner_id, most))[::-1]


async def all_answered(uow: UnitOfWork, learner_id: UUID, until: datetime | None = None) -> list[Answered]:
    """Every answer of one learner, or those that counted by a moment, as counting needs it."""
    driver = await uow.driver()
    rows = await driver.fetch(_ANSWERED, learner_id, until)
    return [Answered(**{**row, "skill_ids": tuple(row["skill_ids"])}) for row in rows]


async def mean_time_ms(uow: UnitOfWork, learner_id: UUID, *, last: int) -> float | None:
    """How long the last answers of a learner took that have a time, each at most what counts; None without any."""
    driver = await uow.driver()
    found: float | None = await driver.fetchval(_MEAN_TIME, learner_id, MOST_TIME_MS, last)
    return found


async def make_partition(uow: UnitOfWork, first: date, following: date) -> bool:
    """Give a month a partition of its own, and move there what fell into the default one; whether it had none."""
    driver = await uow.driver()
    name = f"practice.attempt_{first:%Y_%m}"
    if await driver.fetchval(_IS_ATTACHED, name):
        return False
    bounds = f"recorded_at >= '{first}T00:00:00Z' and recorded_at < '{following}T00:00:00Z'"
    await driver.execute("lock table practice.attempt in share row exclusive mode")
    # nosemgrep: sql-from-text  the name is made of dates, as the bounds below
    await driver.execute(f"create table {name} (like practice.attempt including defaults including constraints)")
    await driver.execute(
        f"with moved as (delete from practice.attempt_default where {bounds} returning *)"  # noqa: S608  dates of ours
        f" insert into {name} select * from moved"
    )
    await driver.execute(
        f"alter table practice.attempt attach partition {name}"
        f" for values from ('{first}T00:00:00Z') to ('{following}T00:00:00Z')"
    )
    return True


async def _evidence(uow: UnitOfWork, query: str, *arguments: object) -> list[Evidence]:
    driver = await uow.driver()
    return [_to_evidence(row) for row in await driver.fetch(query, *arguments)]


def attempt_of(row: "asyncpg.Record") -> Attempt:
    """An attempt from a row that has its columns."""
    values = {name: row[name] for name in COLUMNS}
    return Attempt(**{**values, "skill_ids": tuple(row["skill_ids"])})


def _to_evidence(row: "asyncpg.Record") -> Evidence:
    return pinning.evidence(
        (row["effective_at"], row["id"]),
        row["item_id"],
        row["parameters"],
        correct=row["correct"],
        quality=row["quality"],
        assisted=row["assisted"],
        weights=states.params_of(row["weights"]),
    )
