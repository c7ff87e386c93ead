"""What practice needs of whatever predicts answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked: an item, and the skills it asks for; at least one."""

    item_id: UUID
    skill_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer as it counts in the log.

    Attributes:
        place: where it stands in the canonical order of its learner's answers.
        question: what was asked.
        correct: right, and without having been shown the answer.
    """

    place: tuple[datetime, UUID]
    question: Question
    correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedAnswer:
    """An answer as it is exported; `learner` is a pseudonym, the rest as in `Attempt`.

    `believed` is the chance that was given it before, None if that is not known.
    """

    learner: str
    attempt_id: str
    effective_at: datetime
    item_id: str
    item_version: int
    skill_ids: list[str]
    mode: str
    correct: bool
    assisted: bool
    score: float
    quality: int
    time_ms: int | None
    hints_used: int
    confidence: int | None
    offline: bool
    believed: float | None
    model_version: str


class AnswerFile(Protocol):
    """A file that answers are written into."""

    def write(self, answers: Sequence[ExportedAnswer]) -> None:
        """Add some."""
        ...

    def close(self) -> None:
        """End the file."""
        ...


# What the predictors carry of one learner; nobody else looks into it.
Carried = Any


class Predictors(Protocol):
    """The predictors of one training, following learners answer by answer."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of each that can be asked."""
        ...

    def start(self) -> Carried:
        """A learner nobody has seen yet."""
        ...

    def take(self, learner: Carried, given: Outcome) -> None:
        """Take in an answer; in place."""
        ...

    def chances(self, learner: Carried, asked: Sequence[Question], at: datetime) -> Mapping[str, Sequence[float]]:
        """What each predictor says of each question, were it asked at that moment."""
        ...

    def reasons(self, name: str, learner: Carried, asked: Question, at: datetime) -> Mapping[str, float]:
        """What moved one predictor's logit, in logits by feature."""
        ...
