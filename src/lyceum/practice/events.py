"""What happened in practice."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from lyceum.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRecorded(Event):
    """A learner's answer was accepted; beliefs about them have changed.

    `mastered` are those of its skills that count as mastered after it. If `came_late`, answers that follow it in the
    canonical order were there before it, and what was believed since then may have changed too.
    """

    name: ClassVar[str] = "practice.attempt_recorded.v2"
    key_field: ClassVar[str] = "learner_id"

    attempt_id: UUID
    learner_id: UUID
    session_id: UUID
    item_id: UUID
    item_version: int
    subject_id: UUID
    document_id: UUID | None
    skill_ids: tuple[UUID, ...]
    mode: str
    correct: bool
    score: float
    quality: int
    assisted: bool
    offline: bool
    mastered: tuple[UUID, ...]
    came_late: bool
    time_ms: int | None
    effective_at: datetime
    recorded_at: datetime
