"""What happens to accounts and sign-ins. No e-mail address, name or token is in an event: ask the facade."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from lyceum.identity.contracts.people import AccountStatus, Role
from lyceum.identity.contracts.signing_in import ClientKind
from lyceum.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRegistered(Event):
    """An account was made, by its owner or by the machine's operator."""

    name: ClassVar[str] = "identity.account_registered.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    roles: tuple[Role, ...]
    teacher_requested: bool
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in."""

    name: ClassVar[str] = "identity.signed_in.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    session_id: UUID
    client: ClientKind
    user_agent_family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """Somebody ended a session of theirs."""

    name: ClassVar[str] = "identity.signed_out.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshTokenWasReused(Event):
    """A rotated refresh token came again: it may have been stolen, and the session has been ended."""

    name: ClassVar[str] = "identity.refresh_token_reused.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    session_id: UUID
    user_agent_family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    """A person changed how they want to be addressed or shown things."""

    name: ClassVar[str] = "identity.profile_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesChanged(Event):
    """A person's roles are different now."""

    name: ClassVar[str] = "identity.roles_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    roles: tuple[Role, ...]
    changed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatusChanged(Event):
    """An account was suspended or may be used again."""

    name: ClassVar[str] = "identity.account_status_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    status: AccountStatus
    changed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPosted(Event):
    """A letter waits to be handed over; its address and its words are in no event."""

    name: ClassVar[str] = "identity.letter_posted.v1"
    key_field: ClassVar[str] = "letter_id"
    letter_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailVerified(Event):
    """Letters to the account's address are known to reach its owner."""

    name: ClassVar[str] = "identity.email_verified.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChanged(Event):
    """The account has another address, or the one before again."""

    name: ClassVar[str] = "identity.email_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """The account has another password; its other sessions have ended."""

    name: ClassVar[str] = "identity.password_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    by_letter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFoundSuspicious(Event):
    """Somebody signed in with the right password, and in an unusual way; they are asked for the code of a letter."""

    name: ClassVar[str] = "identity.sign_in_suspicious.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    session_id: UUID
    score: int
    signs: tuple[str, ...]
