"""Real Lyceum processes for tests: started by the command line, killed at will."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).parent.parent
_READY_S = 60.0


@dataclass
class LyceumProcess:
    """One process of `lyceum`, in a process group of its own.

    Attributes:
        arguments: of the command, as typed.
        environment: what its settings come from.
    """

    arguments: list[str]
    environment: dict[str, str]
    url: str = ""
    output: str = ""
    _popen: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def start(self) -> Self:
        """Start it, and wait until it says that it is ready."""
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **self.environment}
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "lyceum", *self.arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._wait_until_ready()
        return self

    @property
    def pid(self) -> int:
        assert self._popen is not None
        return self._popen.pid

    def kill(self) -> None:
        """kill -9 of the whole process group."""
        self._signal(signal.SIGKILL)

    def stop(self, timeout_s: float = 20.0) -> int:
        """SIGTERM; returns the exit status."""
        self._signal(signal.SIGTERM)
        return self.wait(timeout_s)

    def wait(self, timeout_s: float = 20.0) -> int:
        """The exit status, once it has ended."""
        assert self._popen is not None
        rest, _ = self._popen.communicate(timeout=timeout_s)
        self.output += rest
        return self._popen.returncode

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=10)

    def _signal(self, number: signal.Signals) -> None:
        assert self._popen is not None
        if self._popen.poll() is None:
            os.killpg(self._popen.pid, number)

    def _wait_until_ready(self) -> None:
        assert self._popen is not None
        assert self._popen.stdout is not None
        deadline = time.monotonic() + _READY_S
        for line in self._popen.stdout:
            self.output += line
            if line.startswith("Lyceum is ready"):
                self.url = next(word for word in line.split() if word.startswith("http"))
                return
            assert time.monotonic() < deadline, self.output
        raise AssertionError(f"lyceum {' '.join(self.arguments)} ended before it was ready:\n{self.output}")

    def __enter__(self) -> Self:
        return self if self._popen else self.start()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.kill()
        assert self._popen is not None
        self.output += self._popen.communicate(timeout=20)[0]
