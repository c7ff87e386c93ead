"""The embedded Valkey server: start and stop it, and ask whether it lives. It keeps nothing on disk."""

import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from lyceum.platform.embedded.errors import PortTaken, ServerNotStarted
from lyceum.platform.embedded.processes import (
    Account,
    command_line,
    detach,
    port_is_free,
    send_signal,
    wait_until_gone,
)

_POLL_S = 0.005
_ANSWER_S = 2.0
_STOP_S = 3.0
_LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Valkey:
    """A Valkey server on loopback and how to run it."""

    program: Path
    account: Account
    password: str = field(repr=False)
    port: int
    run_folder: Path
    log: Path
    memory_mb: int

    @property
    def url(self) -> str:
        """URL of database 0."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"


def pid_file(run_folder: Path) -> Path:
    """Where a server writes its process id."""
    return run_folder / "valkey.pid"


def answers(valkey: Valkey) -> bool:
    """Whether the server answers a ping with our password; about 0.3 ms.

    Three lines of the protocol instead of a client: a client costs 0.4 s of CPU to import and retries by default.
    """
    request = f"AUTH {valkey.password}\r\nPING\r\n".encode()
    try:
        with socket.create_connection(("127.0.0.1", valkey.port), timeout=_ANSWER_S) as connection:
            connection.sendall(request)
            reply = b""
            while len(reply) < len(b"+OK\r\n+PONG\r\n"):
                part = connection.recv(256)
                if not part:
                    return False
                reply += part
    except OSError:
        return False
    return reply == b"+OK\r\n+PONG\r\n"


def running_pid(run_folder: Path, port: int) -> int | None:
    """The process id of our server, or None if it is not running."""
    try:
        pid = int(pid_file(run_folder).read_text().strip())
    except (OSError, ValueError):
        return None
    # Valkey shows "valkey-server 127.0.0.1:<port>" as its title, Redis the like.
    title = " ".join(command_line(pid))
    return pid if f"127.0.0.1:{port}" in title else None


def start(valkey: Valkey, *, timeout_s: float) -> None:
    """Start the server and wait until it answers; the caller holds the start lock and saw it not answering.

    Raises:
        PortTaken: if a foreign program listens on its port.
        ServerNotStarted: if it ends or does not answer in time.
    """
    stop(valkey)
    if not port_is_free(valkey.port):
        raise PortTaken(
            f"Valkey's port {valkey.port} is held by a program that is not ours; stop that program,"
            " or stop all Lyceum processes of this data folder: the next start then takes another port."
        )
    if valkey.log.exists() and valkey.log.stat().st_size > _LARGEST_LOG_BYTES:
        valkey.log.rename(valkey.log.with_suffix(".log.1"))
    pid = detach(
        [valkey.program, "-"],
        account=valkey.account,
        log=valkey.log,
        text=_settings(valkey),
    )
    deadline = time.monotonic() + timeout_s
    while not answers(valkey):
        if wait_until_gone(pid, timeout_s=_POLL_S) or time.monotonic() > deadline:
            raise ServerNotStarted(f"Valkey did not start on port {valkey.port}; see {str(valkey.log)!r}.")


def stop(valkey: Valkey) -> None:
    """Stop our server, also one that hangs. Not running is fine; nothing it holds is worth waiting for."""
    pid = running_pid(valkey.run_folder, valkey.port)
    if pid is None:
        return
    send_signal(pid, signal.SIGTERM)
    if not wait_until_gone(pid, timeout_s=_STOP_S):
        send_signal(pid, signal.SIGKILL)
        wait_until_gone(pid, timeout_s=_STOP_S)


def _settings(valkey: Valkey) -> str:
    """The configuration, for standard input: the password must not reach a process list or a file."""
    return "\n".join(
        [
            "bind 127.0.0.1",
            f"port {valkey.port}",
            f"requirepass {valkey.password}",
            f"pidfile {_quoted(pid_file(valkey.run_folder))}",
            f"dir {_quoted(valkey.run_folder)}",
            'save ""',
            "appendonly no",
            f"maxmemory {valkey.memory_mb}mb",
            # Cached values carry a time to live and go first; boards and presence stay.
            "maxmemory-policy volatile-lru",
            "",
        ]
    )


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
