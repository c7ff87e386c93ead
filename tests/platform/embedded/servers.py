"""What the tests of the embedded servers need beside the servers: neighbours, folders, blunt violence."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

import psycopg

import lyceum
from lyceum.platform.embedded import postgres, valkey
from lyceum.platform.embedded.contracts import THROWAWAY_SETTINGS, EmbeddedOptions
from lyceum.platform.embedded.home import Home
from lyceum.platform.embedded.processes import choose_port, send_signal, wait_until_gone
from lyceum.platform.embedded.state import load_state, save_state
from tests.builders import PATIENCE_S

OPTIONS = EmbeddedOptions(postgres_settings=THROWAWAY_SETTINGS)

SOURCE = Path(lyceum.__file__).parents[1]
LIBRARIES = Path(psycopg.__file__).parents[1]
_MEMORY, _DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108 (mkdtemp makes unguessable names in them)
# A data folder takes 40 MB; containers often have 64 MB of shared memory in all.
_ROOM_BYTES = 1_000_000_000
_NEIGHBOUR = Path(__file__).with_name("neighbour.py")


@contextmanager
def open_folder(*, for_programs: bool = False) -> Iterator[Path]:
    """A folder that the servers' account may enter, which pytest's own are not; in memory where there is some."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    # Containers often forbid to run programs from shared memory.
    fit = not (for_programs and os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC) if roomy else False
    parent = _MEMORY if fit else _DISK
    made = Path(tempfile.mkdtemp(prefix="lyceum-test-", dir=parent))
    made.chmod(0o711)
    yield made
    for state in made.rglob("state.json"):
        _end_servers(Home(state.parent))
    shutil.rmtree(made)


def copy_home(source: Path, target: Path) -> Path:
    """A copy of a data folder whose servers do not run, with ports of its own."""
    subprocess.run(["cp", "-a", source, target], check=True)
    state = load_state(target / "state.json")
    assert state is not None
    state = replace(state, postgres_port=choose_port(), valkey_port=choose_port(), socket_folder="")
    save_state(target / "state.json", state)
    return target


@dataclass
class Neighbour:
    """Another process that uses a data folder."""

    process: subprocess.Popen[str]

    def answer(self) -> dict[str, str]:
        """What it says next."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the neighbour ended with status {self.process.wait()}"
        facts: dict[str, str] = json.loads(line)
        return facts

    def tell_to_stop(self) -> None:
        """Tell it to stop, without waiting for it."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def stop(self) -> str:
        """Tell it to stop; what it did with the servers."""
        self.tell_to_stop()
        stopped = self.answer()["stopped"]
        self.process.wait()
        return stopped

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait()


class HowToStart(TypedDict, total=False):
    """Who runs a neighbour, with which interpreter, and where it finds its modules."""

    user: int
    python: str
    path: tuple[Path, ...]


def start_neighbour(home: Path, **how: Unpack[HowToStart]) -> Neighbour:
    """Start another process on a data folder, as another user if need be."""
    user, path = how.get("user"), how.get("path", (SOURCE, LIBRARIES))
    process = subprocess.Popen(
        [how.get("python", sys.executable), "-B", _NEIGHBOUR, home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "HOME": "/"},
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    return Neighbour(process)


def postgres_pid(home: Path) -> int | None:
    """Process id of the folder's PostgreSQL."""
    return postgres.running_pid(home / "pg")


def valkey_pid(home: Path) -> int | None:
    """Process id of the folder's Valkey."""
    state = load_state(home / "state.json")
    return None if state is None else valkey.running_pid(home / "run", state.valkey_port)


def kill_server(pid: int | None) -> None:
    """Kill -9 a server that runs."""
    assert pid is not None
    send_signal(pid, signal.SIGKILL)
    assert wait_until_gone(pid, timeout_s=PATIENCE_S)


def wait_until(condition: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Wait for a condition of another process."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition was not met in time"
        time.sleep(0.005)


def run_sql(url: str, statements: str) -> None:
    """Run statements and commit."""
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())


def ask(url: str, query: str = "select 'yes'") -> object:
    """One value."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def _end_servers(home: Home) -> None:
    """End what a test has left running."""
    for pid in (postgres_pid(home.folder), valkey_pid(home.folder)):
        if pid is not None:
            kill_server(pid)
    state = load_state(home.state)
    if state is not None and Path(state.socket_folder).parent == _DISK:
        shutil.rmtree(state.socket_folder, ignore_errors=True)
