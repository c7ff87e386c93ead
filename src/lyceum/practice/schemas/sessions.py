"""Wire models of sessions: what to practise, what to answer now, what is due."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    BaseModel,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform import telling
from lyceum.platform.pages import Page
from lyceum.practice import examples, rules, wording
from lyceum.practice.contracts.reviews import Review
from lyceum.practice.contracts.sessions import NextItem, Session, SessionKind, StartSession
from lyceum.practice.schemas.items import AskedItemView, example

_DAY = timedelta(days=1)
Share = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class StartSessionBody(BaseModel):
    """What to practise: exactly one of `deck_id`, `subject_id`, `document_id`, `skill_ids`."""

    model_config = example(examples.START)

    deck_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    skill_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=100)
    kind: SessionKind = Field(
        default=SessionKind.PRACTICE,
        description="practice: what helps most now; review: only what is due; quiz: each item once; placement:"
        " what tells most about where to start, until that is known.",
    )
    length: int | None = Field(default=None, ge=1, le=rules.LONGEST_SESSION, description="Items at the most.")
    mix: dict[UUID, Share] | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="What a quiz is made of: the share of each skill, by its id. They need not sum to 1. A skill that"
        " is not named is asked for only when those that are have nothing left. Without a mix each skill has its share"
        " of the questions there are.",
    )

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        named = [value for value in (self.deck_id, self.subject_id, self.document_id, self.skill_ids) if value]
        if len(named) != 1:
            raise PydanticCustomError(
                "names_not_one", "name exactly one of deck_id, subject_id, document_id and skill_ids"
            )
        return self

    def request(self) -> StartSession:
        """What the use case takes."""
        scope = PracticeScope(
            deck_id=self.deck_id,
            subject_id=self.subject_id,
            document_id=self.document_id,
            skill_ids=tuple(dict.fromkeys(self.skill_ids or ())),
        )
        return StartSession(scope=scope, kind=self.kind, length=self.length, mix=self.mix)


class ScopeView(BaseModel):
    """What is practised; one of these is set."""

    deck_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    skill_ids: list[UUID] | None = None


class SessionView(BaseModel):
    """One sitting."""

    model_config = example(examples.SESSION)

    id: UUID
    kind: SessionKind
    scope: ScopeView
    length: int = Field(description="Items at the most.")
    answered: int
    started_at: datetime
    ended_at: datetime | None
    mix: dict[UUID, float] | None = Field(description="The share of each skill, if you named any.")
    left_out: int = Field(
        description="Questions that were left out when it began: they apply in certain countries only, and not where"
        " you say that you are, if you say (people/me/privacy)."
    )

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
            mix=None if session.mix is None else {UUID(skill): share for skill, share in session.mix.items()},
            left_out=session.left_out,
        )


class SessionPage(BaseModel):
    """One page of sessions."""

    model_config = example({"items": [examples.SESSION], "next_cursor": None})

    items: list[SessionView]
    next_cursor: str | None


class ReasonView(BaseModel):
    """Why this item now: a code, its numbers, and the sentence they make."""

    model_config = example(examples.REASONS)

    code: str
    numbers: dict[str, float]
    text: str


class NextView(BaseModel):
    """What to answer now."""

    model_config = example(examples.NEXT)

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
            reasons=[
                ReasonView(**each, text=wording.reason(**each, language=telling.language()))
                for each in found.choice["reasons"]
            ],
            components=found.choice["components"],
            done=False,
        )


class ReviewView(BaseModel):
    """An item that is due."""

    model_config = example(examples.REVIEW)

    item: AskedItemView
    due_at: datetime
    interval_days: int
    priority: Literal["pressing", "normal"] = Field(
        description="pressing: forgotten last time, or later than its whole interval."
    )
    days_overdue: float
    retrievability: float = Field(ge=0, le=1, description="The probability that you would recall it now, by FSRS.")


class ReviewPage(BaseModel):
    """One page of what is due: the pressing first, then by how long it has been due."""

    model_config = example({"items": [examples.REVIEW], "next_cursor": None})

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
                retrievability=review.retrievability,
            )
            for review, item in found.items
        ]
        return cls(items=views, next_cursor=found.next_cursor)
