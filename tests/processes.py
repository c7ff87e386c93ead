"""Real Lyceum processes for tests: started by the command line, killed at will."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import httpx

from tests.builders import PATIENCE_S

ROOT = Path(__file__).parent.parent
_READY = "Lyceum is ready at "
# What a process says when Valkey does not answer at once, and goes on: on a busy machine that is no outage.
ABOUT_VALKEY = frozenset({"valkey_lost", "valkey_back", "broadcast_lost_valkey"})


def complaints(said: str) -> list[str]:
    """The lines on standard error, without those that a busy machine alone may bring about."""
    lines = said.splitlines()
    return [each for each in lines if not (each.startswith("{") and json.loads(each).get("message") in ABOUT_VALKEY)]


@dataclass
class LyceumProcess:
    """One process of `lyceum`, in a process group of its own.

    Attributes:
        arguments: of the command, as typed.
        environment: what its settings come from.
        url: where it answers, once it is ready.
    """

    arguments: list[str]
    environment: dict[str, str]
    url: str = ""
    _popen: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    # A file and not a pipe: a pipe nobody reads fills up, and then the process stands still at its next log line.
    _said: IO[bytes] = field(default_factory=tempfile.TemporaryFile, repr=False)

    def launch(self) -> Self:
        """Start it, and do not wait."""
        # Everybody in a test comes from one address; tests/limits shows the true table.
        generous = {"LYCEUM_LIMITS": '{"factor": 1000}'}
        sources = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        environment = {**os.environ, **generous, **sources, **self.environment}
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "lyceum", *self.arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def start(self) -> Self:
        """Start it, and wait until it says that it is ready."""
        self.launch()
        deadline = time.monotonic() + PATIENCE_S
        while not self._is_ready():
            assert self.running, f"lyceum {' '.join(self.arguments)} ended before it was ready:\n{self.output}"
            assert time.monotonic() < deadline, f"not ready after {PATIENCE_S} s:\n{self.output}"
            time.sleep(0.02)
        return self

    async def start_soon(self) -> Self:
        """`start`, for a test whose own loop must go on meanwhile."""
        return await asyncio.to_thread(self.start)

    @property
    def output(self) -> str:
        """All it has said so far, on standard output and standard error."""
        size = os.fstat(self._said.fileno()).st_size
        return os.pread(self._said.fileno(), size, 0).decode(errors="replace")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its log lines up to the last whole one: the process may be writing the next."""
        whole = self.output.rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def logged(self, message: str) -> list[dict[str, Any]]:
        """Its log lines of one kind."""
        return [line for line in self.lines if line.get("message") == message]

    @property
    def running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int:
        assert self._popen is not None
        return self._popen.pid

    def kill(self) -> None:
        """Kill -9 of the whole process group."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """The exit status, once it has ended."""
        assert self._popen is not None
        return self._popen.wait(PATIENCE_S)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process group, if it still runs."""
        if self.running:
            os.killpg(self.pid, number)

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, timeout=PATIENCE_S)

    def post(self, path: str, *, json: object = None, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return httpx.post(self.url + path, json=json, headers=headers, timeout=PATIENCE_S)

    def client(self, *, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
        """A client of this process, for many requests at a time."""
        return httpx.AsyncClient(base_url=self.url, timeout=PATIENCE_S, headers=headers)

    def _is_ready(self) -> bool:
        _, found, rest = self.output.partition(_READY)
        if found and "\n" in rest:
            self.url = rest.split()[0]
        return bool(self.url)

    def close(self) -> None:
        """Make sure that it is gone."""
        if self._popen is not None:
            self.kill()
        self._said.close()

    def __enter__(self) -> Self:
        return self if self._popen else self.start()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
