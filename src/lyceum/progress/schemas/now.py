"""Wire models of what to do now."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.platform import telling
from lyceum.progress import wording
from lyceum.progress.contracts import Action, Because, Now, Reason, Step, Target

_NOWHERE: JsonDict = {"session_id": None, "subject_id": None, "document_id": None, "job_id": None, "title": None}
_DUE: JsonDict = {"code": "reviews_due", "numbers": {"items": 12}, "text": "12 reviews are due."}
_MINUTES: JsonDict = {
    "code": "takes_minutes",
    "numbers": {"minutes": 4},
    "text": "At your pace that takes about 4 minutes.",
}
_LEFT: JsonDict = {
    "code": "skills_to_master",
    "numbers": {"skills": 12, "mastered": 3},
    "text": "You have mastered 3 of 12 skills.",
}
_REVIEW: JsonDict = {"action": "review", "target": _NOWHERE, "reasons": [_DUE, _MINUTES]}
_PRACTISE: JsonDict = {
    "action": "practise",
    "target": {**_NOWHERE, "subject_id": "0198c0de-7a11-7000-8000-000000000020", "title": "Economics"},
    "reasons": [_LEFT],
}
_NOW: JsonDict = {**_REVIEW, "others": [_PRACTISE], "next_due_at": "2026-01-06T00:00:00Z"}


class TargetView(BaseModel):
    """What to do it with; what it does not need is null."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": _NOWHERE})

    session_id: UUID | None
    subject_id: UUID | None
    document_id: UUID | None
    job_id: UUID | None
    title: str | None = Field(description="Of the subject or document.")


class NowReasonView(BaseModel):
    """Why to do it: a code, its numbers, and the sentence they make."""

    model_config = ConfigDict(json_schema_extra={"example": _DUE})

    code: Because
    numbers: dict[str, int]
    text: str

    @classmethod
    def of(cls, reason: Reason) -> Self:
        """From what the rule found."""
        text = wording.because(reason.code, reason.numbers, telling.language())
        return cls(code=reason.code, numbers=dict(reason.numbers), text=text)


class StepView(BaseModel):
    """Something to do now."""

    model_config = ConfigDict(json_schema_extra={"example": _PRACTISE})

    action: Action = Field(
        description="continue: go on with a session; review: what is due; practise: skills not mastered yet; place:"
        " find where to start; wait: for a job; upload: there is nothing yet; rest: all is done."
    )
    target: TargetView
    reasons: list[NowReasonView]

    @classmethod
    def of(cls, step: Step) -> Self:
        """From what the rule found."""
        return cls(action=step.action, target=_target(step.target), reasons=_reasons(step))


class NowView(StepView):
    """The one thing to do now, and what else could be done."""

    model_config = ConfigDict(json_schema_extra={"example": _NOW})

    others: list[StepView] = Field(description="What could be done instead, the better first; four at the most.")
    next_due_at: datetime | None = Field(description="When the next review falls due that is not due yet.")

    @classmethod
    def now(cls, found: Now) -> Self:
        """From what the rule found."""
        first = found.first
        return cls(
            action=first.action,
            target=_target(first.target),
            reasons=_reasons(first),
            others=[StepView.of(each) for each in found.others],
            next_due_at=found.next_due_at,
        )


def _target(target: Target) -> TargetView:
    return TargetView.model_validate(target)


def _reasons(step: Step) -> list[NowReasonView]:
    return [NowReasonView.of(each) for each in step.reasons]
