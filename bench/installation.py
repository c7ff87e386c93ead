"""A Lyceum of its own in a temporary folder: started by the command line, like anybody's."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import usage

ROOT = Path(__file__).parent.parent
_STOP_S = 30.0


@dataclass(frozen=True, slots=True)
class Started:
    """What a start took, until the line that says so.

    Attributes:
        wall_s: from the command to ready.
        cpu_s: CPU of the process, and of what it started that is neither PostgreSQL nor Valkey.
        children_cpu_s: the part of it that was not the process itself: initdb, pg_ctl.
        servers_cpu_s: CPU of PostgreSQL and Valkey.
    """

    wall_s: float
    cpu_s: float
    children_cpu_s: float
    servers_cpu_s: float


@dataclass
class Installation:
    """One data folder, and the process on it.

    Attributes:
        home: the data folder.
        caches: where bytecode is kept if the environment says that it may not lie beside the sources.
        url: of the running process.
    """

    home: Path
    caches: Path
    url: str = ""
    _process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def start(self) -> Started:
        """Run `lyceum up` until it is ready."""
        begun = time.perf_counter()
        with (self.home.parent / "app.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lyceum", "up", "--port", "0"],
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        output = ""
        for line in self._process.stdout:
            output += line
            if line.startswith("Lyceum is ready"):
                self.url = next(word for word in line.split() if word.startswith("http"))
                break
        else:
            output += (self.home.parent / "app.log").read_text()
            raise RuntimeError(f"lyceum ended with {self._process.wait()} before it was ready:\n{output}")
        wall_s, cpu_s, own_s = time.perf_counter() - begun, usage.cpu_s(self.pid), self.cpu_s()
        return Started(wall_s, cpu_s, cpu_s - own_s, sum(usage.tree_cpu_s(pid) for pid in (self.postgres, self.valkey)))

    def stop(self) -> None:
        """Stop it, and its servers with it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=_STOP_S)
        self._process = None

    def cpu_s(self) -> float:
        """CPU seconds of the process alone, so far."""
        return usage.cpu_s(self.pid, with_ended_children=False)

    @property
    def pid(self) -> int:
        """Of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def postgres(self) -> int:
        """Of PostgreSQL's first process."""
        return int((self.home / "pg" / "postmaster.pid").read_text().split()[0])

    @property
    def valkey(self) -> int:
        """Of Valkey."""
        return int((self.home / "run" / "valkey.pid").read_text())

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LYCEUM_")}
        # An installation has its bytecode; where it may not be written beside the sources, it goes to a cache.
        if inherited.pop("PYTHONDONTWRITEBYTECODE", None):
            inherited["PYTHONPYCACHEPREFIX"] = str(self.caches)
        return inherited | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "LYCEUM_HOME": str(self.home),
            "LYCEUM_PLUGINS": '["bench.domain"]',
            # The same work as with the true table; only nobody is refused.
            "LYCEUM_LIMITS": '{"factor": 100000}',
        }


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder which the servers' account can enter when we are root; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lyceum-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@contextlib.contextmanager
def running(installation: Installation) -> Iterator[Started]:
    """Started at the beginning of the block, stopped at its end."""
    try:
        yield installation.start()
    finally:
        installation.stop()
