"""Wire models of answers: what is sent, and what is told."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    Field,
    StrictBool,
    StrictInt,
)
from pydantic_core import PydanticCustomError

from lyceum.library.contracts import Item, Key
from lyceum.platform import telling
from lyceum.practice import examples, wording
from lyceum.practice.contracts.attempts import Device, NewAttempt, Recorded
from lyceum.practice.contracts.beliefs import SkillStep
from lyceum.practice.schemas.items import AskedSourceView, Label, Text, example, source_of

_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_LONGEST_TIME_MS = 24 * 60 * 60 * 1000


def _of_this_era(moment: datetime) -> datetime:
    """Within what can be converted between zones and kept, with centuries to spare."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        years: dict[str, Any] = {"first": _FIRST_YEAR, "last": _LAST_YEAR}
        raise PydanticCustomError("outside_years", "lies outside the years {first} to {last}", years)
    return moment


Moment = Annotated[
    AwareDatetime,
    AfterValidator(_of_this_era),
    Field(description=f"With its zone, and within the years {_FIRST_YEAR} to {_LAST_YEAR}."),
]


class RevealBody(BaseModel):
    """Which answer to show."""

    model_config = example(examples.REVEAL)

    session_id: UUID
    item_id: UUID


class RevealedView(BaseModel):
    """An answer, shown before one was given."""

    model_config = example(examples.REVEALED)

    item_id: UUID
    key: Key
    source: AskedSourceView | None

    @classmethod
    def of(cls, item: Item) -> Self:
        """With all that was kept back."""
        return cls(item_id=item.id, key=item.key, source=source_of(item))


class DeviceBody(BaseModel):
    """What an answer was given on."""

    type: Label | None = None
    app_version: Label | None = None


class AttemptBody(BaseModel):
    """An answer.

    `response` is per type: 1 to 4 for a flashcard (again, hard, good, easy), a list of texts for a cloze item, a text
    for a short answer, an option's id for multiple choice, true or false for a statement. An empty text says "I do not
    know", also where something is chosen.
    """

    model_config = example(examples.ATTEMPT)

    client_attempt_id: UUID = Field(description="Made by the client, once per answer: sending it again is safe.")
    session_id: UUID
    item_id: UUID
    response: StrictBool | StrictInt | Text | Annotated[list[Text], Field(max_length=20)]
    time_ms: int | None = Field(default=None, ge=0, le=_LONGEST_TIME_MS)
    occurred_at: Moment | None = Field(default=None, description="When it was answered; left out: now.")
    confidence: int | None = Field(default=None, ge=1, le=5, description="How sure the learner was.")
    hints_used: int = Field(default=0, ge=0, le=20)
    client_correct: bool | None = Field(default=None, description="The client's own verdict: kept, never believed.")
    device: DeviceBody = DeviceBody()

    def attempt(self) -> NewAttempt:
        """What the use case takes."""
        return NewAttempt(
            client_attempt_id=self.client_attempt_id,
            session_id=self.session_id,
            item_id=self.item_id,
            response=self.response,
            time_ms=self.time_ms,
            occurred_at=self.occurred_at,
            confidence=self.confidence,
            hints_used=self.hints_used,
            client_correct=self.client_correct,
            device=Device(self.device.type, self.device.app_version),
        )


class VerdictView(BaseModel):
    """A code, and the sentence it stands for."""

    code: str
    text: str


class SkillChangeView(BaseModel):
    """What an answer did to the belief about a skill."""

    skill_id: UUID
    mastery: float = Field(ge=0, le=1, description="The probability that you have it, after the answer.")
    mastery_before: float = Field(ge=0, le=1)
    correct_streak: int

    @classmethod
    def of(cls, skill_id: UUID, step: SkillStep) -> Self:
        """From what practice knows."""
        return cls(
            skill_id=skill_id,
            mastery=step.mastery,
            mastery_before=step.mastery_before,
            correct_streak=step.correct_streak,
        )


class AttemptView(BaseModel):
    """What became of an answer."""

    model_config = example(examples.RESULT)

    attempt_id: UUID
    correct: bool = Field(description="As computed here.")
    score: float = Field(ge=0, le=1)
    quality: int = Field(ge=0, le=5, description="How well it was recalled, on SM-2's scale.")
    assisted: bool = Field(description="The answer was in sight: no success, and no sign of knowing.")
    key: Key
    feedback: VerdictView
    source: AskedSourceView | None
    skills: list[SkillChangeView]
    due_at: datetime | None = Field(description="When it comes back.")
    due_before: datetime | None = Field(description="When it was due before this answer; null: never seen.")
    interval_days: int
    due_reason: VerdictView

    @classmethod
    def of(cls, recorded: Recorded) -> Self:
        """From the attempt alone, so that a repeated sending is told the same."""
        attempt, item = recorded.attempt, recorded.item
        before, after = attempt.before, attempt.after
        reason = after["item"]["reason"]
        return cls(
            attempt_id=attempt.id,
            correct=attempt.correct,
            score=attempt.score,
            quality=attempt.quality,
            assisted=attempt.assisted,
            key=item.key,
            feedback=VerdictView(code=attempt.feedback, text=wording.feedback(attempt.feedback, telling.language())),
            source=source_of(item),
            skills=[
                SkillChangeView(
                    skill_id=UUID(skill_id),
                    mastery=state["mastery"],
                    mastery_before=before["skills"][skill_id]["mastery"],
                    correct_streak=state["correct_streak"],
                )
                for skill_id, state in after["skills"].items()
            ],
            due_at=after["item"]["due_at"],
            due_before=before["item"]["due_at"],
            interval_days=after["item"]["interval_days"],
            due_reason=VerdictView(code=reason, text=wording.due(reason, telling.language())),
        )
