"""What a route says that will go: since when it is deprecated, when it ends, and what stands in its place.

    @router.get("/old", dependencies=[Depends(Deprecation(since=..., sunset=..., successor="/api/v2/new"))])

Its answers carry `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`, and the API's description says so too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from fastapi.dependencies.models import Dependant

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """The mark of a route that will go; a dependency that does nothing but be found.

    Attributes:
        since: when it was said; with a time zone.
        sunset: when the route ends, if that is known; in UTC, and after `since`.
        successor: the address that stands in its place, if there is one.
    """

    since: datetime
    sunset: datetime | None = None
    successor: str | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the beginning."""
        if self.sunset is not None and self.sunset <= self.since:
            raise ValueError(f"the sunset {self.sunset} is not after the deprecation {self.since}")

    async def __call__(self) -> None:
        """Nothing: the route is what it was."""

    @property
    def headers(self) -> Headers:
        """What every answer of the route carries."""
        said = [(b"deprecation", f"@{int(self.since.timestamp())}".encode())]
        if self.sunset is not None:
            said.append((b"sunset", format_datetime(self.sunset, usegmt=True).encode()))
        if self.successor is not None:
            said.append((b"link", f'<{self.successor}>; rel="successor-version"'.encode()))
        return tuple(said)


def deprecation_of(dependant: Dependant) -> Deprecation | None:
    """The mark of a route, if it has one."""
    return next(_marks(dependant), None)


def _marks(dependant: Dependant) -> Iterator[Deprecation]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Deprecation):
            yield inner.call
        yield from _marks(inner)
