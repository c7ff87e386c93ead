"""Access tokens (AUTH-04): signed JSON Web Tokens that say who a request comes from, for a quarter of an hour."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import JoseError

from lyceum.identity import keys
from lyceum.identity.contracts.people import AccountId, Person
from lyceum.identity.contracts.signing_in import SessionId, TokenExpired, TokenFacts, TokenInvalid
from lyceum.identity.keys import ALGORITHM, SigningKey
from lyceum.identity.remembering import Remembered, hash_of, remembrance_of
from lyceum.identity.rules import user_type
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork

# RFC 9068: no other signed statement of this installation can be passed off as an access token.
TOKEN_TYPE = "at+jwt"  # noqa: S105  the name of a type

_MAX_LENGTH = 4096
# Between two machines' clocks, for "not before" only: an expired token has expired.
_CLOCK_SKEW = timedelta(seconds=30)
_REQUIRED = ("sub", "sid", "jti", "iss", "aud", "iat", "nbf", "exp")


def sign(
    settings: Settings, key: SigningKey, person: Person, *, session_id: SessionId, now: datetime, life: timedelta
) -> str:
    """An access token.

    Args:
        settings: with issuer and audience.
        key: the key that signs now.
        person: whose token it is; roles and permissions in it are for clients, the server asks the database.
        session_id: the sign-in it belongs to.
        now: from when it holds.
        life: how long it holds, whole seconds.
    """
    issued_at = int(now.timestamp())
    claims = {
        "iss": settings.token_issuer,
        "aud": settings.token_audience,
        "sub": str(person.id),
        "sid": str(session_id),
        "jti": new_id().hex,
        "iat": issued_at,
        "nbf": issued_at,
        "exp": issued_at + int(life.total_seconds()),
        "email": person.email,
        "user_type": user_type(person.roles),
        "roles": sorted(person.roles),
        "permissions": sorted(person.permissions),
    }
    header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": key.kid}
    return jwt.encode(header, claims, key.key, algorithms=[ALGORITHM])


async def verify(uow: UnitOfWork, token: str) -> TokenFacts:
    """What a token says, once its signature, issuer, audience and times are found good.

    A token is verified once per process and then known by its hash until it expires; whether its session still stands
    is another question, asked at every request.

    Raises:
        TokenInvalid: if it is malformed, forged, meant for another service, or not valid yet.
        TokenExpired: if its time is over.
    """
    return require_in_time(uow.kernel, await verified(uow, token))


def require_in_time(kernel: Kernel, remembered: Remembered) -> TokenFacts:
    """What a verified token says, if its time is now.

    Raises:
        TokenInvalid, TokenExpired: as for `verify`.
    """
    facts, now = remembered.facts, kernel.clock.now()
    if facts is None:
        raise _invalid()
    if facts.expires_at <= now:
        raise TokenExpired("The access token has expired. Refresh it, or sign in again.")
    if facts.issued_at > now + _CLOCK_SKEW:
        raise _invalid()
    return facts


async def verified(uow: UnitOfWork, token: str) -> Remembered:
    """A token whose signature, issuer and audience are good, in time or not; `uow` is used only to renew the keys.

    Raises:
        TokenInvalid: if it is malformed, forged, or meant for another service.
    """
    remembrance, digest = remembrance_of(uow.kernel), hash_of(token)
    known = remembrance.of(digest)
    ring = await keys.current_ring(uow)
    if known is not None and ring.verifying(known.kid, uow.clock.now()) is not None:
        return known
    facts, kid = await _verify_signature(uow, token)
    return remembrance.keep(digest, Remembered(facts.account_id, facts, kid))


async def _verify_signature(uow: UnitOfWork, token: str) -> tuple[TokenFacts, str]:
    if len(token) > _MAX_LENGTH:
        raise _invalid()
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("typ") != TOKEN_TYPE or header.get("alg") != ALGORITHM:
            raise _invalid()
        key = await keys.verification_key(uow, str(header.get("kid", "")))
        # The algorithm is ours, whatever the header says.
        claims = jwt.decode(token, key.key, algorithms=[ALGORITHM]).claims
        return _facts(uow.kernel.settings, claims), key.kid
    except (JoseError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise _invalid() from error


def _facts(settings: Settings, claims: dict[str, Any]) -> TokenFacts:
    ours = claims["iss"] == settings.token_issuer and claims["aud"] == settings.token_audience
    if not ours or any(name not in claims for name in _REQUIRED):
        raise _invalid()
    return TokenFacts(
        account_id=AccountId(UUID(claims["sub"])),
        session_id=SessionId(UUID(claims["sid"])),
        token_id=str(claims["jti"]),
        issued_at=datetime.fromtimestamp(max(claims["iat"], claims["nbf"]), UTC),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )


def _invalid() -> TokenInvalid:
    return TokenInvalid("This is not a valid access token of this installation. Sign in again.")
