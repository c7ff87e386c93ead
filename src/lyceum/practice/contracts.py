"""What other domains may know of sessions, attempts and the learner's state."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.errors import Conflict, Invalid, NotFound

# What an answer looks like on the wire: an option's id or a text, texts for gaps, a verdict, a grade of 1 to 4.
Response = str | bool | int | list[str]


class SessionNotFound(NotFound):
    """No such session, or it is somebody else's."""

    code = "PRACTICE_SESSION_NOT_FOUND"


class SessionEnded(Conflict):
    """The session is over; start another."""

    code = "PRACTICE_SESSION_ENDED"


class NothingToPractise(Conflict):
    """There is no active item in what was chosen."""

    code = "NOTHING_TO_PRACTISE"


class ItemNotServed(Conflict):
    """This session does not wait for an answer to this item."""

    code = "ITEM_NOT_SERVED"


class ClientAttemptIdReused(Conflict):
    """The client's id was used for another attempt before."""

    code = "CLIENT_ATTEMPT_ID_REUSED"


class ResponseMisfit(Invalid):
    """The response is not of the shape this type of item takes."""

    code = "RESPONSE_MISFIT"


class AttemptNotFound(NotFound):
    """No such attempt, or it is somebody else's."""

    code = "ATTEMPT_NOT_FOUND"


class NoMoreHints(Conflict):
    """Every hint to this item was given."""

    code = "NO_MORE_HINTS"


class HintOutOfTurn(Conflict):
    """A hint was asked for before the one that comes before it."""

    code = "HINT_OUT_OF_TURN"


class SessionKind(StrEnum):
    """Why a session is held; also the mode its attempts are recorded with."""

    PRACTICE = "practice"
    REVIEW = "review"
    PLACEMENT = "placement"
    QUIZ = "quiz"


class Scheduler(StrEnum):
    """What dates reviews."""

    FSRS = "fsrs"
    SM2 = "sm2"


# Ours: who takes longer than five minutes for one answer has been doing something else for the rest.
MOST_TIME_MS = 5 * 60 * 1000
# Below, a learner forgets most of what is reviewed; above, reviews come faster than anybody can do them.
LOWEST_RETENTION, HIGHEST_RETENTION = 0.70, 0.97


@dataclass(frozen=True, slots=True)
class ReviewSetting:
    """How a learner wants to review.

    Attributes:
        scheduler: what dates reviews. Both remember every attempt, so that it can be changed at any time.
        desired_retention: the probability of recall to review at, 0.70 to 0.97. SM-2 does not know it.
    """

    scheduler: Scheduler = Scheduler.FSRS
    desired_retention: float = 0.9

    def __post_init__(self) -> None:
        if not LOWEST_RETENTION <= self.desired_retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"desired_retention must be in {LOWEST_RETENTION}..{HIGHEST_RETENTION}, got {self.desired_retention!r}"
            )


DEFAULT_SETTING = ReviewSetting()


class DueReason(StrEnum):
    """Why an item is due when it is."""

    FIRST_SUCCESS = "first_success"
    RECALLED = "recalled"
    FORGOTTEN = "forgotten"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """What a learner wants to practise; `length` is items at the most, None for what the kind usually takes."""

    scope: PracticeScope
    kind: SessionKind
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sitting of a learner.

    Attributes:
        id: of the session.
        learner_id: whose it is.
        kind: practice, review, placement or quiz.
        scope: what is practised, as `PracticeScope.to_json` gives it.
        length: items at the most.
        answered: items answered.
        started_at: when it began.
        ended_at: when it was over; None while it runs.
    """

    id: UUID
    learner_id: UUID
    kind: SessionKind
    scope: dict[str, Any]
    length: int
    answered: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """An item that a session waits for, why it was chosen, and how many hints were given to it."""

    position: int
    item_id: UUID
    version: int
    choice: dict[str, Any]
    served_at: datetime
    revealed_at: datetime | None
    hints: int = 0


@dataclass(frozen=True, slots=True)
class NextItem:
    """What a session asks; `item` is None once it is over."""

    item: Item | None
    choice: dict[str, Any] | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMastery:
    """What is believed of a learner and a skill (LRN-10).

    Attributes:
        mastery: P(L), the probability that they have it.
        confidence: how far that is from even odds, 0 at 0.5 and 1 at certainty.
        ability: on the scale of item difficulties, in logits; `standard_error` how far that is likely off.
        practice_count: attempts that asked for it.
        correct_streak: right answers in a row up to now; `longest_streak` the most there ever were.
        last_practised_at: None if never.
    """

    skill_id: UUID
    mastery: float
    confidence: float
    ability: float
    standard_error: float
    practice_count: int
    correct_streak: int
    longest_streak: int
    last_practised_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An item that is due or will be.

    Attributes:
        item_id: of the item.
        due_on: the learner's day it comes back; `due_at` the moment that day begins where they are.
        interval_days: from the review that counted to that day.
        is_pressing: forgotten last time, or later than its whole interval.
        retrievability: the probability that it would be recalled now.
    """

    item_id: UUID
    due_on: date
    due_at: datetime
    interval_days: int
    is_pressing: bool
    retrievability: float


@dataclass(frozen=True, slots=True)
class DueNow:
    """How many items are due now, and the day the first of them fell due; None if there are none."""

    items: int
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class SkillStep:
    """What an answer did to the belief in a skill: P(L) before and after it, and right answers in a row since then."""

    mastery_before: float
    mastery: float
    correct_streak: int


@dataclass(frozen=True, slots=True)
class MasteryPoint:
    """What was believed of a skill at the end of a day of the learner on which it was practised."""

    day: date
    mastery: float
    attempts: int


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """The share of what was learned that is expected to be recalled on a coming day, if nothing is reviewed."""

    day: date
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionWeek:
    """What was recalled in one week.

    Attributes:
        monday: the learner's day on which it begins.
        reviews: unaided answers to items that were answered before, on an earlier day.
        recalled: of them.
        predicted: the mean probability of recall that FSRS gave them right before; None where it gave none.
    """

    monday: date
    reviews: int = 0
    recalled: int = 0
    predicted: float | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """What a learner will recall, and what they have recalled; `items` have been attempted and may be asked again."""

    items: int
    points: tuple[RetentionPoint, ...]
    weeks: tuple[RetentionWeek, ...]
