"""An installation on a thread of the test's process that listens on a port: every domain and role, and a movable clock.

On a thread, because its event loop has to run without a pause, as a server's does: the test's own stands still between
a fixture and the test, and workflows that begin just then would be taken to another loop.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import text

from lyceum.app.addresses import Addresses
from lyceum.app.composition import Composition
from lyceum.app.process import Process, run_process
from lyceum.app.serve import answering, free_port
from lyceum.app.web_files import STATIC
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import build_settings


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
        process: its insides; they live on `loop`.
    """

    url: str
    clock: RunningClock
    process: Process
    loop: asyncio.AbstractEventLoop

    async def rows(self, query: str, **values: object) -> list[Any]:
        """Look behind the door."""
        looking = asyncio.run_coroutine_threadsafe(self._rows(query, values), self.loop)
        return await asyncio.wrap_future(looking)

    def letters(self, to: str = "") -> list[str]:
        """The plain words of the letters that went out to an address, or of all, the oldest first."""
        folder = self.process.kernel.settings.home / "outbox"
        found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
        bodies = [letter.get_body(("plain",)) for letter in found if to in str(letter["to"])]
        return [str(body.get_content()) for body in bodies if body is not None]

    async def _rows(self, query: str, values: dict[str, object]) -> list[Any]:
        async with unit_of_work(self.process.kernel) as uow:
            return list((await uow.execute(text(query), values)).all())


@asynccontextmanager
async def open_installation(
    database_url: str, valkey_url: str, composition: Composition, home: Path, *, port: int = 0, static: Path = STATIC
) -> AsyncIterator[Installation]:
    """Start it as `lyceum serve` does, with a build of the web app, on a free port and with a clock of the test's."""
    clock = RunningClock()
    settings = build_settings(home)
    addresses = Addresses(database_url, database_url, valkey_url)
    opened: asyncio.Future[Installation] = asyncio.get_running_loop().create_future()
    closing = asyncio.Event()

    async def run() -> None:
        try:
            async with (
                run_process(settings, addresses, composition, clock) as process,
                answering(process, free_port(settings.host, port), static=static) as server,
            ):
                _tell(opened, Installation(server.url, clock, process, asyncio.get_running_loop()))
                await closing.wait()
        except BaseException as error:
            _tell(opened, error)
            raise

    thread = Thread(target=asyncio.run, args=[run()], name="installation")
    thread.start()
    try:
        installation = await opened
        try:
            yield installation
        finally:
            installation.loop.call_soon_threadsafe(closing.set)
    finally:
        await asyncio.to_thread(thread.join)
    assert installation.process.failure is None, installation.process.failure


def _tell(future: "asyncio.Future[Installation]", outcome: Installation | BaseException) -> None:
    """Give a future its outcome, from another thread."""

    def give() -> None:
        if future.done():
            return
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

    future.get_loop().call_soon_threadsafe(give)
