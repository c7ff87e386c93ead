"""What others may know of sockets: types of messages, presence, reasons to close, errors."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from lyceum.platform.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited, Unauthenticated, Unreadable


class MessageType(StrEnum):
    """The messages the platform sends (RT-03); a domain may add its own."""

    SESSION_SYNC = "session.sync"
    NOTIFICATION_NEW = "notification.new"
    ACTIVITY_NEW = "activity.new"
    MESSAGE_NEW = "message.new"
    PROGRESS_UPDATE = "progress.update"
    LEADERBOARD_UPDATE = "leaderboard.update"
    PRESENCE_CHANGE = "presence.change"


class PresenceStatus(StrEnum):
    """Whether a person is there."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a person is there, and since when not.

    Attributes:
        last_seen: when a socket of theirs last showed life; None if that is not remembered.
        activity: what they say they are doing; None when offline.
    """

    user_id: UUID
    status: PresenceStatus
    last_seen: datetime | None
    activity: str | None


class CloseCode(IntEnum):
    """Why the server closes a socket; 4000 and up are ours."""

    GOING_AWAY = 1001
    TOO_BIG = 1009
    TRY_AGAIN_LATER = 1013
    NOT_SIGNED_IN = 4001
    SILENT = 4002
    SLOW_CONSUMER = 4008
    TOO_MANY_BAD_FRAMES = 4010
    TOO_MANY_SOCKETS = 4029


class FrameUnreadable(Unreadable):
    """A frame is not a JSON object, or not text."""

    code = "FRAME_UNREADABLE"


class FrameInvalid(Invalid):
    """A frame has an unknown action or an unacceptable value."""

    code = "FRAME_INVALID"


class FramesTooFrequent(RateLimited):
    """A client sends frames faster than is accepted."""

    code = "FRAMES_TOO_FREQUENT"


class ChannelUnknown(NotFound):
    """No domain offers channels of this name."""

    code = "CHANNEL_UNKNOWN"


class ChannelForbidden(Forbidden):
    """The person may not listen to the channel, or it does not exist."""

    code = "CHANNEL_FORBIDDEN"


class TooManySubscriptions(Conflict):
    """The socket listens to as many channels as it may."""

    code = "TOO_MANY_SUBSCRIPTIONS"


class TooManySockets(Conflict):
    """The person has as many sockets open as they may."""

    code = "TOO_MANY_SOCKETS"


class SignInMissing(Unauthenticated):
    """A socket did not say in time who it belongs to."""

    code = "SIGN_IN_MISSING"


class OtherPerson(Forbidden):
    """A token of another person was sent over a socket."""

    code = "OTHER_PERSON"
