"""Sittings of a learner: what is wanted of them, what they ask, and what is refused about that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.errors import Conflict, Invalid, NotFound


class SessionNotFound(NotFound):
    """No such session, or it is somebody else's."""

    code = "PRACTICE_SESSION_NOT_FOUND"


class SessionEnded(Conflict):
    """The session is over; start another."""

    code = "PRACTICE_SESSION_ENDED"


class NothingToPractise(Conflict):
    """There is no active item in what was chosen."""

    code = "NOTHING_TO_PRACTISE"


class NothingAppliesHere(Conflict):
    """Nothing of what was chosen applies where the learner says they are, if they say."""

    code = "NOTHING_APPLIES_HERE"


class MixMisfit(Invalid):
    """The mix is of a kind of session that has none, or names a skill that nothing in the session asks for."""

    code = "MIX_MISFIT"


class ItemNotServed(Conflict):
    """This session does not wait for an answer to this item."""

    code = "ITEM_NOT_SERVED"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """What a learner wants to practise.

    Attributes:
        scope: of what.
        kind: of session.
        length: items at the most; None for what the kind usually takes.
        mix: the share of each skill, at least 0, for a kind that mixes; they need not sum to 1. None for as much of
            each skill as it has of the items.
    """

    scope: PracticeScope
    kind: SessionKind
    length: int | None = None
    mix: Mapping[UUID, float] | None = None


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
        mix: the share of each skill, by its id; None if none was named.
        left_out: how many items, when it began, did not apply where the learner is.
    """

    id: UUID
    learner_id: UUID
    kind: SessionKind
    scope: dict[str, Any]
    length: int
    answered: int
    started_at: datetime
    ended_at: datetime | None
    mix: dict[str, float] | None = None
    left_out: int = 0


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
