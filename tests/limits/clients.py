"""Limiters on a Valkey of a test's own, and windows to charge."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from lyceum.platform.limit_table import Limits, Rate
from lyceum.platform.limits.limiter import Limiter
from lyceum.platform.limits.windows import Scope, Window, WindowSet
from lyceum.platform.live import LiveState
from lyceum.platform.settings import Settings
from tests.builders import PATIENCE_S

NewLimiter = Callable[..., Limiter]


@asynccontextmanager
async def limiters(url: str, home: Path) -> AsyncIterator[NewLimiter]:
    """Makes limiters, each with a connection of its own, as two processes have."""
    opened: list[LiveState] = []

    def new(now_ms: int | None = None, **limits: object) -> Limiter:
        # A busy machine is no outage.
        live = LiveState(url, timeout_s=PATIENCE_S)
        opened.append(live)
        return Limiter(live, Settings(home=home, limits=Limits.model_validate(limits)), now_ms=now_ms)

    yield new
    for live in opened:
        await live.close()


def windows(*rates: tuple[int, int], patience: int = 0) -> WindowSet:
    """A window of a person's for each rate."""
    made = (Window.of(f"w{number}", Scope.PERSON, Rate(*rate), patience=patience) for number, rate in enumerate(rates))
    return WindowSet(tuple(made))
