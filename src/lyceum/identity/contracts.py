"""What identity gives to the other domains: people, roles, sign-ins, and the errors of all of them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lyceum.platform.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Unavailable

AccountId = NewType("AccountId", UUID)
SessionId = NewType("SessionId", UUID)


class Role(StrEnum):
    """What a person is on this installation; `rules.ROLE_ALIASES` has the other names in use."""

    STUDENT = "student"
    TEACHER = "teacher"
    ADMIN = "admin"
    SUPER_ADMIN = "super_admin"


class AccountStatus(StrEnum):
    """Whether an account may be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


class Theme(StrEnum):
    """How the web app looks."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


class TextSize(StrEnum):
    """How large the web app writes."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    LARGER = "larger"


class Contrast(StrEnum):
    """How far the web app's colours stand apart."""

    STANDARD = "standard"
    MORE = "more"


class Motion(StrEnum):
    """How much the web app moves; `auto` is what the device asks for."""

    AUTO = "auto"
    REDUCED = "reduced"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """How the web app looks to a person, on whatever device they sign in."""

    theme: Theme = Theme.AUTO
    text_size: TextSize = TextSize.MEDIUM
    contrast: Contrast = Contrast.STANDARD
    motion: Motion = Motion.AUTO


class ClientKind(StrEnum):
    """How a client holds its tokens: in its own memory, or in cookies that no script can read."""

    TOKEN = "token"  # noqa: S105  the name of a way, not a token
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account as others may know it; no secret is in it."""

    id: AccountId
    email: str
    username: str
    full_name: str
    roles: frozenset[Role]
    permissions: frozenset[str]
    status: AccountStatus
    teacher_requested: bool
    language: str
    time_zone: str
    appearance: Appearance
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What somebody tells about themselves to get an account."""

    email: str
    password: str = field(repr=False)
    full_name: str
    username: str | None = None
    wants_to_teach: bool = False
    language: str = "en"
    time_zone: str = "UTC"
    appearance: Appearance = Appearance()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChange:
    """What a person changes about themselves; None leaves a value as it is."""

    full_name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    theme: Theme | None = None
    text_size: TextSize | None = None
    contrast: Contrast | None = None
    motion: Motion | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """The program a person signs in with.

    Attributes:
        kind: how it holds its tokens.
        user_agent: what it calls itself; only the family of browsers is kept.
    """

    kind: ClientKind
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client holds after signing in.

    Attributes:
        access_token: a JWT, for each request.
        refresh_token: opaque; exchanged once for the next pair.
        access_expires_in_s: true seconds until the access token ends.
        refresh_expires_in_s: true seconds until the refresh token ends if it is not used.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_in_s: int
    refresh_expires_in_s: int


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """A person together with their fresh tokens."""

    person: Person
    tokens: Tokens


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


class EmailInvalid(Invalid):
    """The e-mail address is not of a form that letters can reach."""

    code = "EMAIL_INVALID"


class EmailTaken(Conflict):
    """An account with this e-mail address exists already."""

    code = "EMAIL_TAKEN"


class UsernameInvalid(Invalid):
    """The username has characters, or a length, that usernames do not have."""

    code = "USERNAME_INVALID"


class UsernameTaken(Conflict):
    """Somebody else has this username."""

    code = "USERNAME_TAKEN"


class FullNameInvalid(Invalid):
    """The name is empty, too long, or holds control characters."""

    code = "FULL_NAME_INVALID"


class LanguageInvalid(Invalid):
    """The language is not a BCP 47 tag."""

    code = "LANGUAGE_INVALID"


class TimeZoneUnknown(Invalid):
    """The time zone is not in the IANA database."""

    code = "TIME_ZONE_UNKNOWN"


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


class AccountSuspended(Forbidden):
    """The account is suspended."""

    code = "ACCOUNT_SUSPENDED"


class SetupLinkInvalid(Forbidden):
    """The set-up token is unknown, used, replaced by a newer one, or too old."""

    code = "SETUP_LINK_INVALID"


class SetupClosed(Conflict):
    """This installation has an administrator already."""

    code = "SETUP_CLOSED"


class PersonNotFound(NotFound):
    """There is no such person here."""

    code = "PERSON_NOT_FOUND"


class RoleNotGrantable(Forbidden):
    """This role cannot be given or taken over the API."""

    code = "ROLE_NOT_GRANTABLE"


class TooManySignIns(Unavailable):
    """So many passwords are being checked that this one would wait too long."""

    code = "TOO_MANY_SIGN_INS"


class SecretKeyMissing(Unavailable):
    """This process has no secret key and cannot make one."""

    code = "SECRET_KEY_MISSING"


class SecretKeyMismatch(Unavailable):
    """The database was sealed with another secret key than this process has."""

    code = "SECRET_KEY_MISMATCH"
