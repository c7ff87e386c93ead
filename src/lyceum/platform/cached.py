"""What may be cached, declared once as data: its key, its type, and how long it may live (CCH-02, CCH-04, C20)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

T = TypeVar("T")

_PART = re.compile(r"[A-Za-z0-9_.-]+")
# How long Valkey remembers the generation of a room; no entry outlives it.
LONGEST_LIFE = timedelta(hours=12)


class CacheLifetimes(BaseModel):
    """Seconds each kind of entry lives at the most. Events invalidate long before that: these are the safety net."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: int = Field(900, ge=1, description="A person, as others may know them.")
    preferences: int = Field(3600, ge=1, description="How somebody wants things done.")
    feature_flags: int = Field(300, ge=1, description="Switches, and who has another one.")
    search: int = Field(300, ge=1, description="What a search found.")
    scheduler: int = Field(900, ge=1, description="When what is due.")
    mastery: int = Field(1800, ge=1, description="What is known.")
    prediction: int = Field(900, ge=1, description="How likely somebody knows an answer.")
    item: int = Field(14400, ge=1, description="An item in one version.")
    quiz_questions: int = Field(1800, ge=1, description="The questions of a quiz.")
    leaderboard: int = Field(60, ge=1, description="Who leads.")
    video: int = Field(3600, ge=1, description="What is told of a video.")
    query: int = Field(900, ge=1, description="Any other result of the database.")
    ai: int = Field(3600, ge=1, description="An answer of a model.")


class CachedUnreadable(Exception):
    """What lies in Valkey is not of the kind that was asked for."""


@dataclass(frozen=True)
class Cached(Generic[T]):
    """A kind of entry.

    Attributes:
        name: as in `CacheLifetimes`, and in the metrics.
        pattern: of its keys, such as `user:{id}`. Whose it is must be part of it, unless it is everybody's.
        type: what is kept; immutable, for every reader of a process is handed the same object. It travels as JSON,
            so what somebody wrote into Valkey is data of this type, or nothing.
        version: one more whenever the meaning of a field changes; entries of another version are not found.
        room: pattern of what is forgotten together, such as `search:{owner}`, made of parts of the key; None: each
            entry stands alone.
        life: instead of the table's; for plugins.
        absence: how long it is remembered that there is nothing (None); None: not at all.
        may_stay: whether a value may be kept; not one that time alone makes untrue.
        is_near: whether processes keep it in their memory too; not what is large.
    """

    name: str
    pattern: str
    type: Any
    version: int = 1
    room: str | None = None
    life: timedelta | None = None
    absence: timedelta | None = None
    may_stay: Callable[[T], bool] | None = None
    is_near: bool = True

    def of(self, **parts: UUID | int | str) -> "CacheKey[T]":
        """The key of one entry.

        Raises:
            ValueError: if a part could be taken for two; hand in a digest of what a person wrote.
        """
        return CacheKey(self, _filled(self.pattern, parts), self.room_of(**parts))

    def room_of(self, **parts: UUID | int | str) -> str:
        """What is forgotten together with an entry that has these parts."""
        return _filled(self.room or self.pattern, parts)

    def life_s(self, lifetimes: CacheLifetimes) -> float:
        """How long an entry may live.

        Raises:
            ValueError: if that is longer than anything may.
        """
        seconds: float = self.life.total_seconds() if self.life else getattr(lifetimes, self.name)
        if seconds > LONGEST_LIFE.total_seconds():
            raise ValueError(f"{self.name!r} entries would live {seconds:g} s; expected {LONGEST_LIFE} or less")
        return seconds

    def written(self, value: T) -> bytes:
        """A value as it is kept in Valkey."""
        return self._adapter.dump_json(value)

    def read(self, content: bytes) -> T:
        """A value as it was kept.

        Raises:
            CachedUnreadable: if it is of no such kind.
        """
        try:
            value: T = self._adapter.validate_json(content)
        except ValidationError as error:
            raise CachedUnreadable from error
        return value

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        # Built at the first use: it costs milliseconds, and most processes of the command line never need it.
        return TypeAdapter(self.type)


@dataclass(frozen=True, slots=True)
class CacheKey(Generic[T]):
    """One entry: its kind, its name, and the room it is in."""

    kind: Cached[T] = field(compare=False)
    name: str
    room: str


def _filled(pattern: str, parts: dict[str, UUID | int | str]) -> str:
    written = {name: str(part) for name, part in parts.items()}
    for name, part in written.items():
        if not _PART.fullmatch(part):
            raise ValueError(f"the part {name!r} of a cache key must be an id or a digest of letters and digits")
    return pattern.format_map(written)
