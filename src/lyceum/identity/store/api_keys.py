"""Rows of API keys, and the one statement every request with a key runs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select, update

from lyceum.identity.contracts.api_keys import ApiKey, ApiKeyId, Scope
from lyceum.identity.tables import api_key
from lyceum.platform.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    import asyncpg

# Prepared once per connection by the driver.
_STATE = """
    select k.account_id, k.scopes, k.secret_sealed, k.expires_at, k.last_used_at, k.revoked_at, k.requests_per_hour,
        a.roles, a.status, a.language, a.time_zone, a.plan, a.email_verified_at is not null as is_verified
    from identity.api_key k join identity.account a on a.id = k.account_id
    where k.id = $1"""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key to be written."""

    key: ApiKey
    account_id: UUID
    secret_sealed: bytes = field(repr=False)


async def state(uow: UnitOfWork, key_id: UUID) -> "asyncpg.Record | None":
    """A key with its account's roles, status, language, time_zone, plan, is_verified; None if there is none."""
    driver = await uow.driver()
    return await driver.fetchrow(_STATE, key_id)


async def add(uow: UnitOfWork, new: StoredKey) -> None:
    """Insert a key."""
    await uow.execute(
        insert(api_key).values(
            id=new.key.id,
            account_id=new.account_id,
            name=new.key.name,
            scopes=sorted(new.key.scopes),
            secret_sealed=new.secret_sealed,
            requests_per_hour=new.key.requests_per_hour,
            created_at=new.key.created_at,
            expires_at=new.key.expires_at,
        )
    )


async def count(uow: UnitOfWork, account_id: UUID) -> int:
    """How many keys of an account have not been revoked, expired ones among them."""
    number: int = (await uow.execute(select(func.count()).where(_theirs(account_id)))).scalar_one()
    return number


async def page(uow: UnitOfWork, account_id: UUID, after: UUID | None, rows: int) -> list[ApiKey]:
    """Keys of an account that have not been revoked, the oldest first."""
    query = select(api_key).where(_theirs(account_id))
    if after is not None:
        query = query.where(api_key.c.id > after)
    return [_key(row) for row in await uow.execute(query.order_by(api_key.c.id).limit(rows))]


async def revoke(uow: UnitOfWork, account_id: UUID, key_id: UUID, now: datetime) -> bool:
    """End a key of an account; False if it has none such that holds."""
    mine = _theirs(account_id) & (api_key.c.id == key_id)
    ended = await uow.execute(update(api_key).where(mine).values(revoked_at=now).returning(api_key.c.id))
    return ended.scalar_one_or_none() is not None


async def revoke_all(uow: UnitOfWork, account_id: UUID, now: datetime) -> None:
    """End every key of an account."""
    await uow.execute(update(api_key).where(_theirs(account_id)).values(revoked_at=now))


async def touch(uow: UnitOfWork, key_id: UUID, now: datetime, every: timedelta) -> None:
    """Note that a key was used, unless that was noted a moment ago."""
    stale = or_(api_key.c.last_used_at.is_(None), api_key.c.last_used_at <= now - every)
    await uow.execute(update(api_key).where((api_key.c.id == key_id) & stale).values(last_used_at=now))


async def forget_ended(uow: UnitOfWork, before: datetime, rows: int) -> int:
    """Delete keys that ended before a moment."""
    ended = or_(api_key.c.revoked_at < before, api_key.c.expires_at < before)
    some = select(api_key.c.id).where(ended).limit(rows)
    return (await uow.execute(delete(api_key).where(api_key.c.id.in_(some)))).rowcount


def _theirs(account_id: UUID) -> Any:  # noqa: ANN401  an SQL condition
    return (api_key.c.account_id == account_id) & api_key.c.revoked_at.is_(None)


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=ApiKeyId(row.id),
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes)),
        requests_per_hour=row.requests_per_hour,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
