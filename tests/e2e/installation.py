"""An installation in the test's own process that listens on a port: every domain and role, and a movable clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from lyceum.app.addresses import Addresses
from lyceum.app.composition import Composition
from lyceum.app.process import Process, run_process
from lyceum.app.serve import answering, free_port
from lyceum.app.web_files import STATIC
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work


class RunningClock:
    """The machine's clock, ahead by what it was moved: in a browser, time passes while a test looks."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, by: timedelta) -> None:
        self._ahead += by


@dataclass
class Installation:
    """What runs, and where.

    Attributes:
        url: its address.
        clock: of the server.
        process: its insides.
    """

    url: str
    clock: RunningClock
    process: Process

    async def rows(self, query: str, **values: object) -> list[Any]:
        """Look behind the door."""
        async with unit_of_work(self.process.kernel) as uow:
            return list((await uow.execute(text(query), values)).all())


@asynccontextmanager
async def open_installation(
    database_url: str, valkey_url: str, composition: Composition, home: Path, *, port: int = 0, static: Path = STATIC
) -> AsyncIterator[Installation]:
    """Start it as `lyceum serve` does, with a build of the web app, on a free port and with a clock of the test's."""
    clock = RunningClock()
    settings = Settings(home=home, password_hash_cost="cheap", relay_poll_s=0.1, workflow_poll_s=0.05)
    addresses = Addresses(database_url, database_url, valkey_url)
    async with (
        run_process(settings, addresses, composition, clock) as process,
        answering(process, free_port(settings.host, port), static=static) as server,
    ):
        yield Installation(server.url, clock, process)
    assert process.failure is None, process.failure
