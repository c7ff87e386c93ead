"""What a domain listens to."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lyceum.platform.events import Event

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Subscription(Generic[E]):
    """One reaction of one domain to one event.

    Attributes:
        name: `domain.what_it_does`; the identity of its deliveries, so renaming it strands what is on the way.
        event: the class of event.
        handler: called as `handler(uow, event)`; what it writes and the delivery's end commit together, so its effects
            in the database happen once. `uow.cause` is the event's id.
        max_attempts: deliveries that fail this often become dead letters.
        timeout_s: longest one call may take.
    """

    name: str
    event: type[E]
    handler: Callable[[Any, E], Awaitable[None]]
    max_attempts: int = 8
    timeout_s: float = 30.0

    @property
    def domain(self) -> str:
        """The domain that reacts."""
        return self.name.partition(".")[0]


class SubscriptionIndex:
    """Who listens to what, over every domain, served by this process or not."""

    def __init__(self, subscriptions: Iterable[Subscription[Any]] = ()) -> None:
        self.by_name: dict[str, Subscription[Any]] = {}
        self._by_event: dict[str, list[Subscription[Any]]] = {}
        for subscription in subscriptions:
            if subscription.name in self.by_name:
                raise ValueError(f"two subscriptions are named {subscription.name!r}; a name must be unique")
            self.by_name[subscription.name] = subscription
            self._by_event.setdefault(subscription.event.name, []).append(subscription)

    def of(self, event_name: str) -> tuple[Subscription[Any], ...]:
        """The subscriptions to an event, in the order of their declaration."""
        return tuple(self._by_event.get(event_name, ()))
