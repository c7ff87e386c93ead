"""A Valkey of a test's own, to be killed and started again."""

import asyncio
import contextlib
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from lyceum.platform.embedded.binaries import find_valkey


class ValkeyServer:
    """A real server on a port that stays the same across restarts.

    Args:
        folder: for what it writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self, *options: str) -> None:
        """Start it and wait until it answers."""
        self._launch(options)
        async with asyncio.timeout(20):
            while not await self._answers():  # noqa: ASYNC110  another process has no event to wait for
                await asyncio.sleep(0.01)

    def _launch(self, options: tuple[str, ...]) -> None:
        program = [str(find_valkey(None)), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            [*program, "--save", "", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """As a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextlib.contextmanager
    def hung(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    async def _answers(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.write(b"PING\r\n")
        answer = await reader.readline()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return answer.startswith(b"+PONG")
