"""What a domain offers to listen to over a socket, and who may."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Channel:
    """A family of channels, `prefix:rest`.

    Attributes:
        prefix: unique over all domains, e.g. `session`.
        may_subscribe: called as `may_subscribe(uow, principal, rest)` at each subscription, and again from time to time
            while it lasts; `rest` is what stands behind the colon. It must refuse what it does not know.
    """

    prefix: str
    may_subscribe: Callable[[UnitOfWork, Principal, str], Awaitable[bool]]

    def name(self, rest: object) -> str:
        """The full name of one channel of the family."""
        return f"{self.prefix}:{rest}"
