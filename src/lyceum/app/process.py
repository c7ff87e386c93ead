"""One running Lyceum process: its kernel, and the loops its roles ask for."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from lyceum.app.addresses import Addresses
from lyceum.app.composition import Composition, Role
from lyceum.platform import migrate, workflows
from lyceum.platform.broadcast import Broadcast
from lyceum.platform.clock import Clock, SystemClock
from lyceum.platform.database import Database
from lyceum.platform.embedded.errors import EmbeddedError
from lyceum.platform.embedded.supervisor import Supervisor
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.live import LiveState
from lyceum.platform.logs import get_logger
from lyceum.platform.mail import open_mailer
from lyceum.platform.objects import open_objects
from lyceum.platform.relay import Relay
from lyceum.platform.scheduler import run_schedules
from lyceum.platform.settings import Settings
from lyceum.platform.takeover import Takeover
from lyceum.platform.workflows import WorkflowEngine

log = get_logger(__name__)

_WATCH_EVERY_S = 1.0
_DRAIN_S = 3


@dataclass(slots=True)
class Process:
    """What is running.

    Attributes:
        kernel: the resources.
        composition: what is served.
        closing: set when the process is asked to stop, or must.
        failure: why it must, if it must.
    """

    kernel: Kernel
    composition: Composition
    closing: asyncio.Event
    failure: BaseException | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def keep_running(self, name: str, loop: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a loop for as long as the process lives; should it raise, the process stops."""
        task = asyncio.create_task(loop, name=name)
        task.add_done_callback(self._loop_ended)
        self._tasks.append(task)
        return task

    def _loop_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("loop_failed", loop=task.get_name(), error=type(error).__name__)
            self.failure = error
            self.closing.set()

    async def cancel_loops(self) -> None:
        """End the loops."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def prepare_database(addresses: Addresses, composition: Composition) -> bool:
    """Migrate if this version is ahead of the database; whether it was."""
    behind = migrate.pending(addresses.database_url, composition.migrations)
    if behind:
        migrate.upgrade(addresses.database_url, composition.migrations)
    return behind


@asynccontextmanager
async def run_process(
    settings: Settings, addresses: Addresses, composition: Composition, clock: Clock | None = None
) -> AsyncIterator[Process]:
    """A process with everything but its HTTP server; stopped at the end of the block.

    What it does not finish in time is taken over by whoever runs next.
    """
    async with AsyncExitStack() as stack:
        kernel = await _open_kernel(settings, addresses, composition, clock or SystemClock(), stack)
        process = Process(kernel, composition, asyncio.Event())
        stack.push_async_callback(process.cancel_loops)
        if addresses.supervisor is not None:
            process.keep_running("watch-servers", _watch_servers(addresses.supervisor))
        if Role.WORKER in composition.roles:
            await _start_workers(process, addresses, stack)
        if Role.RELAY in composition.roles:
            relay = Relay(kernel, composition.served)
            kernel.nudge_relay = relay.nudge
            await _stop_relay_last(process.keep_running("relay", relay.run()), relay, stack)
        yield process
        process.closing.set()


async def _open_kernel(
    settings: Settings, addresses: Addresses, composition: Composition, clock: Clock, stack: AsyncExitStack
) -> Kernel:
    database = Database(addresses.database_url, settings.database_pool)
    stack.push_async_callback(database.close)
    live = LiveState(addresses.valkey_url)
    stack.push_async_callback(live.close)
    broadcast = Broadcast(live, clock)
    stack.push_async_callback(broadcast.close)
    client = workflows.open_client(addresses.workflow_database_url)
    stack.push_async_callback(asyncio.to_thread, client.destroy)
    kernel = Kernel(
        settings=settings,
        clock=clock,
        database=database,
        live=live,
        broadcast=broadcast,
        objects=open_objects(settings),
        mail=open_mailer(settings, clock),
        subscriptions=composition.subscriptions,
        workflows=client,
        workflow_names=composition.workflow_names,
        sealed=composition.sealed,
        withholdings=composition.withholdings,
        job_pointers=composition.job_pointers,
        flags=composition.flags,
    )
    stack.push_async_callback(kernel.cache.close)
    return kernel


async def _start_workers(process: Process, addresses: Addresses, stack: AsyncExitStack) -> None:
    kernel, composition = process.kernel, process.composition
    executor_id = f"{socket.gethostname()}-{os.getpid()}-{new_id().hex[-12:]}"
    engine = WorkflowEngine(kernel, composition.workflows_here, executor_id, addresses.workflow_database_url)
    client = workflows.open_client(addresses.workflow_database_url)
    stack.push_async_callback(asyncio.to_thread, client.destroy)
    takeover = Takeover(kernel, client, engine, executor_id)
    await takeover.enrol()
    stack.push_async_callback(takeover.resign)
    # Before it is launched: from then on it may have taken something.
    stack.push_async_callback(engine.close, _DRAIN_S)
    await engine.launch()
    stack.push_async_callback(process.cancel_loops)
    process.keep_running("takeover", takeover.run())
    process.keep_running("schedules", run_schedules(kernel, composition.schedules_here))


async def _stop_relay_last(task: "asyncio.Task[None]", relay: Relay, stack: AsyncExitStack) -> None:
    async def stop() -> None:
        relay.stop()
        await asyncio.wait([task], timeout=_DRAIN_S)

    stack.push_async_callback(stop)


async def _watch_servers(supervisor: Supervisor) -> None:
    """Start an embedded server again that has died; its address stays the same."""
    while True:
        await asyncio.sleep(_WATCH_EVERY_S)
        try:
            if await asyncio.to_thread(supervisor.ensure_valkey):
                log.warning("valkey_restarted")
            if await asyncio.to_thread(supervisor.ensure_postgres):
                log.warning("postgres_restarted")
        except (EmbeddedError, OSError) as error:
            log.warning("server_not_restarted", error=str(error))
