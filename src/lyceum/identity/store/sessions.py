"""Rows of sessions and refresh tokens, and the one statement every authenticated request runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from lyceum.identity.contracts import ClientKind
from lyceum.identity.tables import refresh_token, session
from lyceum.platform.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    import asyncpg

# Prepared once per connection by the driver: authentication is on the path of every request.
_STATE = """
    select s.account_id, s.revoked_at is not null as revoked, a.roles, a.status, a.language, a.time_zone
    from identity.session s join identity.account a on a.id = s.account_id
    where s.id = $1"""
_KEPT_AFTER_END = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A sign-in to be written."""

    id: UUID
    account_id: UUID
    client: ClientKind
    user_agent_family: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundToken:
    """A refresh token with its session, locked until the transaction ends."""

    token_hash: bytes
    session_id: UUID
    account_id: UUID
    client: ClientKind
    user_agent_family: str
    session_expires_at: datetime
    revoked: bool
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenState:
    """How a refresh token stands."""

    expires_at: datetime
    used_at: datetime | None


async def state(uow: UnitOfWork, session_id: UUID) -> "asyncpg.Record | None":
    """The session's account_id, revoked, roles, status, language, time_zone; None if there is no such session."""
    driver = await uow.driver()
    return await driver.fetchrow(_STATE, session_id)


async def add(uow: UnitOfWork, new: NewSession) -> None:
    """Insert a session."""
    await uow.execute(
        insert(session).values(
            id=new.id,
            account_id=new.account_id,
            client=new.client,
            user_agent_family=new.user_agent_family,
            created_at=new.created_at,
            last_used_at=new.created_at,
            expires_at=new.expires_at,
        )
    )


async def add_token(
    uow: UnitOfWork, token_hash: bytes, session_id: UUID, *, issued_at: datetime, expires_at: datetime
) -> None:
    """Insert a refresh token that has not been used."""
    await uow.execute(
        insert(refresh_token).values(
            token_hash=token_hash, session_id=session_id, issued_at=issued_at, expires_at=expires_at
        )
    )


async def lock_token(uow: UnitOfWork, token_hash: bytes) -> FoundToken | None:
    """The refresh token with this hash; a second request with the same token waits here for the first to commit."""
    statement = (
        select(
            refresh_token.c.token_hash,
            refresh_token.c.session_id,
            refresh_token.c.expires_at,
            refresh_token.c.used_at,
            session.c.account_id,
            session.c.client,
            session.c.user_agent_family,
            session.c.expires_at.label("session_expires_at"),
            session.c.revoked_at.is_not(None).label("revoked"),
        )
        .join_from(refresh_token, session)
        .where(refresh_token.c.token_hash == token_hash)
        .with_for_update(key_share=True)
    )
    row = (await uow.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    return FoundToken(**{**row, "client": ClientKind(row["client"])})


async def find_token(uow: UnitOfWork, token_hash: bytes) -> TokenState | None:
    """Whether a refresh token was exchanged, and when it expires."""
    statement = select(refresh_token.c.expires_at, refresh_token.c.used_at)
    row = (await uow.execute(statement.where(refresh_token.c.token_hash == token_hash))).one_or_none()
    return TokenState(row.expires_at, row.used_at) if row is not None else None


async def mark_used(uow: UnitOfWork, found: FoundToken, successor_hash: bytes, now: datetime) -> None:
    """Note that a refresh token was exchanged, and that its session is in use."""
    mine = refresh_token.c.token_hash == found.token_hash
    await uow.execute(update(refresh_token).where(mine).values(used_at=now, successor_hash=successor_hash))
    await uow.execute(update(session).where(session.c.id == found.session_id).values(last_used_at=now))


async def revoke(uow: UnitOfWork, session_id: UUID, reason: str, now: datetime) -> UUID | None:
    """End a session; its account, or None if it had ended before or never was."""
    mine = (session.c.id == session_id) & session.c.revoked_at.is_(None)
    statement = update(session).where(mine).values(revoked_at=now, revoke_reason=reason)
    return (await uow.execute(statement.returning(session.c.account_id))).scalar_one_or_none()


async def revoke_all(uow: UnitOfWork, account_id: UUID, reason: str, now: datetime) -> None:
    """End every session of an account."""
    theirs: Any = (session.c.account_id == account_id) & session.c.revoked_at.is_(None)
    await uow.execute(update(session).where(theirs).values(revoked_at=now, revoke_reason=reason))


async def forget_old(uow: UnitOfWork, account_id: UUID, now: datetime) -> None:
    """Delete an account's sessions, with their tokens, that ended long ago; done when a new one begins."""
    old = (session.c.account_id == account_id) & (session.c.expires_at < now - _KEPT_AFTER_END)
    await uow.execute(delete(session).where(old))
