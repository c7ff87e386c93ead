"""A Valkey server of a test's own, which can be killed and started again at the same address."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from lyceum.platform.embedded.binaries import find_valkey
from tests.builders import eventually


class ValkeyServer:
    """Starts, stops and kills one server."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self, *options: str) -> None:
        """Start it and wait until it answers, unless it runs."""
        if self._process is not None:
            return
        command = [find_valkey(None), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", *options]
        # Not asyncio's kind: a killed server has to be waited for without a loop.
        self._process = subprocess.Popen(  # noqa: ASYNC220  returns at once
            [str(word) for word in command], cwd="/", stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]}
        )
        await eventually(self._answers)

    def kill(self) -> None:
        """As a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def hung(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    async def command(self, line: str) -> str:
        """What the server answers to a command; "" when it is not there."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return ""
        writer.write(f"{line}\r\n".encode())
        head = await reader.readline()
        body = await reader.readexactly(int(head[1:])) if head.startswith(b"$") else head
        writer.close()
        return body.decode().strip()

    async def _answers(self) -> bool:
        return await self.command("PING") == "+PONG"


@asynccontextmanager
async def own_valkey() -> AsyncIterator[ValkeyServer]:
    """A started server; killed in the end."""
    server = ValkeyServer()
    await server.start()
    try:
        yield server
    finally:
        server.kill()
