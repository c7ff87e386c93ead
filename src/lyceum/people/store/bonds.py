"""SQL of follows and blocks, and of what people let others see."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import KeyedColumnElement

from lyceum.people.contracts import Privacy, Visibility
from lyceum.people.tables import block, follow, person
from lyceum.platform.locks import lock_key
from lyceum.platform.unit_of_work import UnitOfWork

_LOCK = text("select pg_advisory_xact_lock(:key)")
_After = tuple[datetime, UUID] | None


async def lock_pair(uow: UnitOfWork, one: UUID, another: UUID) -> None:
    """Let nothing else change between two people until the transaction ends."""
    await uow.execute(_LOCK, {"key": lock_key("people.pair", *sorted((str(one), str(another))))})


async def add_follow(uow: UnitOfWork, follower_id: UUID, followed_id: UUID, now: datetime) -> bool:
    """Let one follow another; False if they did."""
    return await _add(uow, follow, {"follower_id": follower_id, "followed_id": followed_id, "since": now})


async def remove_follow(uow: UnitOfWork, follower_id: UUID, followed_id: UUID) -> bool:
    """Let one follow another no more; False if they did not."""
    mine = (follow.c.follower_id == follower_id) & (follow.c.followed_id == followed_id)
    return (await uow.execute(delete(follow).where(mine).returning(follow.c.since))).first() is not None


async def add_block(uow: UnitOfWork, blocker_id: UUID, blocked_id: UUID, now: datetime) -> bool:
    """Let one block another; False if they had."""
    return await _add(uow, block, {"blocker_id": blocker_id, "blocked_id": blocked_id, "since": now})


async def remove_block(uow: UnitOfWork, blocker_id: UUID, blocked_id: UUID) -> bool:
    """Take a block back; False if there was none."""
    mine = (block.c.blocker_id == blocker_id) & (block.c.blocked_id == blocked_id)
    return (await uow.execute(delete(block).where(mine).returning(block.c.since))).first() is not None


async def list_followers(uow: UnitOfWork, of: UUID, limit: int, before: _After) -> list[tuple[UUID, datetime]]:
    """Who follows somebody, the newest first."""
    return await _list(uow, follow.c.follower_id, follow.c.followed_id, of, limit, before)


async def list_following(uow: UnitOfWork, of: UUID, limit: int, before: _After) -> list[tuple[UUID, datetime]]:
    """Whom somebody follows, the newest first."""
    return await _list(uow, follow.c.followed_id, follow.c.follower_id, of, limit, before)


async def list_blocked(uow: UnitOfWork, of: UUID, limit: int, before: _After) -> list[tuple[UUID, datetime]]:
    """Whom somebody has blocked, the newest first."""
    return await _list(uow, block.c.blocked_id, block.c.blocker_id, of, limit, before)


async def count_follows(uow: UnitOfWork, of: UUID) -> tuple[int, int]:
    """How many follow somebody, and how many they follow."""
    followers = select(func.count()).select_from(follow).where(follow.c.followed_id == of).scalar_subquery()
    following = select(func.count()).select_from(follow).where(follow.c.follower_id == of).scalar_subquery()
    row = (await uow.execute(select(followers.label("followers"), following.label("following")))).one()
    return row.followers, row.following


async def followers_of(uow: UnitOfWork, ids: Collection[UUID]) -> set[UUID]:
    """Everybody who follows one of these."""
    query = select(follow.c.follower_id).where(follow.c.followed_id.in_(list(ids)))
    return set((await uow.execute(query)).scalars())


async def privacy_of(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Privacy]:
    """What these people let others see; who has not said is left out."""
    rows = await uow.execute(select(person).where(person.c.account_id.in_(list(ids))))
    return {row.account_id: _privacy(row) for row in rows}


async def change_privacy(uow: UnitOfWork, account_id: UUID, changes: Mapping[str, Any]) -> Privacy:
    """Write some of what somebody lets others see, at least one field; what it is in all then.

    The others are left as they are in the row, so that none is lost of changes that are made at once.
    """
    statement = insert(person).values({"account_id": account_id, **asdict(Privacy()), **changes})
    changed = statement.on_conflict_do_update(index_elements=[person.c.account_id], set_=dict(changes))
    return _privacy((await uow.execute(changed.returning(person))).one())


async def forget_person(uow: UnitOfWork, account_id: UUID) -> None:
    """Forget every follow and block of somebody, in both directions, and what they let others see."""
    await uow.execute(delete(follow).where(or_(follow.c.follower_id == account_id, follow.c.followed_id == account_id)))
    await uow.execute(delete(block).where(or_(block.c.blocker_id == account_id, block.c.blocked_id == account_id)))
    await uow.execute(delete(person).where(person.c.account_id == account_id))


def _privacy(row: Row[Any]) -> Privacy:
    return Privacy(
        profile_visibility=Visibility(row.profile_visibility),
        show_activity=row.show_activity,
        show_leaderboard=row.show_leaderboard,
        jurisdiction=row.jurisdiction,
    )


async def _add(uow: UnitOfWork, table: Table, values: dict[str, Any]) -> bool:
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.since)
    return (await uow.execute(statement)).first() is not None


async def _list(
    uow: UnitOfWork,
    shown: KeyedColumnElement[Any],
    owned: KeyedColumnElement[Any],
    of: UUID,
    limit: int,
    before: _After,
) -> list[tuple[UUID, datetime]]:
    since = shown.table.c.since
    query = select(shown.label("id"), since).where(owned == of).order_by(since.desc(), shown.desc()).limit(limit)
    if before is not None:
        moment, last = before
        query = query.where((since < moment) | ((since == moment) & (shown < last)))
    return [(row.id, row.since) for row in await uow.execute(query)]
