"""What other domains may know of circles, bonds between people, and plans; the errors of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from lyceum.platform.errors import Conflict, Forbidden, Invalid, NotFound

Entitlement = int | bool


class CircleKind(StrEnum):
    """What a circle is."""

    ORGANISATION = "organisation"
    CLASS = "class"
    GROUP = "group"


class Rank(IntEnum):
    """How far somebody leads a circle; `CircleRole` is what its kind calls that."""

    MEMBER = 1
    STEWARD = 2
    HEAD = 3


class CircleRole(StrEnum):
    """What a rank is called; `rules.ROLES` says of which kind, and for which rank."""

    OWNER = "owner"
    ADMIN = "admin"
    MODERATOR = "moderator"
    MEMBER = "member"
    TEACHER = "teacher"
    CO_TEACHER = "co_teacher"
    STUDENT = "student"


class MembershipStatus(StrEnum):
    """How somebody stands to a circle; only who is active is in it."""

    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"
    REMOVED = "removed"


class Visibility(StrEnum):
    """Who may see a person's profile, besides those who share a circle with them."""

    PUBLIC = "public"
    FOLLOWERS = "followers"
    PRIVATE = "private"


class Side(StrEnum):
    """Which of the two a person is in a guardianship."""

    GUARDIAN = "guardian"
    LEARNER = "learner"


class PlanSource(StrEnum):
    """Why somebody has a plan."""

    ADMINISTRATOR = "administrator"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person, as others are shown them: never with an address."""

    id: UUID
    full_name: str
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleText:
    """What a circle says of itself; what its kind does not have stays empty.

    Attributes:
        name: one line.
        description: some lines.
        is_private: whether only its members see it; classes and organisations always are.
        organisation_id: the organisation a class belongs to.
        jurisdiction: the country whose law an organisation is under, ISO 3166-1 alpha-2.
        member_limit: how many may be in it.
        tags: what a group is about.
        subject_ids: what a class learns; subjects of the library.
    """

    name: str
    description: str = ""
    is_private: bool = True
    organisation_id: UUID | None = None
    jurisdiction: str | None = None
    member_limit: int = 50
    tags: tuple[str, ...] = ()
    subject_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinCode:
    """What lets somebody join: who has it, may.

    Attributes:
        code: as it is written on a wall; None if nobody can join by a code now.
        expires_at: when it ends; None if it does not.
        uses_left: how many more may join by it; None if as many as there is room for.
    """

    code: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    uses_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """An organisation, a class or a group, as one person sees it.

    Attributes:
        id: of the circle.
        kind: of the circle.
        text: what it says of itself.
        members: how many are in it.
        rank: of whoever looks; None if they are not in it.
        status: of whoever looks; None if they never had to do with it.
        join_code: only for who leads it.
        created_at: when it was made.
    """

    id: UUID
    kind: CircleKind
    text: CircleText
    members: int
    rank: Rank | None
    status: MembershipStatus | None
    join_code: JoinCode | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """That somebody is in a circle."""

    circle_id: UUID
    kind: CircleKind
    account_id: UUID
    rank: Rank
    since: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a circle, or invited to it, as its members are shown them."""

    person: PersonCard
    role: CircleRole
    status: MembershipStatus
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """How one person, the viewer, stands to another, the subject. All false is a stranger, and oneself.

    Attributes:
        teacher_of: teaches or co-teaches a class in which the subject is a student.
        student_of: is a student in a class which the subject teaches or co-teaches.
        guardian_of: is a guardian of the subject, which both agreed to.
        ward_of: the subject is a guardian of the viewer.
        administers: owns or administers an organisation the subject is a member of, or is a student in a class of.
        shares_class: both are in one class.
        shares_group: both are in one group.
        shares_organisation: both are in one organisation.
        follows: follows the subject.
        followed_by: is followed by the subject.
        has_blocked: has blocked the subject.
        blocked_by: is blocked by the subject; nobody is told.
    """

    teacher_of: bool = False
    student_of: bool = False
    guardian_of: bool = False
    ward_of: bool = False
    administers: bool = False
    shares_class: bool = False
    shares_group: bool = False
    shares_organisation: bool = False
    follows: bool = False
    followed_by: bool = False
    has_blocked: bool = False
    blocked_by: bool = False

    @property
    def blocked(self) -> bool:
        """Whether one of them has blocked the other, so that each is to the other as if they were not there."""
        return self.has_blocked or self.blocked_by

    @property
    def shares_circle(self) -> bool:
        """Whether they are in one circle of any kind."""
        return self.shares_class or self.shares_group or self.shares_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What a person lets others see, and the law they are under.

    Attributes:
        profile_visibility: who may see their profile.
        show_activity: whether who may see the profile may see what they do.
        show_leaderboard: whether they stand in leaderboards.
        jurisdiction: their country, ISO 3166-1 alpha-2; None if they did not say.
    """

    profile_visibility: Visibility = Visibility.FOLLOWERS
    show_activity: bool = True
    show_leaderboard: bool = True
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """A person in one of the viewer's lists, and since when."""

    person: PersonCard
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person, as somebody who may see them does."""

    person: PersonCard
    relations: Relations
    followers: int
    following: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardianship:
    """That somebody is, or is asked to be, another's guardian, as one of the two sees it.

    Attributes:
        id: of the guardianship.
        side: which of the two the viewer is.
        person: the other; None while it is not accepted and the viewer asked, so that nobody learns who has an account.
        is_active: whether both agreed.
        asked_by_me: whether the viewer asked.
        asked_at: when it was asked for.
        accepted_at: when both had agreed.
    """

    id: UUID
    side: Side
    person: PersonCard | None
    is_active: bool
    asked_by_me: bool
    asked_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class GuardianCode:
    """A code that links whoever made it with whoever gives it back, once."""

    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A name for what somebody is entitled to."""

    name: str
    entitlements: Mapping[str, Entitlement]


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """The plan somebody has."""

    plan: Plan
    source: PlanSource | None = None
    since: datetime | None = None
    expires_at: datetime | None = None


class CircleNotFound(NotFound):
    """No such organisation, class or group, or whoever asks may not know of it."""

    code = "CIRCLE_NOT_FOUND"


class MemberNotFound(NotFound):
    """This person is not a member, or whoever asks may not know that they are."""

    code = "MEMBER_NOT_FOUND"


class InvitationNotFound(NotFound):
    """Nobody has invited this person, or the invitation was withdrawn."""

    code = "INVITATION_NOT_FOUND"


class CodeInvalid(NotFound):
    """The code is unknown, replaced, used up or too old."""

    code = "CODE_INVALID"


class RankMissing(Forbidden):
    """This needs a higher role in the organisation, class or group."""

    code = "CIRCLE_ROLE_MISSING"


class RemovedMember(Forbidden):
    """Whoever was removed comes back by invitation only."""

    code = "REMOVED_MEMBER"


class JoinNeedsCode(Forbidden):
    """Joining this takes its code or an invitation."""

    code = "JOIN_NEEDS_CODE"


class CircleFull(Conflict):
    """It has as many members as it takes."""

    code = "CIRCLE_FULL"


class LastHead(Conflict):
    """Somebody else must lead before the only one who does can go."""

    code = "LAST_HEAD"


class AlreadyMember(Conflict):
    """This person is a member already."""

    code = "ALREADY_MEMBER"


class LimitBelowMembers(Conflict):
    """There are more members than the new limit allows."""

    code = "LIMIT_BELOW_MEMBERS"


class TeacherNeeded(Conflict):
    """Only who teaches on this installation can teach a class."""

    code = "TEACHER_NEEDED"


class CircleRoleUnknown(Invalid):
    """This kind of circle has no such role."""

    code = "CIRCLE_ROLE_UNKNOWN"


class CircleNameInvalid(Invalid):
    """A name or a tag is empty, too long, or has characters nobody sees."""

    code = "CIRCLE_NAME_INVALID"


class CircleTextInvalid(Invalid):
    """A description is too long, or has characters nobody sees."""

    code = "CIRCLE_TEXT_INVALID"


class CodeExpiryInvalid(Invalid):
    """What ends must end later than now, and within ten years."""

    code = "EXPIRY_INVALID"


class Oneself(Conflict):
    """Nobody follows, blocks, invites or guards themselves."""

    code = "ONESELF"


class FollowRefused(Forbidden):
    """This person lets nobody follow them."""

    code = "FOLLOW_REFUSED"


class GuardianshipNotFound(NotFound):
    """There is no such guardianship between this person and another."""

    code = "GUARDIANSHIP_NOT_FOUND"


class NotYoursToAccept(Forbidden):
    """Who asked cannot answer."""

    code = "NOT_YOURS_TO_ACCEPT"


class TooManyPending(Conflict):
    """So many are waiting for an answer that no more can be asked."""

    code = "TOO_MANY_PENDING"


class PlanUnknown(Invalid):
    """There is no such plan here."""

    code = "PLAN_UNKNOWN"
