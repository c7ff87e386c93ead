"""Serving HTTP: the process and its web server in one event loop, from start to a clean stop."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from lyceum.app.addresses import Addresses
from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.app.process import Process, run_process
from lyceum.app.signals import StopSignals
from lyceum.app.web_files import STATIC
from lyceum.gateway.admission import MOST_HEADER_BYTES
from lyceum.platform.logs import granian_logging
from lyceum.platform.settings import Settings

# Open responses get this long to end after the process was asked to stop; streams end at once.
_FAREWELL_S = 5.0
# Whoever opens a connection has said what they want within this, or it is closed. The shell bounds what comes after.
HEADERS_WITHIN_S = 10
# Twice what the shell admits, so that it is the shell that says why.
_LARGEST_HEAD = 2 * MOST_HEADER_BYTES


class PortTaken(Exception):
    """Another program listens at the address."""


class UnknownRole(Exception):
    """A role was named that does not exist."""


async def serve(
    settings: Settings,
    addresses: Addresses,
    composition: Composition,
    when_ready: Callable[[Process, str], Awaitable[None]],
    *,
    signals: StopSignals,
) -> None:
    """Serve until SIGTERM or SIGINT, or until the process must stop.

    Raises:
        PortTaken: if the port is not free.
        Fenced: if another process took this one for dead.
    """
    port = free_port(settings.host, settings.port)
    # Where links in letters lead, if no other address is set.
    settings = settings.model_copy(update={"port": port})
    async with run_process(settings, addresses, composition) as process:
        loop = asyncio.get_running_loop()
        signals.ask(partial(loop.call_soon_threadsafe, process.closing.set))
        async with answering(process, port) as server:
            stopping = asyncio.create_task(process.closing.wait(), name="closing")
            await when_ready(process, server.url)
            await asyncio.wait([server.task, stopping], return_when=asyncio.FIRST_COMPLETED)
            signals.ignore()
            stopping.cancel()
    if process.failure is not None:
        raise process.failure


@dataclass(frozen=True, slots=True)
class Answering:
    """A web server that listens.

    Attributes:
        url: where.
        task: ends when it stops.
    """

    url: str
    task: "asyncio.Task[None]"


@asynccontextmanager
async def answering(process: Process, port: int, *, static: Path = STATIC) -> AsyncIterator[Answering]:
    """The web server of a process, with a build of the web app; after the block its streams end, and it stops."""
    settings = process.kernel.settings
    server = Server(
        create_app(process.kernel, process.composition, process.closing, static=static),
        address=settings.host,
        port=port,
        interface=Interfaces.ASGINL,
        # Not also HTTP/2: until it is known which of the two a client speaks, Granian would wait for it without end.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_S * 1000, max_buffer_size=_LARGEST_HEAD),
        # Its one warning is that this mode is young; our tests start and stop it all day.
        log_level=LogLevels.error,
        log_access=False,
        log_dictconfig=granian_logging(settings),
    )
    serving = asyncio.create_task(server.serve(), name="http")
    try:
        await _until_listening(settings.host, port, serving)
        yield Answering(f"http://{_shown(settings.host)}:{port}", serving)
    finally:
        process.closing.set()
        server.stop()  # type: ignore[no-untyped-call]  # granian has no annotations here
        await asyncio.wait([serving], timeout=_FAREWELL_S)


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0; found out before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            match error.errno:
                case errno.EADDRINUSE:
                    hint = "stop what listens there, or set LYCEUM_PORT to another"
                case errno.EACCES:
                    hint = "ports below 1024 are the system's; set LYCEUM_PORT to another"
                case _:
                    hint = "set LYCEUM_HOST to an address of this machine"
            raise PortTaken(f"Cannot listen at {host}:{port} ({error.strerror}): {hint}.") from error
        free: int = probe.getsockname()[1]
        return free


async def _until_listening(host: str, port: int, serving: "asyncio.Task[None]") -> None:
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(_shown(host), port)
        except OSError:
            await asyncio.sleep(0.005)
        else:
            writer.close()
            return
    serving.result()


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104  recognised, not bound
