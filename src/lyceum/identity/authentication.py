"""Who is asking: the way from a request's credentials to a principal, on the path of every request."""

from functools import cache

from lyceum.identity import access_tokens
from lyceum.identity.api_key_tokens import PREFIX as API_KEY_PREFIX
from lyceum.identity.api_keys import principal_of_key
from lyceum.identity.contracts.people import AccountStatus, Role
from lyceum.identity.contracts.signing_in import (
    AccountSuspended,
    SessionRevoked,
    TokenExpired,
    TokenFacts,
    TokenInvalid,
)
from lyceum.identity.remembering import Remembered, hash_of, remembrance_of
from lyceum.identity.rules import permissions_of
from lyceum.identity.standing import require_active
from lyceum.identity.store import sessions as store
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import Credentials, Recognised
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_DIGEST_LETTERS = 24


async def recognise(kernel: Kernel, credentials: Credentials) -> Recognised | None:
    """Whom credentials seem to belong to, for the limits: what was forged, has expired or was refused is nobody's.

    Whoever took a token from its owner uses up nothing of theirs with it once it holds no more. The database is asked
    for nothing but the keys that verify tokens, once a minute.
    """
    token = credentials.bearer or credentials.cookie
    if not token:
        return None
    if token.startswith(API_KEY_PREFIX):
        return _recognised_key(kernel, token)
    try:
        async with unit_of_work(kernel) as uow:
            known = await access_tokens.verified(uow, token)
        access_tokens.require_in_time(kernel, known)
    except (TokenInvalid, TokenExpired):
        return None
    return None if known.is_refused else _counted(known, hash_of(token))


async def authenticate(uow: UnitOfWork, credentials: Credentials) -> Principal:
    """The principal behind a bearer token, an API key or the browser's cookie.

    The token's signature is checked once per process. The session and the account are read, unless this process has
    read them in the account's present epoch (docs/decisions/0016): signing out, suspension and a change of roles act
    at once.

    Raises:
        Unauthenticated: if nothing was offered.
        TokenInvalid, TokenExpired, SessionRevoked, AccountSuspended: if what was offered does not hold.
    """
    if credentials.bearer is not None and credentials.bearer.startswith(API_KEY_PREFIX):
        return await _owner_of_key(uow, credentials, credentials.bearer)
    token = credentials.bearer or credentials.cookie
    if not token:
        raise Unauthenticated("Sign in first: send an access token (`Authorization: Bearer …`) or the session cookie.")
    recognised, now = credentials.recognised, uow.clock.now()
    if recognised is not None and isinstance(known := recognised.source, Remembered):
        if principal := known.principal_now(recognised.epoch, now):
            return principal
    else:
        known = await access_tokens.verified(uow, token)
    facts = access_tokens.require_in_time(uow.kernel, known)
    try:
        principal = await principal_of(uow, facts)
    except (Unauthenticated, AccountSuspended):
        known.refuse()
        raise
    known.learn(principal, recognised.epoch if recognised is not None else None, now)
    return principal


def _counted(known: Remembered, digest: bytes, *, is_key: bool = False) -> Recognised:
    counted = Recognised(digest.hex()[:_DIGEST_LETTERS], known.account_id, known, is_key)
    if (principal := known.principal) is not None:
        counted.plan, counted.hourly_quota, counted.language = (
            principal.plan,
            principal.hourly_quota,
            principal.language,
        )
    return counted


def _recognised_key(kernel: Kernel, token: str) -> Recognised:
    """What an API key is counted under, and its owner and plan if it has been here before."""
    digest = hash_of(token)
    known = remembrance_of(kernel).of(digest)
    if known is None:
        return Recognised(digest.hex()[:_DIGEST_LETTERS], is_key=True)
    return _counted(known, digest, is_key=True)


async def _owner_of_key(uow: UnitOfWork, credentials: Credentials, token: str) -> Principal:
    """The principal of an API key, read each time: what a key opens depends on what it is used for."""
    remembrance, digest = remembrance_of(uow.kernel), hash_of(token)
    try:
        principal = await principal_of_key(uow, credentials)
    except (Unauthenticated, AccountSuspended):
        remembrance.forget(digest)
        raise
    remembrance.keep(digest, Remembered(principal.user_id, principal=principal, read_at=uow.clock.now()))
    return principal


async def principal_of(uow: UnitOfWork, facts: TokenFacts) -> Principal:
    """The principal of a verified token, as the database knows them now.

    Raises:
        TokenInvalid, SessionRevoked, AccountSuspended: if the session or the account does not stand.
    """
    row = await store.state(uow, facts.session_id)
    if row is None or row["account_id"] != facts.account_id:
        raise TokenInvalid("This token belongs to no sign-in of this installation. Sign in again.")
    require_active(AccountStatus(row["status"]))
    if row["revoked"]:
        raise SessionRevoked("This sign-in has ended. Sign in again.")
    roles, permissions = _powers(tuple(row["roles"]))
    return Principal(
        user_id=facts.account_id,
        session_id=facts.session_id,
        roles=roles,
        permissions=permissions,
        language=row["language"],
        time_zone=row["time_zone"],
        plan=row["plan"],
        is_verified=row["is_verified"],
        confirmed_at=row["confirmed_at"],
    )


async def check_access_token(uow: UnitOfWork, token: str) -> TokenFacts | None:
    """What an access token says if it would be accepted now, else None (AUTH-08)."""
    try:
        facts = await access_tokens.verify(uow, token)
        await principal_of(uow, facts)
    except (Unauthenticated, AccountSuspended):
        return None
    return facts


@cache
def _powers(stored_roles: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    roles = frozenset(map(Role, stored_roles))
    return frozenset(role.value for role in roles), permissions_of(roles)
