"""Wire models of the progress with documents and subjects."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from lyceum.progress.contracts import Completion, Record, Status
from lyceum.progress.schemas.days import ACTIVITY, ActivityView

_COMPLETION: JsonDict = {"completed_at": "2026-01-05T09:05:20Z", "skills": 9, "until_then": ACTIVITY}
RECORD: JsonDict = {
    "id": "0198c0de-7a11-7000-8000-000000000010",
    "subject_id": "0198c0de-7a11-7000-8000-000000000020",
    "title": "Demand and Supply",
    "status": "completed",
    "percentage": 100.0,
    "known": 0.93,
    "skills": 9,
    "skills_mastered": 8,
    "activity": ACTIVITY,
    "started_at": "2025-12-05T09:05:20Z",
    "last_practised_at": "2026-01-05T09:05:20Z",
    "completed_at": "2026-01-05T09:05:20Z",
    "completion": _COMPLETION,
}


class CompletionView(BaseModel):
    """What it took to complete a document."""

    model_config = ConfigDict(json_schema_extra={"example": _COMPLETION})

    completed_at: datetime
    skills: int = Field(description="How many the document had.")
    until_then: ActivityView

    @classmethod
    def of(cls, completion: Completion) -> Self:
        """From what was recorded."""
        return cls(
            completed_at=completion.completed_at,
            skills=completion.skills,
            until_then=ActivityView.of(completion.until_then),
        )


class RecordView(BaseModel):
    """How far you are with a document or a subject."""

    model_config = ConfigDict(json_schema_extra={"example": RECORD})

    id: UUID
    subject_id: UUID
    title: str
    status: Status = Field(description="completed: each of its skills has been mastered at some time.")
    percentage: float = Field(ge=0, le=100, description="Of its skills that have been mastered at some time.")
    known: float = Field(
        ge=0, le=1, description="The mean mastery of its skills; one that was never practised counts as 0."
    )
    skills: int
    skills_mastered: int = Field(description="Those that are mastered now.")
    activity: ActivityView
    started_at: datetime | None
    last_practised_at: datetime | None
    completed_at: datetime | None
    completion: CompletionView | None = Field(description="Of a completed document; null for a subject.")

    @classmethod
    def of(cls, record: Record) -> Self:
        """From what is known."""
        return cls(
            id=record.id,
            subject_id=record.subject_id,
            title=record.title,
            status=record.status,
            percentage=record.share * 100,
            known=record.known,
            skills=record.skills,
            skills_mastered=record.skills_mastered,
            activity=ActivityView.of(record.activity),
            started_at=record.started_at,
            last_practised_at=record.last_practised_at,
            completed_at=record.completed_at,
            completion=CompletionView.of(record.completion) if record.completion else None,
        )


class RecordList(BaseModel):
    """Every record on one page."""

    model_config = ConfigDict(json_schema_extra={"example": {"items": [RECORD], "next_cursor": None}})

    items: list[RecordView]
    next_cursor: None = Field(default=None, description="Always null: the records are read whole.")

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """From what is known."""
        return cls(items=[RecordView.of(record) for record in records])
