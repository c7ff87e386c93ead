"""API keys (API-21, SEC-04): made by their owner for a program, shown once, limited by scopes, revoked at once."""

import hmac
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from lyceum.identity import api_key_tokens as tokens
from lyceum.identity.contracts.api_keys import (
    ApiKey,
    ApiKeyClosed,
    ApiKeyExpired,
    ApiKeyId,
    ApiKeyInvalid,
    ApiKeyNotFound,
    ApiKeyRevoked,
    ApiKeyScopeMissing,
    MadeApiKey,
    NewApiKey,
    Scope,
    TooManyApiKeys,
)
from lyceum.identity.contracts.people import AccountStatus, Role
from lyceum.identity.contracts.signing_in import AccountSuspended
from lyceum.identity.rules import permissions_of, require_recent
from lyceum.identity.scopes import carried, only_passes_on, scope_of
from lyceum.identity.standing import lock_standing
from lyceum.identity.store import api_keys as store
from lyceum.identity.store.api_keys import StoredKey
from lyceum.platform import security_log
from lyceum.platform.errors import Invalid
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import Page, PageRequest, cut, decode_cursor
from lyceum.platform.principal import Principal
from lyceum.platform.sealing.rings import SecretKeyMismatch
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

if TYPE_CHECKING:
    import asyncpg

MOST_KEYS = 20
KEY_MADE = "identity.api_key_made"
KEY_REVOKED = "identity.api_key_revoked"
KEY_REFUSED = "identity.api_key_refused"
# What the digests of secrets are sealed for.
PURPOSE = "identity.api_key.secret"

_NOTED_EVERY = timedelta(minutes=1)


async def make(uow: UnitOfWork, owner: Principal, new: NewApiKey) -> MadeApiKey:
    """Make a key for a program of one's own; the only time its text is known.

    Raises:
        ConfirmationNeeded: if the password was not given within the last minutes.
        Invalid: if it would have expired already.
        TooManyApiKeys: if the account has twenty.
        SessionRevoked: if the sign-in was ended while this waited.
    """
    now = uow.clock.now()
    require_recent(owner, now)
    if new.expires_at is not None and new.expires_at <= now:
        raise Invalid("The key would have expired already. Give a moment to come.", details={"field": "expires_at"})
    # Two at once must not both be the twentieth.
    await lock_standing(uow, owner)
    if await store.count(uow, owner.user_id) >= MOST_KEYS:
        raise TooManyApiKeys(f"You have {MOST_KEYS} keys, which is the most. Revoke one first.")
    key = ApiKey(
        id=ApiKeyId(new_id()),
        name=new.name,
        scopes=new.scopes,
        requests_per_hour=new.requests_per_hour,
        created_at=now,
        expires_at=new.expires_at,
        last_used_at=None,
    )
    text, secret = tokens.write(key.id)
    sealed = sealer_of(uow.kernel).seal(PURPOSE, tokens.digest(secret, owner.user_id), key.id)
    await store.add(uow, StoredKey(key, owner.user_id, sealed))
    details = {"key": tokens.shown(key.id), "scopes": " ".join(sorted(key.scopes))}
    await security_log.note(uow, KEY_MADE, owner.user_id, details=details)
    return MadeApiKey(key, text)


async def list_keys(uow: UnitOfWork, owner: Principal, request: PageRequest) -> Page[ApiKey]:
    """One's keys that were not revoked, the oldest first."""
    after = decode_cursor(request.cursor, UUID)[0] if request.cursor else None
    found = await store.page(uow, owner.user_id, after, request.limit + 1)
    return cut(found, request.limit, lambda key: (key.id,))


async def revoke(uow: UnitOfWork, owner: Principal, key_id: UUID) -> None:
    """End a key of one's own; it is refused from the next request on.

    Raises:
        ApiKeyNotFound: if one has no such key.
    """
    if not await store.revoke(uow, owner.user_id, key_id, uow.clock.now()):
        raise ApiKeyNotFound(f"You have no API key {str(key_id)!r}.")
    await security_log.note(uow, KEY_REVOKED, owner.user_id, details={"key": tokens.shown(key_id)})


async def revoke_all(uow: UnitOfWork, account_id: UUID) -> None:
    """End every key of an account whose owner takes it back: a thief may have made some."""
    if await store.count(uow, account_id):
        await store.revoke_all(uow, account_id, uow.clock.now())
        await security_log.note(uow, KEY_REVOKED, account_id, details={"key": "all"})


async def principal_of_key(uow: UnitOfWork, credentials: Credentials) -> Principal:
    """The owner of the key a request brings, with what the key is for and its owner may do now.

    Raises:
        ApiKeyInvalid: if it is mistyped, unknown or forged, or its owner's account is gone.
        ApiKeyRevoked, ApiKeyExpired, AccountSuspended: as named.
        ApiKeyScopeMissing: if it was not made for what the request asks.
        ApiKeyClosed: if no key is let in there.
    """
    written = tokens.read(credentials.bearer or "")
    if written is None:
        raise ApiKeyInvalid("This is not an API key of Lyceum, or it was mistyped: its last signs do not fit.")
    row = await store.state(uow, written.id)
    if row is None or not _is_genuine(uow.kernel, row, written):
        raise ApiKeyInvalid("This installation knows no such API key. Make one in your account.")
    await _require_living(uow, row, written.id)
    scopes = frozenset(map(Scope, row["scopes"]))
    _require_scope(credentials, scopes)
    _touch_after(uow, written.id, row["last_used_at"])
    roles = frozenset(map(Role, row["roles"]))
    return Principal(
        user_id=row["account_id"],
        session_id=None,
        roles=frozenset(role.value for role in roles),
        permissions=permissions_of(roles) & carried(scopes),
        language=row["language"],
        time_zone=row["time_zone"],
        plan=row["plan"],
        api_key_id=written.id,
        hourly_quota=row["requests_per_hour"],
        is_verified=row["is_verified"],
    )


def _is_genuine(kernel: Kernel, row: "asyncpg.Record", written: tokens.WrittenKey) -> bool:
    try:
        kept = sealer_of(kernel).open(PURPOSE, row["secret_sealed"], written.id)
    except SecretKeyMismatch:
        # Whoever can write to the database alone makes no key that holds.
        return False
    return hmac.compare_digest(kept, tokens.digest(written.secret, row["account_id"]))


async def _require_living(uow: UnitOfWork, row: "asyncpg.Record", key_id: UUID) -> None:
    status = AccountStatus(row["status"])
    if status is AccountStatus.DELETED:
        raise ApiKeyInvalid("This installation knows no such API key. Make one in your account.")
    if row["revoked_at"] is not None:
        await _note_refusal(uow, row["account_id"], key_id, "revoked")
        raise ApiKeyRevoked("This API key was revoked. Make another one in your account.")
    if row["expires_at"] is not None and row["expires_at"] <= uow.clock.now():
        await _note_refusal(uow, row["account_id"], key_id, "expired")
        raise ApiKeyExpired("This API key has expired. Make another one in your account.")
    if status is AccountStatus.SUSPENDED:
        raise AccountSuspended("This account is suspended. Ask an administrator of this installation.")


def _require_scope(credentials: Credentials, scopes: frozenset[Scope]) -> None:
    if only_passes_on(credentials.tags):
        return
    needed = scope_of(credentials.tags, credentials.method)
    if needed is None:
        raise ApiKeyClosed("No API key is let in here. Sign in with your password instead.")
    if needed not in scopes:
        raise ApiKeyScopeMissing(
            f"This API key was not made for {needed.value!r}. Make one that has this scope.",
            details={"scope": needed.value},
        )


def _touch_after(uow: UnitOfWork, key_id: UUID, last_used_at: datetime | None) -> None:
    """Note the use once the request has been served, once a minute at the most."""
    now = uow.clock.now()
    if last_used_at is not None and now - last_used_at < _NOTED_EVERY:
        return

    async def touch() -> None:
        async with unit_of_work(uow.kernel) as apart:
            await store.touch(apart, key_id, now, _NOTED_EVERY)

    uow.after_commit(touch)


async def _note_refusal(uow: UnitOfWork, account_id: UUID, key_id: UUID, why: str) -> None:
    shown = tokens.shown(key_id)
    await security_log.note_seldom(uow.kernel, KEY_REFUSED, account_id, shown, details={"key": shown, "why": why})
