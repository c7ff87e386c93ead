"""Sign-ins: the program, its tokens, the session that stands; and why one is refused."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lyceum.identity.contracts.people import AccountId, Person
from lyceum.platform.errors import Forbidden, Invalid, NotFound, Unauthenticated, Unavailable

SessionId = NewType("SessionId", UUID)


class ClientKind(StrEnum):
    """How a client holds its tokens: in its own memory, or in cookies that no script can read."""

    TOKEN = "token"  # noqa: S105  the name of a way, not a token
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Client:
    """The program a person signs in with.

    Attributes:
        kind: how it holds its tokens.
        user_agent: what it calls itself; only the families of browser and operating system are kept.
        device_tokens: what browsers were given by earlier sign-ins here, one per account that signed in on them.
    """

    kind: ClientKind
    user_agent: str = ""
    device_tokens: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client holds after signing in.

    Attributes:
        access_token: a JWT, for each request.
        refresh_token: opaque; exchanged once for the next pair.
        access_expires_in_s: true seconds until the access token ends.
        refresh_expires_in_s: true seconds until the refresh token ends if it is not used.
        session_id: the sign-in they belong to.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_in_s: int
    refresh_expires_in_s: int
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """A person together with their fresh tokens, and what their browser keeps so that it is known next time."""

    person: Person
    tokens: Tokens
    device_tokens: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """One of a person's own sign-ins that stand.

    Attributes:
        id: of the session.
        is_current: whether it is the one that asks.
        client: how its program holds the tokens.
        browser, system: families, `other` where they are not known.
        created_at: when it began.
        last_used_at: when its tokens were last exchanged, which a program in use does every quarter of an hour.
        expires_at: when it ends.
        network: the prefix of the network it was last used from; "" where that is not known or forgotten.
        country: two letters, where a list of networks names it.
    """

    id: SessionId
    is_current: bool
    client: ClientKind
    browser: str
    system: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    network: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """What an access token that holds says.

    Attributes:
        account_id: whose it is.
        session_id: the sign-in it came through.
        token_id: its `jti`.
        issued_at: when it was signed.
        expires_at: when it ends.
    """

    account_id: AccountId
    session_id: SessionId
    token_id: str
    issued_at: datetime
    expires_at: datetime


class PasswordTooWeak(Invalid):
    """The password breaks a rule of the policy; `details.rules` says which."""

    code = "PASSWORD_TOO_WEAK"


class CredentialsWrong(Unauthenticated):
    """The e-mail address and the password do not belong together, or there is no such account."""

    code = "CREDENTIALS_WRONG"


class TokenInvalid(Unauthenticated):
    """The token is malformed, forged, or not one of this installation's."""

    code = "TOKEN_INVALID"


class TokenExpired(Unauthenticated):
    """The token was good, and its time is over."""

    code = "TOKEN_EXPIRED"


class SessionRevoked(Unauthenticated):
    """The sign-in this token came through has ended."""

    code = "SESSION_REVOKED"


class RefreshTokenReused(Unauthenticated):
    """A refresh token was used a second time, so the whole sign-in has been ended."""

    code = "REFRESH_TOKEN_REUSED"
    # The end of the session must outlive the 401 that reports it.
    keeps_writes = True


class PasswordWrong(Forbidden):
    """Somebody signed in gave a wrong password for their own account."""

    code = "PASSWORD_WRONG"


class ConfirmationNeeded(Forbidden):
    """What is asked for takes a recent proof of who asks; `details.way` is `password`, `code` or `sign_in`."""

    code = "CONFIRMATION_NEEDED"


class SessionNotFound(NotFound):
    """The person has no such sign-in that stands."""

    code = "SESSION_NOT_FOUND"


class GeographyUnreadable(Unavailable):
    """The list of networks that the settings name cannot be used."""

    code = "GEOGRAPHY_UNREADABLE"


class AccountSuspended(Forbidden):
    """The account is suspended."""

    code = "ACCOUNT_SUSPENDED"


class TooManySignIns(Unavailable):
    """So many passwords are being checked that this one would wait too long."""

    code = "TOO_MANY_SIGN_INS"
