"""Sign-ins from their beginning to their end: opening, refreshing with rotation, and ending a session."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lyceum.identity import access_tokens, arrivals, keys, places
from lyceum.identity.authentication import check_access_token
from lyceum.identity.contracts.people import AccountId, Person
from lyceum.identity.contracts.signing_in import (
    Client,
    ClientKind,
    RefreshTokenReused,
    SessionId,
    SessionRevoked,
    SignedInPerson,
    TokenExpired,
    TokenInvalid,
    Tokens,
)
from lyceum.identity.events import RefreshTokenWasReused, SignedIn, SignedOut
from lyceum.identity.rules import may_repeat_refresh
from lyceum.identity.standing import require_active
from lyceum.identity.store import accounts
from lyceum.identity.store import sessions as store
from lyceum.identity.store.accounts import Account
from lyceum.identity.store.sessions import FoundToken, NewSession
from lyceum.platform import origin, security_log
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

SIGNED_IN = "identity.signed_in"
SIGNED_OUT = "identity.signed_out"
TOKEN_REUSED = "identity.refresh_token_reused"  # noqa: S105  the name of what happened

_TOKEN_BYTES = 32
_PURPOSE = "refresh token successor"


@dataclass(frozen=True, slots=True)
class _Held:
    """A fresh refresh token of a session, and when each of them ends."""

    session_id: SessionId
    session_ends: datetime
    refresh_token: str
    refresh_ends: datetime


async def open_session(
    uow: UnitOfWork, person: Person, client: Client, *, account: Account | None = None
) -> SignedInPerson:
    """Begin a sign-in for somebody who has proved who they are.

    Args:
        uow: the transaction.
        person: who.
        client: with what.
        account: as it was before, to judge the sign-in by; None for one that has just been made.
    """
    now, session_id = uow.clock.now(), new_id()
    arrival = await arrivals.arrive(uow, person, client, account=account)
    new = NewSession(
        id=session_id,
        account_id=person.id,
        client=client.kind,
        user_agent_family=arrival.browser,
        system=arrival.system,
        device_id=arrival.device_id,
        address_sealed=places.sealed(uow.kernel, origin.current().address, session_id),
        network_key=arrival.network_key,
        created_at=now,
        expires_at=now + timedelta(days=uow.kernel.settings.refresh_token_days),
        confirmed_at=None if arrival.judgement.asks else now,
    )
    await store.forget_old(uow, person.id, now)
    await store.add(uow, new)
    held = await _keep(uow, secrets.token_urlsafe(_TOKEN_BYTES), new.id, new.expires_at)
    await arrivals.tell(uow, person, new.id, arrival)
    await security_log.note(uow, SIGNED_IN, person.id, details={"session_id": str(new.id), "client": client.kind})
    uow.emit(
        SignedIn(account_id=person.id, session_id=new.id, client=client.kind, user_agent_family=new.user_agent_family)
    )
    return SignedInPerson(person, await _tokens(uow, person, held), arrival.device_tokens)


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
    if found.used_at is None:
        successor = _successors(uow.kernel, token)[0]
        held = await _keep(uow, successor, found.session_id, found.session_expires_at)
        address_sealed = places.sealed(uow.kernel, origin.current().address, found.session_id)
        await store.mark_used(uow, found, _hash(successor), now, address_sealed=address_sealed)
    else:
        held = await _repeat(uow, found, found.used_at, token)
    return SignedInPerson(person, await _tokens(uow, person, held))


async def browser_session(uow: UnitOfWork, token: str) -> tuple[SessionId, AccountId] | None:
    """The sign-in a browser's refresh token belongs to, and whose it is; None if none goes on."""
    return await store.live_browser_session(uow, _hash(token))


async def end_session(uow: UnitOfWork, session_id: SessionId) -> None:
    """End a sign-in; nothing happens if it has ended."""
    if account_id := await store.revoke(uow, session_id, "signed out", uow.clock.now()):
        await security_log.note(uow, SIGNED_OUT, account_id, details={"session_id": str(session_id)})
        uow.emit(SignedOut(account_id=account_id, session_id=session_id))


async def end_session_of_token(uow: UnitOfWork, token: str) -> None:
    """End the sign-in a refresh token or an access token belongs to; nothing happens if it belongs to none."""
    found = await store.lock_token(uow, _hash(token))
    if found is not None:
        await end_session(uow, SessionId(found.session_id))
    elif facts := await check_access_token(uow, token):
        await end_session(uow, facts.session_id)


async def _repeat(uow: UnitOfWork, found: FoundToken, used_at: datetime, token: str) -> _Held:
    """Give the successor once more, if this second use is an honest one; else end the session."""
    now = uow.clock.now()
    # The secret key may have been changed since: what counts is what was given.
    given = [each for each in _successors(uow.kernel, token) if _hash(each) == found.successor_hash]
    successor = given[0] if given else ""
    state = await store.find_token(uow, _hash(successor))
    if state is not None and may_repeat_refresh(used_at, now, successor_used=state.used_at is not None):
        return _Held(SessionId(found.session_id), found.session_expires_at, successor, state.expires_at)
    await store.revoke(uow, found.session_id, store.TOKEN_REUSED, now)
    await security_log.note(uow, TOKEN_REUSED, found.account_id, details={"session_id": str(found.session_id)})
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
    lives = int(life.total_seconds()), int(refresh_life.total_seconds())
    return Tokens(access_token, held.refresh_token, *lives, held.session_id)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _successors(kernel: Kernel, token: str) -> list[str]:
    """The next token of the family: computed, so that it can be given twice without being kept readable.

    The first is of the secret key that seals now; the others, of the ring's other keys, are what it may have been
    before or elsewhere.
    """
    sealer, secret = sealer_of(kernel), token.encode("utf-8", "surrogatepass")
    derived = (sealer.derive(_PURPOSE, secret), *sealer.derived_by_each(_PURPOSE, secret))
    return [base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in derived]
