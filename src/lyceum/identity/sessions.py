"""Sign-ins from their beginning to their end: opening, refreshing with rotation, and ending a session."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lyceum.identity import access_tokens, keys
from lyceum.identity.authentication import check_access_token, require_active
from lyceum.identity.contracts import (
    Client,
    ClientKind,
    Person,
    RefreshTokenReused,
    SessionId,
    SessionRevoked,
    SignedInPerson,
    TokenExpired,
    TokenInvalid,
    Tokens,
)
from lyceum.identity.events import RefreshTokenWasReused, SignedIn, SignedOut
from lyceum.identity.rules import may_repeat_refresh, user_agent_family
from lyceum.identity.sealing import sealer_of
from lyceum.identity.store import accounts
from lyceum.identity.store import sessions as store
from lyceum.identity.store.sessions import FoundToken, NewSession
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork

_TOKEN_BYTES = 32
_PURPOSE = "refresh token successor"


@dataclass(frozen=True, slots=True)
class _Held:
    """A fresh refresh token of a session, and when each of them ends."""

    session_id: SessionId
    session_ends: datetime
    refresh_token: str
    refresh_ends: datetime


async def open_session(uow: UnitOfWork, person: Person, client: Client) -> SignedInPerson:
    """Begin a sign-in for somebody who has proved who they are."""
    now = uow.clock.now()
    new = NewSession(
        id=new_id(),
        account_id=person.id,
        client=client.kind,
        user_agent_family=user_agent_family(client.user_agent),
        created_at=now,
        expires_at=now + timedelta(days=uow.kernel.settings.refresh_token_days),
    )
    await store.forget_old(uow, person.id, now)
    await store.add(uow, new)
    held = await _keep(uow, secrets.token_urlsafe(_TOKEN_BYTES), new.id, new.expires_at)
    uow.emit(
        SignedIn(account_id=person.id, session_id=new.id, client=client.kind, user_agent_family=new.user_agent_family)
    )
    return SignedInPerson(person, await _tokens(uow, person, held))


async def refresh(uow: UnitOfWork, token: str, kind: ClientKind) -> SignedInPerson:
    """Exchange a refresh token for the next pair.

    A token is exchanged once. If it comes again it has two holders, one of whom may be a thief: the session ends. Only
    within ten seconds, and while its successor is unused, is it taken for an honest client that asked twice, which
    then gets the same successor again.

    Raises:
        TokenInvalid: if it is unknown, or of a client of the other kind.
        TokenExpired: if it, or its session, is too old.
        SessionRevoked, AccountSuspended: if the session or the account does not stand.
        RefreshTokenReused: if it was used before; the session has been ended, and this stays written.
    """
    found = await store.lock_token(uow, _hash(token))
    if found is None or found.client is not kind:
        raise TokenInvalid("This is not a refresh token of this installation. Sign in again.")
    person = await accounts.read(uow, found.account_id)
    require_active(person.status)
    if found.revoked:
        raise SessionRevoked("This sign-in has ended. Sign in again.")
    now = uow.clock.now()
    if found.session_expires_at <= now or (found.used_at is None and found.expires_at <= now):
        raise TokenExpired("This sign-in has expired. Sign in again.")
    successor = _successor(uow.kernel, token)
    if found.used_at is None:
        held = await _keep(uow, successor, found.session_id, found.session_expires_at)
        await store.mark_used(uow, found, _hash(successor), now)
    else:
        held = await _repeat(uow, found, found.used_at, successor)
    return SignedInPerson(person, await _tokens(uow, person, held))


async def end_session(uow: UnitOfWork, session_id: SessionId) -> None:
    """End a sign-in; nothing happens if it has ended."""
    if account_id := await store.revoke(uow, session_id, "signed out", uow.clock.now()):
        uow.emit(SignedOut(account_id=account_id, session_id=session_id))


async def end_session_of_token(uow: UnitOfWork, token: str) -> None:
    """End the sign-in a refresh token or an access token belongs to; nothing happens if it belongs to none."""
    found = await store.lock_token(uow, _hash(token))
    if found is not None:
        await end_session(uow, SessionId(found.session_id))
    elif facts := await check_access_token(uow, token):
        await end_session(uow, facts.session_id)


async def _repeat(uow: UnitOfWork, found: FoundToken, used_at: datetime, successor: str) -> _Held:
    """Give the successor once more, if this second use is an honest one; else end the session."""
    now = uow.clock.now()
    state = await store.find_token(uow, _hash(successor))
    if state is not None and may_repeat_refresh(used_at, now, successor_used=state.used_at is not None):
        return _Held(SessionId(found.session_id), found.session_expires_at, successor, state.expires_at)
    await store.revoke(uow, found.session_id, "refresh token reused", now)
    uow.emit(
        RefreshTokenWasReused(
            account_id=found.account_id, session_id=found.session_id, user_agent_family=found.user_agent_family
        )
    )
    raise RefreshTokenReused("This refresh token was used before, so the sign-in has been ended. Sign in again.")


async def _keep(uow: UnitOfWork, refresh_token: str, session_id: UUID, session_ends: datetime) -> _Held:
    """Write down a fresh refresh token, as a hash."""
    now = uow.clock.now()
    ends = min(now + timedelta(days=uow.kernel.settings.refresh_idle_days), session_ends)
    await store.add_token(uow, _hash(refresh_token), session_id, issued_at=now, expires_at=ends)
    return _Held(SessionId(session_id), session_ends, refresh_token, ends)


async def _tokens(uow: UnitOfWork, person: Person, held: _Held) -> Tokens:
    now = uow.clock.now()
    settings = uow.kernel.settings
    life = min(timedelta(minutes=settings.access_token_minutes), held.session_ends - now)
    key = await keys.signing_key(uow)
    access_token = access_tokens.sign(settings, key, person, session_id=held.session_id, now=now, life=life)
    refresh_life = held.refresh_ends - now
    return Tokens(access_token, held.refresh_token, int(life.total_seconds()), int(refresh_life.total_seconds()))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _successor(kernel: Kernel, token: str) -> str:
    """The next token of the family: computed, so that it can be given twice without being kept readable."""
    derived = sealer_of(kernel).derive(_PURPOSE, token.encode("utf-8", "surrogatepass"))
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()
