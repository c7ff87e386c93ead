"""Who is asking: the way from a request's credentials to a principal, on the path of every request."""

from functools import cache

from lyceum.identity import access_tokens
from lyceum.identity.contracts import (
    AccountStatus,
    AccountSuspended,
    Role,
    SessionRevoked,
    TokenFacts,
    TokenInvalid,
)
from lyceum.identity.rules import permissions_of
from lyceum.identity.store import sessions as store
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def authenticate(uow: UnitOfWork, credentials: Credentials) -> Principal:
    """The principal behind a bearer token or the browser's cookie.

    The token's signature is checked once per process; the session and the account are read at every request, so that
    signing out, suspension and a change of roles act at once.

    Raises:
        Unauthenticated: if nothing was offered.
        TokenInvalid, TokenExpired, SessionRevoked, AccountSuspended: if what was offered does not hold.
    """
    token = credentials.bearer or credentials.cookie
    if not token:
        raise Unauthenticated("Sign in first: send an access token (`Authorization: Bearer …`) or the session cookie.")
    return await principal_of(uow, await access_tokens.verify(uow, token))


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
    )


async def check_access_token(uow: UnitOfWork, token: str) -> TokenFacts | None:
    """What an access token says if it would be accepted now, else None (AUTH-08)."""
    try:
        facts = await access_tokens.verify(uow, token)
        await principal_of(uow, facts)
    except (Unauthenticated, AccountSuspended):
        return None
    return facts


def require_active(status: AccountStatus) -> None:
    """Refuse an account that may not be used.

    Raises:
        AccountSuspended: if it is suspended.
        SessionRevoked: if it was deleted.
    """
    if status is AccountStatus.SUSPENDED:
        raise AccountSuspended("This account is suspended. Ask an administrator of this installation.")
    if status is AccountStatus.DELETED:
        raise SessionRevoked("This sign-in has ended. Sign in again.")


@cache
def _powers(stored_roles: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    roles = frozenset(map(Role, stored_roles))
    return frozenset(role.value for role in roles), permissions_of(roles)
