"""Wire models of practice."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    model_validator,
)
from pydantic.config import JsonDict

from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.pages import Page
from lyceum.practice import examples, rules, wording
from lyceum.practice.contracts import Device, NewAttempt, NextItem, Recorded, Review, Session, SessionKind, StartSession

_DAY = timedelta(days=1)
_LONGEST_RESPONSE = 2000
_LONGEST_TIME_MS = 24 * 60 * 60 * 1000


def _example(example: JsonDict) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": example})


def _storable(text: str) -> str:
    """No U+0000 and no half of a surrogate pair: no database keeps them, and nobody can type them."""
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds characters that are no text")
    return text


Text = Annotated[StrictStr, Field(max_length=_LONGEST_RESPONSE), AfterValidator(_storable)]
Label = Annotated[str, Field(max_length=100), AfterValidator(_storable)]


class StartSessionBody(BaseModel):
    """What to practise: exactly one of `deck_id`, `subject_id`, `document_id`, `skill_ids`."""

    model_config = _example(examples.START)

    deck_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    skill_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=100)
    kind: SessionKind = Field(
        default=SessionKind.PRACTICE,
        description="practice: what helps most now; review: only what is due; quiz: each item once; placement: one item"
        " of each skill.",
    )
    length: int | None = Field(default=None, ge=1, le=rules.LONGEST_SESSION, description="Items at the most.")

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        named = [value for value in (self.deck_id, self.subject_id, self.document_id, self.skill_ids) if value]
        if len(named) != 1:
            raise ValueError("name exactly one of deck_id, subject_id, document_id and skill_ids")
        return self

    def request(self) -> StartSession:
        """What the use case takes."""
        scope = PracticeScope(
            deck_id=self.deck_id,
            subject_id=self.subject_id,
            document_id=self.document_id,
            skill_ids=tuple(dict.fromkeys(self.skill_ids or ())),
        )
        return StartSession(scope=scope, kind=self.kind, length=self.length)


class ScopeView(BaseModel):
    """What is practised; one of these is set."""

    deck_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    skill_ids: list[UUID] | None = None


class SessionView(BaseModel):
    """One sitting."""

    model_config = _example(examples.SESSION)

    id: UUID
    kind: SessionKind
    scope: ScopeView
    length: int = Field(description="Items at the most.")
    answered: int
    started_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, session: Session) -> Self:
        """From what practice knows."""
        return cls(
            id=session.id,
            kind=session.kind,
            scope=ScopeView(**session.scope),
            length=session.length,
            answered=session.answered,
            started_at=session.started_at,
            ended_at=session.ended_at,
        )


class OptionView(BaseModel):
    """What can be chosen."""

    id: str
    text: str


class SkillNameView(BaseModel):
    """A skill by name."""

    id: UUID
    name: str


class SourceView(BaseModel):
    """Where an item comes from. Before the answer `quote` is null: it would tell the key."""

    passage_id: UUID
    page: int
    quote: str | None


class AskedItemView(BaseModel):
    """An item as it is asked: without its key."""

    model_config = _example(examples.ITEM)

    id: UUID
    version: int
    type: Literal["flashcard", "cloze"]
    stem: str
    options: list[OptionView] | None = Field(description="Where something is chosen.")
    gaps: int | None = Field(description="For a cloze item: how many texts to answer with.")
    skills: list[SkillNameView]
    source: SourceView

    @classmethod
    def of(cls, item: Item) -> Self:
        """Without what would tell the answer."""
        return cls(
            id=item.id,
            version=item.version,
            type=item.type.value,
            stem=item.stem,
            options=None if item.options is None else [OptionView(**option) for option in item.options],
            gaps=len(item.accepted) or None,
            skills=[SkillNameView(id=skill.id, name=skill.name) for skill in item.skills],
            source=SourceView(passage_id=item.source.passage_id, page=item.source.page, quote=None),
        )


class ReasonView(BaseModel):
    """Why this item now: a code, its numbers, and the sentence they make."""

    model_config = _example(examples.REASONS)

    code: str
    numbers: dict[str, float]
    text: str


class NextView(BaseModel):
    """What to answer now."""

    model_config = _example(examples.NEXT)

    item: AskedItemView | None = Field(description="Null once the session is over.")
    reasons: list[ReasonView] = Field(description="The strongest first.")
    components: dict[str, float] | None = Field(description="What each part added to the item's score.")
    done: bool

    @classmethod
    def of(cls, found: NextItem) -> Self:
        """From what practice chose."""
        if found.item is None or found.choice is None:
            return cls(item=None, reasons=[], components=None, done=True)
        return cls(
            item=AskedItemView.of(found.item),
            reasons=[ReasonView(**each, text=wording.reason(**each)) for each in found.choice["reasons"]],
            components=found.choice["components"],
            done=False,
        )


class RevealBody(BaseModel):
    """Which answer to show."""

    model_config = _example(examples.REVEAL)

    session_id: UUID
    item_id: UUID


class RevealedView(BaseModel):
    """An answer, shown before one was given."""

    model_config = _example(examples.REVEALED)

    item_id: UUID
    key: str | list[str]
    source: SourceView

    @classmethod
    def of(cls, item: Item) -> Self:
        """With all that was kept back."""
        return cls(item_id=item.id, key=item.key, source=_whole_source(item))


class DeviceBody(BaseModel):
    """What an answer was given on."""

    type: Label | None = None
    app_version: Label | None = None


class AttemptBody(BaseModel):
    """An answer. `response` is per type: 1 to 4 for a flashcard (again, hard, good, easy), texts for a cloze item."""

    model_config = _example(examples.ATTEMPT)

    client_attempt_id: UUID = Field(description="Made by the client, once per answer: sending it again is safe.")
    session_id: UUID
    item_id: UUID
    response: StrictBool | StrictInt | Text | Annotated[list[Text], Field(max_length=20)]
    time_ms: int | None = Field(default=None, ge=0, le=_LONGEST_TIME_MS)
    occurred_at: AwareDatetime | None = Field(default=None, description="When it was answered; left out: now.")
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
    mastery: float = Field(ge=0, le=1, description="The probability that you have it, now.")
    mastery_before: float = Field(ge=0, le=1)
    correct_streak: int


class AttemptView(BaseModel):
    """What became of an answer."""

    model_config = _example(examples.RESULT)

    attempt_id: UUID
    correct: bool = Field(description="As computed here.")
    score: float = Field(ge=0, le=1)
    quality: int = Field(ge=0, le=5, description="How well it was recalled, on SM-2's scale.")
    assisted: bool = Field(description="The answer was in sight: no success, and no sign of knowing.")
    key: str | list[str]
    feedback: VerdictView
    source: SourceView
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
            feedback=VerdictView(code=attempt.feedback, text=wording.feedback(attempt.feedback)),
            source=_whole_source(item),
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
            due_reason=VerdictView(code=reason, text=wording.due(reason)),
        )


class ReviewView(BaseModel):
    """An item that is due."""

    model_config = _example(examples.REVIEW)

    item: AskedItemView
    due_at: datetime
    interval_days: int
    priority: Literal["pressing", "normal"] = Field(
        description="pressing: forgotten last time, or later than its whole interval."
    )
    days_overdue: float


class ReviewPage(BaseModel):
    """One page of what is due: the pressing first, then by how long it has been due."""

    model_config = _example({"items": [examples.REVIEW], "next_cursor": None})

    items: list[ReviewView]
    next_cursor: str | None

    @classmethod
    def of(cls, found: Page[tuple[Review, Item]], now: datetime) -> Self:
        """From what practice knows."""
        views = [
            ReviewView(
                item=AskedItemView.of(item),
                due_at=review.due_at,
                interval_days=review.interval_days,
                priority="pressing" if review.is_pressing else "normal",
                days_overdue=max((now - review.due_at) / _DAY, 0.0),
            )
            for review, item in found.items
        ]
        return cls(items=views, next_cursor=found.next_cursor)


def _whole_source(item: Item) -> SourceView:
    return SourceView(passage_id=item.source.passage_id, page=item.source.page, quote=item.source.quote)
