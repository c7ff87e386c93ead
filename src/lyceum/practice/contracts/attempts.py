"""Answers as they arrive and as they are kept, and what is refused about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lyceum.library.contracts import Item
from lyceum.platform.errors import Conflict, Invalid, NotFound

# What an answer looks like on the wire: an option's id or a text, texts for gaps, a verdict, a grade of 1 to 4.
Response = str | bool | int | list[str]


class ClientAttemptIdReused(Conflict):
    """The client's id was used for another attempt before."""

    code = "CLIENT_ATTEMPT_ID_REUSED"


class ResponseMisfit(Invalid):
    """The response is not of the shape this type of item takes."""

    code = "RESPONSE_MISFIT"


class AttemptNotFound(NotFound):
    """No such attempt, or it is somebody else's."""

    code = "ATTEMPT_NOT_FOUND"


# Ours: who takes longer than five minutes for one answer has been doing something else for the rest.
MOST_TIME_MS = 5 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Device:
    """What an answer was given on, as the client tells."""

    type: str | None = None
    app_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """An answer as it arrives. `client_correct` is the client's own verdict: a signal, never believed."""

    client_attempt_id: UUID
    session_id: UUID
    item_id: UUID
    response: Response
    time_ms: int | None = None
    occurred_at: datetime | None = None
    confidence: int | None = None
    hints_used: int = 0
    client_correct: bool | None = None
    device: Device = Device()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An accepted answer: the one evidence record. Nothing of it ever changes.

    Attributes:
        id: orders attempts of the same moment.
        recorded_at: when it was received; the partition it lies in.
        effective_at: when it counts: `occurred_at`, but not before the item was served nor after it was received.
        correct: as computed here. `score` in [0, 1], `quality` 0 to 5.
        assisted: the learner was shown the answer first, or led to it.
        parameters: what it was judged with, as `pinning` writes and reads it.
        model_version: of the fold that judged it.
        choice: why the item was asked.
        before, after: what was believed around it when it was received: `{item: {…}, skills: {id: {…}}}`. A later
            arrival of an earlier attempt changes beliefs, not this record of what they were.
    """

    id: UUID
    recorded_at: datetime
    learner_id: UUID
    client_attempt_id: UUID
    session_id: UUID
    item_id: UUID
    item_version: int
    skill_ids: tuple[UUID, ...]
    mode: str
    response: Response
    correct: bool
    score: float
    quality: int
    feedback: str
    client_correct: bool | None
    confidence: int | None
    time_ms: int | None
    hints_used: int
    assisted: bool
    offline: bool
    occurred_at: datetime
    effective_at: datetime
    device: dict[str, Any]
    parameters: dict[str, Any]
    model_version: str
    choice: dict[str, Any]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An attempt with the item it answered; `is_new` is False for a repeated one."""

    attempt: Attempt
    item: Item
    is_new: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """When an answer counted, how it was graded and how long it took; all that counting needs of an attempt."""

    item_id: UUID
    skill_ids: tuple[UUID, ...]
    effective_at: datetime
    correct: bool
    score: float
    time_ms: int | None
