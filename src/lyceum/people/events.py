"""What happens between people. No name, address or code is in an event: ask the facade."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from lyceum.people.contracts import CircleKind, CircleRole, PlanSource
from lyceum.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleCreated(Event):
    """An organisation, a class or a group was made."""

    name: ClassVar[str] = "people.circle_created.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    created_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleArchived(Event):
    """An organisation, a class or a group was put away: nobody is in it any more."""

    name: ClassVar[str] = "people.circle_archived.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    archived_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Event):
    """Somebody was invited, and has not answered."""

    name: ClassVar[str] = "people.member_invited.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    account_id: UUID
    invited_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Event):
    """Somebody is in a circle now."""

    name: ClassVar[str] = "people.member_joined.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    account_id: UUID
    role: CircleRole


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """Somebody left a circle, or their account was closed."""

    name: ClassVar[str] = "people.member_left.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    account_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(Event):
    """Somebody was removed from a circle."""

    name: ClassVar[str] = "people.member_removed.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    account_id: UUID
    removed_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRoleChanged(Event):
    """A member's role is another one now; `changed_by` is None if it fell to them."""

    name: ClassVar[str] = "people.member_role_changed.v1"
    key_field: ClassVar[str] = "circle_id"
    circle_id: UUID
    kind: CircleKind
    account_id: UUID
    role: CircleRole
    changed_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed(Event):
    """Somebody follows another."""

    name: ClassVar[str] = "people.followed.v1"
    key_field: ClassVar[str] = "follower_id"
    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollowed(Event):
    """Somebody does not follow another any more, for whatever reason."""

    name: ClassVar[str] = "people.unfollowed.v1"
    key_field: ClassVar[str] = "follower_id"
    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Event):
    """Somebody blocked another. Never to be told to the blocked."""

    name: ClassVar[str] = "people.blocked.v1"
    key_field: ClassVar[str] = "blocker_id"
    blocker_id: UUID
    blocked_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked(Event):
    """Somebody took a block back. Never to be told to who was blocked."""

    name: ClassVar[str] = "people.unblocked.v1"
    key_field: ClassVar[str] = "blocker_id"
    blocker_id: UUID
    blocked_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianAsked(Event):
    """Somebody was asked to be, or to have, a guardian; `asked_id` is None if nobody here can be told."""

    name: ClassVar[str] = "people.guardian_asked.v1"
    key_field: ClassVar[str] = "guardianship_id"
    guardianship_id: UUID
    asked_id: UUID | None
    asked_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianLinked(Event):
    """A guardian may look at a learner's progress from now on; both agreed."""

    name: ClassVar[str] = "people.guardian_linked.v1"
    key_field: ClassVar[str] = "learner_id"
    guardianship_id: UUID
    guardian_id: UUID
    learner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianUnlinked(Event):
    """A guardian may not look at a learner's progress any more."""

    name: ClassVar[str] = "people.guardian_unlinked.v1"
    key_field: ClassVar[str] = "learner_id"
    guardianship_id: UUID
    guardian_id: UUID
    learner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Event):
    """Somebody has another plan now; no source is given for who fell back to the free one."""

    name: ClassVar[str] = "people.plan_changed.v1"
    key_field: ClassVar[str] = "account_id"
    account_id: UUID
    plan: str
    source: PlanSource | None
    expires_at: datetime | None
