"""SQL of sessions and what they served."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import insert

from lyceum.platform.locks import lock_key
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.sessions import Serving, Session, SessionKind
from lyceum.practice.tables import session

_SESSION_FIELDS = tuple(Session.__dataclass_fields__)
_SERVING_FIELDS = tuple(Serving.__dataclass_fields__)
_LOCK = "select pg_advisory_xact_lock($1)"
_SESSION = """
    select id, learner_id, kind, scope, length, answered, started_at, ended_at, mix, left_out
    from practice.session where id = $1 and learner_id = $2"""
_LIST = """
    select id, learner_id, kind, scope, length, answered, started_at, ended_at, mix, left_out
    from practice.session where learner_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3"""
_OPEN = """
    select id, learner_id, kind, scope, length, answered, started_at, ended_at, mix, left_out from practice.session
    where learner_id = $1 and ended_at is null and answered < length and started_at > $2 order by id desc limit $3"""
_WAITING = """
    select position, item_id, version, choice, served_at, revealed_at, hints
    from practice.session_item where session_id = $1 and attempt_id is null"""
_SERVED = """
    select item_id, (choice->>'skill_id')::uuid as skill_id from practice.session_item
    where session_id = $1 order by position desc limit $2"""
_SERVE = """
    insert into practice.session_item (session_id, position, item_id, version, choice, served_at)
    select $1, count(*), $2, $3, $4, $5 from practice.session_item where session_id = $1
    returning position"""
# Whether the client's id came before, the session, and what it waits for, in one round trip.
_STANDING = """
    select exists (select from practice.attempt_dedup d where d.learner_id = $1 and d.client_attempt_id = $3)
        as is_known, s.id, s.learner_id, s.kind, s.scope, s.length, s.answered, s.started_at, s.ended_at, s.mix,
        s.left_out, i.position, i.item_id, i.version, i.choice, i.served_at, i.revealed_at, i.hints
    from (values (0)) as always left join practice.session s on s.id = $2 and s.learner_id = $1
    left join practice.session_item i on i.session_id = s.id and i.attempt_id is null"""
# Whichever of the learner's sessions waits for the item: what one shows, they all have shown.
_WAITS = """
    from practice.session s where s.id = i.session_id and s.learner_id = $1 and s.ended_at is null
        and i.item_id = $2 and i.attempt_id is null"""
_REVEAL = f"update practice.session_item i set revealed_at = coalesce(i.revealed_at, $3) {_WAITS}"  # noqa: S608  constants
_COUNT_HINTS = f"update practice.session_item i set hints = greatest(i.hints, $3) {_WAITS}"  # noqa: S608  constants
_AWAITED = """
    select distinct i.item_id from practice.session s
    join practice.session_item i on i.session_id = s.id and i.attempt_id is null and i.revealed_at is null
    where s.learner_id = $1 and s.ended_at is null and i.item_id = any($2)"""
_END = "update practice.session set ended_at = $2 where id = $1 and ended_at is null"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an answer meets: `is_known` if its client sent its id before."""

    is_known: bool
    session: Session | None
    serving: Serving | None


async def lock_learner(uow: UnitOfWork, learner_id: UUID) -> None:
    """Let one transaction at a time serve, record or fold for one learner.

    A statement of its own: the next one's snapshot is taken after the lock, and sees what its last holder did.
    """
    driver = await uow.driver()
    await driver.execute(_LOCK, lock_key("practice.learner", str(learner_id)))


async def add_session(uow: UnitOfWork, new: Session) -> None:
    """Insert a session."""
    await uow.execute(insert(session).values(**{name: getattr(new, name) for name in Session.__dataclass_fields__}))


async def find_session(uow: UnitOfWork, learner_id: UUID, session_id: UUID) -> Session | None:
    """A session of this learner."""
    driver = await uow.driver()
    row = await driver.fetchrow(_SESSION, session_id, learner_id)
    return _session(row) if row else None


async def list_sessions(uow: UnitOfWork, learner_id: UUID, limit: int, *, before: UUID | None) -> list[Session]:
    """Sessions of this learner, the newest first."""
    driver = await uow.driver()
    return [_session(row) for row in await driver.fetch(_LIST, learner_id, before, limit)]


async def list_open(uow: UnitOfWork, learner_id: UUID, since: datetime, limit: int) -> list[Session]:
    """Sessions of this learner that began after a moment and have answers left, the newest first."""
    driver = await uow.driver()
    return [_session(row) for row in await driver.fetch(_OPEN, learner_id, since, limit)]


async def waiting_for(uow: UnitOfWork, session_id: UUID) -> Serving | None:
    """The item a session waits for an answer to."""
    driver = await uow.driver()
    row = await driver.fetchrow(_WAITING, session_id)
    return _serving(row) if row else None


async def find_standing(uow: UnitOfWork, learner_id: UUID, session_id: UUID, client_attempt_id: UUID) -> Standing:
    """What an answer of this learner meets."""
    driver = await uow.driver()
    row = await driver.fetchrow(_STANDING, learner_id, session_id, client_attempt_id)
    if row is None:
        raise AssertionError("a row of constants is always there")
    if row["id"] is None:
        return Standing(row["is_known"], None, None)
    session = Session(**{**{name: row[name] for name in _SESSION_FIELDS}, "kind": SessionKind(row["kind"])})
    waits = row["position"] is not None
    serving = Serving(**{name: row[name] for name in _SERVING_FIELDS}) if waits else None
    return Standing(row["is_known"], session, serving)


async def awaited_among(uow: UnitOfWork, learner_id: UUID, item_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the items that a running session of this learner waits for, and whose answer was not shown."""
    driver = await uow.driver()
    return {row["item_id"] for row in await driver.fetch(_AWAITED, learner_id, item_ids)}


async def served_by(uow: UnitOfWork, session_id: UUID, *, last: int | None = None) -> list[tuple[UUID, UUID]]:
    """The items a session has served, or the last of them, with the skill each was chosen for, in order."""
    driver = await uow.driver()
    return [(row["item_id"], row["skill_id"]) for row in reversed(await driver.fetch(_SERVED, session_id, last))]


async def serve(uow: UnitOfWork, session_id: UUID, item_id: UUID, version: int, choice: dict[str, Any]) -> Serving:
    """Serve an item, next in the session."""
    driver, now = await uow.driver(), uow.clock.now()
    position = await driver.fetchval(_SERVE, session_id, item_id, version, json.dumps(choice), now)
    return Serving(position=position, item_id=item_id, version=version, choice=choice, served_at=now, revealed_at=None)


async def reveal(uow: UnitOfWork, learner_id: UUID, item_id: UUID) -> None:
    """Note that the answer was shown, in every session of this learner that waits for it."""
    driver = await uow.driver()
    await driver.execute(_REVEAL, learner_id, item_id, uow.clock.now())


async def count_hints(uow: UnitOfWork, learner_id: UUID, item_id: UUID, hints: int) -> None:
    """Note how many hints were given, in every session of this learner that waits for the item."""
    driver = await uow.driver()
    await driver.execute(_COUNT_HINTS, learner_id, item_id, hints)


async def end_session(uow: UnitOfWork, session_id: UUID) -> None:
    """End a session that runs."""
    driver = await uow.driver()
    await driver.execute(_END, session_id, uow.clock.now())


def _session(row: "asyncpg.Record") -> Session:
    return Session(**{**row, "kind": SessionKind(row["kind"])})


def _serving(row: "asyncpg.Record") -> Serving:
    return Serving(**row)
