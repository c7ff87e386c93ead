"""What happened: the base of every domain's events.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class AttemptRecorded(Event):
        name: ClassVar[str] = "practice.attempt_recorded.v2"
        key_field: ClassVar[str] = "learner_id"
        learner_id: UUID
        ...

A name is never reused for another shape: a changed event is a new version beside the old one.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact that other domains may react to.

    Attributes:
        name: `domain.what_happened.vN`.
        key_field: the field whose value orders events: two events with the same key arrive in commit order.
    """

    name: ClassVar[str]
    key_field: ClassVar[str]

    @property
    def key(self) -> str:
        """What this event is ordered by, usually the learner."""
        return str(getattr(self, self.key_field))

    def to_json(self) -> dict[str, Any]:
        """Plain data, as stored in the outbox."""
        plain: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json")
        return plain

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        """The event, from what `to_json` gave.

        Raises:
            pydantic.ValidationError: if the body does not have this event's shape.
        """
        event: Self = _adapter(cls).validate_python(body, strict=False)
        return event


_ADAPTERS: dict[type[Event], TypeAdapter[Any]] = {}


def _adapter(event_type: type[Event]) -> TypeAdapter[Any]:
    if event_type not in _ADAPTERS:
        _ADAPTERS[event_type] = TypeAdapter(event_type)
    return _ADAPTERS[event_type]
