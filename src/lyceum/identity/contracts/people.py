"""People as the other domains may know them, how one comes to be here, and what is refused about that."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from lyceum.identity.contracts.appearance import Appearance, Contrast, Motion, TextSize, Theme
from lyceum.platform.errors import Conflict, Forbidden, Invalid, NotFound
from lyceum.platform.flag import Flag

# Off where a school makes the accounts of its people itself.
SELF_REGISTRATION = Flag("identity.self_registration", default=True)

AccountId = NewType("AccountId", UUID)


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
    plan: str = "free"
    created_at: datetime
    email_verified: bool = False
    pending_email: str | None = None


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
    appearance: Appearance = field(default_factory=Appearance)


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


class EmailUnchanged(Conflict):
    """The account has this e-mail address already."""

    code = "EMAIL_UNCHANGED"


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


class TeachesAlready(Conflict):
    """Who may teach need not ask to."""

    code = "TEACHES_ALREADY"


class RegistrationClosed(Forbidden):
    """People do not make accounts for themselves here."""

    code = "REGISTRATION_CLOSED"
