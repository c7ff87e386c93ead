"""A learner at a desk in the test's own process: what they type is given, what they see is kept."""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy import text

from lyceum.cli import (
    exporting,
    learning,
    practising,
    recounting,
    seeding,
    showing_predictors,
    showing_progress,
    training,
)
from lyceum.cli.acting import Desk
from lyceum.cli.main import parse
from lyceum.cli.screen import Screen
from lyceum.identity import facade as identity
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflow import Workflow
from lyceum.platform.workflows import run_to_end
from lyceum.practice.workflows import TRAIN_PREDICTORS
from lyceum.studio.workflows import LEARN_DOCUMENT
from tests.builders import eventually

# So wide that no line is broken, except where a test asks for it.
_WIDE = 10_000


@dataclass
class Seat:
    """A place at the terminal.

    Attributes:
        kernel: of the installation.
        served: every domain.
        language: that the learner reads.
        closing: set to end a command from outside.
    """

    kernel: Kernel
    served: frozenset[str]
    language: str
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    width: int = _WIDE

    async def learn(self, *arguments: str | Path, works: bool = True) -> tuple[int, str]:
        """`lyceum learn …` beside a worker, unless it has none: the status, and what was seen."""
        given = parse(["learn", *map(str, arguments)])
        async with self._desk() as (desk, output):
            chapters = [learning.chapter_of(path, desk.screen) for path in given.files]
            worker = asyncio.create_task(self._work())
            if not works:
                worker.cancel()
            status = await _beside(worker, learning.learn_from(given, chapters, desk))
        return status, output.getvalue()

    async def practise(self, *arguments: str, answers: str = "") -> tuple[int, str]:
        """`lyceum practise …` with answers from a pipe: the status, and what was seen."""
        reading, writing = os.pipe()
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            pipe.write(answers)
        async with self._desk() as (desk, output):
            status = await practising.hold_session(parse(["practise", *arguments]), replace(desk, answers=reading))
        # A reader that begins late would read what gets this number next: a connection of the database, say.
        for reader in threading.enumerate():
            if reader.name == "answers":
                await asyncio.to_thread(reader.join)
        os.close(reading)
        return status, output.getvalue()

    async def progress(self, email: str | None = None) -> str:
        """What `lyceum progress` shows."""
        async with self._desk() as (desk, output):
            async with unit_of_work(self.kernel) as uow:
                learner = await identity.local_operator(uow, email)
            await showing_progress.show_progress(replace(desk, learner=learner, email=email))
        return output.getvalue()

    async def recount(self) -> str:
        """What `lyceum recount` shows."""
        async with self._desk() as (desk, output):
            await recounting.recount(desk)
        return output.getvalue()

    async def seed(self, *arguments: str | Path) -> tuple[int, str]:
        """`lyceum seed …` beside a worker: the status, and what was seen."""
        given = parse(["seed", *map(str, arguments)])
        async with self._desk() as (desk, output):
            worker = asyncio.create_task(self._work())
            status = await _beside(worker, (seeding.put_away if given.remove else seeding.seed)(given, desk))
        return status, output.getvalue()

    async def train(self, *, works: bool = True, networks: bool = False) -> tuple[int, str]:
        """`lyceum train` beside a worker, unless it has none: the status, and what was seen."""
        async with self._desk() as (desk, output):
            worker = asyncio.create_task(self._work_on(TRAIN_PREDICTORS) if works else asyncio.sleep(0))
            status = await training.train(desk, networks=networks)
            await worker
        return status, output.getvalue()

    async def predictors(self, rolled_back: str | None = None) -> str:
        """What `lyceum predictors` shows."""
        async with self._desk() as (desk, output):
            await showing_predictors.show(rolled_back, desk)
        return output.getvalue()

    async def export(self, path: Path) -> tuple[int, str]:
        """`lyceum export attempts`: the status, and what was seen."""
        async with self._desk() as (desk, output):
            status = await exporting.export(path, desk)
        return status, output.getvalue()

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """Look behind the desk."""
        async with unit_of_work(self.kernel) as uow:
            return [tuple(row) for row in await uow.execute(text(query))]

    @contextlib.asynccontextmanager
    async def _desk(self) -> AsyncIterator[tuple[Desk, StringIO]]:
        output = StringIO()
        console = Console(file=output, width=self.width, highlight=False, markup=False, emoji=False)
        screen = Screen(self.language, ZoneInfo("UTC"), console)
        async with unit_of_work(self.kernel) as uow:
            learner = await identity.local_operator(uow)
        yield Desk(self.kernel, learner, None, screen, self.closing, self.served), output

    async def _work_on(self, workflow: Workflow) -> None:
        """Do the next job of a workflow."""
        waiting = "select id from platform.job where status = 'queued'"

        async def is_there() -> bool:
            return bool(await self.rows(waiting))

        await eventually(is_there)
        job_id = UUID(str((await self.rows(waiting))[0][0]))
        await run_to_end(self.kernel, workflow, job_id, {"networks": False, "only_if_worth_it": False})

    async def _work(self) -> None:
        """Do what a worker and a relay do, until cancelled."""
        relay = Relay(self.kernel, self.served)
        done: set[object] = set()
        waiting = (
            "select j.id, d.id from documents.document d join platform.job j on j.id = d.job_id"
            " where j.status = 'queued' order by j.id"
        )
        while True:
            await relay.drain()
            for job_id, document_id in await self.rows(waiting):
                if job_id not in done:
                    done.add(job_id)
                    await run_to_end(self.kernel, LEARN_DOCUMENT, UUID(str(job_id)), {"document_id": str(document_id)})
            await asyncio.sleep(0.01)


async def _beside(worker: asyncio.Task[None], command: Coroutine[Any, Any, int]) -> int:
    """The status of a command that goes on beside a worker; raises what the worker dies of, instead of waiting for it.

    One that was cancelled before it began is no worker, and the command goes on without.
    """
    running = asyncio.create_task(command)
    await asyncio.wait([running, worker], return_when=asyncio.FIRST_COMPLETED)
    if worker.done() and not worker.cancelled():
        running.cancel()
        await asyncio.wait([running])
        worker.result()
    status = await running
    worker.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await worker
    return status
