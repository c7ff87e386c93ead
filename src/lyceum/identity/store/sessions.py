"""Rows of sessions and refresh tokens, and the one statement every authenticated request runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from lyceum.identity.contracts.people import AccountId
from lyceum.identity.contracts.signing_in import ClientKind, SessionId
from lyceum.identity.tables import refresh_token, session
from lyceum.platform.epochs import disturb
from lyceum.platform.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    import asyncpg

# Prepared once per connection by the driver: authentication is on the path of every request.
_STATE = """
    select s.account_id, s.revoked_at is not null as revoked, s.confirmed_at,
        a.roles, a.status, a.language, a.time_zone, a.plan, a.email_verified_at is not null as is_verified
    from identity.session s join identity.account a on a.id = s.account_id
    where s.id = $1"""
_KEPT_AFTER_END = timedelta(days=30)
_TOKENS_KEPT = timedelta(days=1)
_SIGHTINGS = 20

TOKEN_REUSED = "refresh token reused"  # noqa: S105  why a session ended


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A sign-in to be written."""

    id: UUID
    account_id: UUID
    client: ClientKind
    user_agent_family: str
    system: str
    device_id: UUID
    address_sealed: bytes | None
    network_key: bytes | None
    created_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Where and when an account was last seen through a sign-in."""

    id: UUID
    last_used_at: datetime
    address_sealed: bytes | None
    network_key: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A sign-in that stands, as its owner may see it."""

    id: UUID
    client: ClientKind
    user_agent_family: str
    system: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    address_sealed: bytes | None


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
    successor_hash: bytes | None


@dataclass(frozen=True, slots=True)
class TokenState:
    """How a refresh token stands."""

    expires_at: datetime
    used_at: datetime | None


async def state(uow: UnitOfWork, session_id: UUID) -> "asyncpg.Record | None":
    """What a request asks of its session and account, as `_STATE` names it; None if there is no such session."""
    driver = await uow.driver()
    return await driver.fetchrow(_STATE, session_id)


async def goes_on(uow: UnitOfWork, session_id: UUID) -> bool:
    """Whether nobody has ended a session."""
    mine = (session.c.id == session_id) & session.c.revoked_at.is_(None)
    return (await uow.execute(select(session.c.id).where(mine))).first() is not None


async def add(uow: UnitOfWork, new: NewSession) -> None:
    """Insert a session."""
    row = {name: getattr(new, name) for name in NewSession.__dataclass_fields__}
    await uow.execute(insert(session).values(**row, last_used_at=new.created_at))


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
            refresh_token.c.successor_hash,
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


async def live_browser_session(uow: UnitOfWork, token_hash: bytes) -> tuple[SessionId, AccountId] | None:
    """Session and account of a refresh token, if the session is a browser's and has not ended."""
    goes_on = (session.c.client == ClientKind.COOKIE) & session.c.revoked_at.is_(None)
    query = select(session.c.id, session.c.account_id).join_from(refresh_token, session).where(goes_on)
    row = (await uow.execute(query.where(refresh_token.c.token_hash == token_hash))).one_or_none()
    return (SessionId(row.id), AccountId(row.account_id)) if row is not None else None


async def find_token(uow: UnitOfWork, token_hash: bytes) -> TokenState | None:
    """Whether a refresh token was exchanged, and when it expires."""
    statement = select(refresh_token.c.expires_at, refresh_token.c.used_at)
    row = (await uow.execute(statement.where(refresh_token.c.token_hash == token_hash))).one_or_none()
    return TokenState(row.expires_at, row.used_at) if row is not None else None


async def mark_used(
    uow: UnitOfWork, found: FoundToken, successor_hash: bytes, now: datetime, *, address_sealed: bytes | None
) -> None:
    """Note that a refresh token was exchanged, and that its session is in use, and from where."""
    mine = refresh_token.c.token_hash == found.token_hash
    await uow.execute(update(refresh_token).where(mine).values(used_at=now, successor_hash=successor_hash))
    seen = {"last_used_at": now, "address_sealed": address_sealed}
    await uow.execute(update(session).where(session.c.id == found.session_id).values(**seen))


async def sightings(uow: UnitOfWork, account_id: UUID, since: datetime) -> list[Seen]:
    """Where an account was seen since a moment, the newest first; not more than can tell anything."""
    columns = [session.c[name] for name in Seen.__dataclass_fields__]
    theirs = (session.c.account_id == account_id) & (session.c.last_used_at > since)
    # A sign-in that nobody confirmed says nothing about where its owner is.
    owners = theirs & session.c.confirmed_at.is_not(None)
    newest = select(*columns).where(owners).order_by(session.c.last_used_at.desc()).limit(_SIGHTINGS)
    return [Seen(**row) for row in (await uow.execute(newest)).mappings()]


async def token_reused_at(uow: UnitOfWork, account_id: UUID) -> datetime | None:
    """When a session of the account was last ended because a refresh token came twice."""
    reused = (session.c.account_id == account_id) & (session.c.revoke_reason == TOKEN_REUSED)
    return (await uow.execute(select(func.max(session.c.revoked_at)).where(reused))).scalar_one_or_none()


async def confirm(uow: UnitOfWork, session_id: UUID) -> None:
    """Note that whoever uses a session has just proved who they are."""
    statement = update(session).where(session.c.id == session_id).values(confirmed_at=uow.clock.now())
    account_id = (await uow.execute(statement.returning(session.c.account_id))).scalar_one_or_none()
    if account_id is not None:
        await disturb(uow, account_id)


async def standing(uow: UnitOfWork, account_id: UUID, *, before: UUID | None, limit: int) -> list[Standing]:
    """An account's sessions that stand, the newest first, from one on."""
    columns = [session.c[name] for name in Standing.__dataclass_fields__]
    theirs = (session.c.account_id == account_id) & _stands(uow)
    if before is not None:
        theirs &= session.c.id < before
    rows = await uow.execute(select(*columns).where(theirs).order_by(session.c.id.desc()).limit(limit))
    return [Standing(**{**row, "client": ClientKind(row["client"])}) for row in rows.mappings()]


async def revoke_own(uow: UnitOfWork, account_id: UUID, session_id: UUID, reason: str) -> bool:
    """End one of an account's own sessions; False if it has none such that stands."""
    await disturb(uow, account_id)
    mine = (session.c.id == session_id) & (session.c.account_id == account_id) & _stands(uow)
    statement = update(session).where(mine).values(revoked_at=uow.clock.now(), revoke_reason=reason)
    return (await uow.execute(statement.returning(session.c.id))).first() is not None


async def revoke_others(uow: UnitOfWork, account_id: UUID, kept: UUID | None, reason: str) -> None:
    """End an account's sessions but one."""
    await disturb(uow, account_id)
    theirs: Any = (session.c.account_id == account_id) & session.c.revoked_at.is_(None)
    if kept is not None:
        theirs &= session.c.id != kept
    await uow.execute(update(session).where(theirs).values(revoked_at=uow.clock.now(), revoke_reason=reason))


async def forget_addresses(uow: UnitOfWork, before: datetime) -> int:
    """Delete the addresses of sessions that were last used before a moment; how many."""
    old = (session.c.last_used_at < before) & session.c.address_sealed.is_not(None)
    forgotten = update(session).where(old).values(address_sealed=None, network_key=None)
    return int((await uow.execute(forgotten)).rowcount)


async def revoke(uow: UnitOfWork, session_id: UUID, reason: str, now: datetime) -> UUID | None:
    """End a session; its account, or None if it had ended before or never was."""
    mine = (session.c.id == session_id) & session.c.revoked_at.is_(None)
    statement = update(session).where(mine).values(revoked_at=now, revoke_reason=reason)
    account_id: UUID | None = (await uow.execute(statement.returning(session.c.account_id))).scalar_one_or_none()
    if account_id is not None:
        await disturb(uow, account_id)
    return account_id


async def revoke_all(uow: UnitOfWork, account_id: UUID, reason: str, now: datetime) -> None:
    """End every session of an account."""
    await disturb(uow, account_id)
    theirs: Any = (session.c.account_id == account_id) & session.c.revoked_at.is_(None)
    await uow.execute(update(session).where(theirs).values(revoked_at=now, revoke_reason=reason))


async def forget_old(uow: UnitOfWork, account_id: UUID, now: datetime) -> None:
    """Delete an account's sessions, with their tokens, that ended long ago; done when a new one begins."""
    old = (session.c.account_id == account_id) & (session.c.expires_at < now - _KEPT_AFTER_END)
    await uow.execute(delete(session).where(old))


async def forget_ended(uow: UnitOfWork, rows: int) -> int:
    """Delete sessions, with their tokens, that ended long ago, of people who did not come back; how many."""
    old = session.c.expires_at < uow.clock.now() - _KEPT_AFTER_END
    some = select(session.c.id).where(old).limit(rows)
    return (await uow.execute(delete(session).where(session.c.id.in_(some)))).rowcount


async def forget_spent_tokens(uow: UnitOfWork, rows: int) -> int:
    """Delete refresh tokens of sessions that go on, which nobody could exchange any more; how many."""
    old = refresh_token.c.expires_at < uow.clock.now() - _TOKENS_KEPT
    some = select(refresh_token.c.token_hash).where(old).limit(rows)
    return (await uow.execute(delete(refresh_token).where(refresh_token.c.token_hash.in_(some)))).rowcount


def _stands(uow: UnitOfWork) -> ColumnElement[bool]:
    return session.c.revoked_at.is_(None) & (session.c.expires_at > uow.clock.now())
