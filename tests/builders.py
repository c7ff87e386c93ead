"""Small pieces tests are made of: a clock that moves when told to, a wait for a condition, a kernel on a database."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lyceum.app.composition import Composition
from lyceum.platform import workflows
from lyceum.platform.broadcast import Broadcast
from lyceum.platform.clock import Clock
from lyceum.platform.database import Database
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import Limits
from lyceum.platform.live import LiveState
from lyceum.platform.mail import OutboxFolder
from lyceum.platform.objects import open_objects
from lyceum.platform.settings import Settings

# Everybody in the tests comes from one address, and much faster than people do; tests/limits shows the true table.
GENEROUS = Limits(factor=1000)
# How long a test waits for what is sure to come, even on a machine that is very busy.
PATIENCE_S = 120.0


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    def set(self, moment: datetime) -> None:
        self._now = moment


def can_be_done_within(cpu_s: float, call: Callable[[], object]) -> bool:
    """Whether a call can be done in so much CPU time.

    Of several tries one is enough: a busy machine, or a collection of garbage, may hold up any of them.
    """
    for _ in range(5):
        begun = time.thread_time()
        call()
        if time.thread_time() - begun < cpu_s:
            return True
    return False


async def eventually(claim: Callable[[], Awaitable[bool]], within_s: float = PATIENCE_S) -> None:
    """Wait for a claim to come true; fails if it does not in time."""
    deadline = time.monotonic() + within_s
    while not await claim():
        assert time.monotonic() < deadline, f"still not true after {within_s} s"
        await asyncio.sleep(0.02)


def build_settings(home: Path) -> Settings:
    """Settings for a test: cheap password hashes, a fast relay, much time."""
    return Settings(
        home=home,
        password_hash_cost="cheap",
        relay_poll_s=0.1,
        workflow_poll_s=0.05,
        request_timeout_s=PATIENCE_S,
        limits=GENEROUS,
    )


@asynccontextmanager
async def open_kernel(
    database_url: str, valkey_url: str, composition: Composition, *, home: Path, clock: Clock
) -> AsyncIterator[Kernel]:
    """A process's resources, without its loops: tests drain the relay and run workflows themselves."""
    async with AsyncExitStack() as stack:
        # A busy machine is no outage.
        database = Database(database_url, 10, patience_s=PATIENCE_S)
        stack.push_async_callback(database.close)
        live = LiveState(valkey_url, timeout_s=PATIENCE_S)
        stack.push_async_callback(live.close)
        broadcast = Broadcast(live, clock, join_within_s=PATIENCE_S)
        stack.push_async_callback(broadcast.close)
        client = workflows.open_client(database_url)
        stack.callback(client.destroy)
        settings = build_settings(home)
        kernel = Kernel(
            settings=settings,
            clock=clock,
            database=database,
            live=live,
            broadcast=broadcast,
            objects=open_objects(settings),
            mail=OutboxFolder(home / "outbox", "lyceum@localhost", clock),
            rng=random.Random(7),
            subscriptions=composition.subscriptions,
            workflows=client,
            workflow_names=composition.workflow_names,
            sealed=composition.sealed,
            withholdings=composition.withholdings,
            job_pointers=composition.job_pointers,
            flags=composition.flags,
        )
        stack.push_async_callback(kernel.cache.close)
        yield kernel
