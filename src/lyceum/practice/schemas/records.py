"""Wire models of many answers at once, and of answers that were given before."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from lyceum.library.contracts import Key
from lyceum.platform import telling
from lyceum.platform.errors import ErrorType, LyceumError
from lyceum.platform.pages import Page
from lyceum.practice import examples, wording
from lyceum.practice.batch import LARGEST_BATCH, Outcome
from lyceum.practice.contracts.attempts import Response
from lyceum.practice.contracts.sessions import SessionKind
from lyceum.practice.remembering import Remembered
from lyceum.practice.schemas.attempts import AttemptBody, AttemptView, SkillChangeView, VerdictView
from lyceum.practice.schemas.items import AskedItemView, AskedSourceView, example, source_of

_TAKEN, _REPEATED = 201, 200


class BatchBody(BaseModel):
    """Answers that a device kept, each with the time it was given at."""

    model_config = example(examples.BATCH)

    attempts: list[AttemptBody] = Field(min_length=1, max_length=LARGEST_BATCH)


class RefusalView(BaseModel):
    """Why an answer was refused: as in the error envelope, without what belongs to the request as a whole."""

    type: ErrorType
    code: str
    message: str
    details: dict[str, Any]
    retryable: bool

    @classmethod
    def of(cls, error: LyceumError) -> Self:
        """From what was raised."""
        return cls(
            type=error.type,
            code=error.code,
            message=telling.refusal(error.code, error.message, error.details),
            details=telling.worded(error.details),
            retryable=error.retryable,
        )


class OutcomeView(BaseModel):
    """What became of one answer."""

    model_config = example(examples.OUTCOME)

    client_attempt_id: UUID
    status: int = Field(
        description="As if it had been sent alone: 201 taken, 200 taken before, 404, 409 or 422 refused."
    )
    result: AttemptView | None = Field(description="Of an answer that was taken.")
    error: RefusalView | None = Field(description="Of an answer that was refused.")

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """From what practice did."""
        named, told = outcome.new.client_attempt_id, outcome.told
        if isinstance(told, LyceumError):
            return cls(client_attempt_id=named, status=told.status, result=None, error=RefusalView.of(told))
        status = _TAKEN if told.is_new else _REPEATED
        return cls(client_attempt_id=named, status=status, result=AttemptView.of(told), error=None)


class BatchView(BaseModel):
    """What became of each answer, in the order they were sent in."""

    model_config = example({"items": [examples.OUTCOME]})

    items: list[OutcomeView]


class RememberedView(BaseModel):
    """An answer you gave, and what was found about it."""

    model_config = example(examples.REMEMBERED)

    attempt_id: UUID
    client_attempt_id: UUID
    session_id: UUID
    item: AskedItemView = Field(description="In the version that was asked.")
    withheld: bool = Field(
        description="Whether you are being asked for this item again: until you answer, nothing here tells its key."
    )
    response: Response | None = Field(description="What you answered; null while withheld.")
    key: Key | None = Field(description="Null while withheld.")
    source: AskedSourceView | None = Field(description="With the quote, unless it is withheld.")
    mode: SessionKind = Field(description="The kind of session it was given in.")
    correct: bool
    score: float = Field(ge=0, le=1)
    quality: int = Field(ge=0, le=5)
    assisted: bool
    hints_used: int
    skills: list[SkillChangeView] = Field(
        description="What it did to the belief about each skill, with all that has arrived since: an answer that came"
        " late may have changed what you were told then."
    )
    feedback: VerdictView
    time_ms: int | None
    offline: bool = Field(description="Whether a device kept it until it could send it.")
    occurred_at: datetime
    effective_at: datetime = Field(description="When it counts: when it was given, as far as that can be.")
    recorded_at: datetime

    @classmethod
    def of(cls, remembered: Remembered) -> Self:
        """From what practice knows."""
        attempt, item = remembered.recorded.attempt, remembered.recorded.item
        secret = remembered.is_withheld
        return cls(
            attempt_id=attempt.id,
            client_attempt_id=attempt.client_attempt_id,
            session_id=attempt.session_id,
            item=AskedItemView.of(item),
            withheld=secret,
            response=None if secret else attempt.response,
            key=None if secret else item.key,
            source=source_of(item, has_quote=not secret),
            mode=SessionKind(attempt.mode),
            correct=attempt.correct,
            score=attempt.score,
            quality=attempt.quality,
            assisted=attempt.assisted,
            hints_used=attempt.hints_used,
            skills=[SkillChangeView.of(skill_id, step) for skill_id, step in remembered.steps.items()],
            feedback=VerdictView(code=attempt.feedback, text=wording.feedback(attempt.feedback, telling.language())),
            time_ms=attempt.time_ms,
            offline=attempt.offline,
            occurred_at=attempt.occurred_at,
            effective_at=attempt.effective_at,
            recorded_at=attempt.recorded_at,
        )


class RememberedPage(BaseModel):
    """One page of answers you gave."""

    model_config = example({"items": [examples.REMEMBERED], "next_cursor": None})

    items: list[RememberedView]
    next_cursor: str | None

    @classmethod
    def of(cls, found: Page[Remembered]) -> Self:
        """From what practice knows."""
        return cls(items=[RememberedView.of(each) for each in found.items], next_cursor=found.next_cursor)
