"""Operating system processes and ports: run, detach, recognise, wait for. Linux only (`/proc`)."""

import os
import secrets
import select
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lyceum.platform.embedded.errors import HomeNotUsable, ProgramFailed

# The shell puts the server in the background and ends, so that the server belongs to init: nobody here
# has to reap it, and it outlives us. Descriptor 3 is needed because a shell gives background commands
# /dev/null as input. No quoting is involved: the command arrives as arguments.
_DETACH = 'exec 3<&0; "$@" <&3 3<&- >>"$LYCEUM_SERVER_LOG" 2>&1 & echo $!'

# Below Linux's range for outgoing connections (32768 and up): a port from that range can be lost to
# somebody's outgoing connection while the server restarts, and clients know it by its number.
_PORTS = range(15_000, 32_000)


@dataclass(frozen=True, slots=True)
class Account:
    """The operating system user the servers run as; `switch` is set when we are root and are not it."""

    uid: int
    gid: int
    switch: bool


def server_account() -> Account:
    """Ourselves, or uid and gid 65534 (`nobody`) for root, whom PostgreSQL refuses."""
    if os.geteuid() == 0:
        return Account(65534, 65534, switch=True)
    return Account(os.geteuid(), os.getegid(), switch=False)


def run_program(
    argv: Sequence[str | Path],
    *,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    text: str = "",
) -> str:
    """Run a program to its end and return what it wrote to standard output.

    Args:
        argv: the program and its arguments; no secrets, other users can list them.
        account: whom to run it as; None for ourselves.
        environment: variables added to the clean ones; secrets may go here.
        text: what it reads on standard input; secrets may go here.

    Returns:
        Its standard output.

    Raises:
        ProgramFailed: if it ends with an error; the message carries the last lines it printed.
    """
    words = [str(word) for word in argv]
    switch = account is not None and account.switch
    try:
        done = subprocess.run(
            words,
            cwd="/",
            env={**clean_environment(), **(environment or {})},
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            user=account.uid if account and switch else None,
            group=account.gid if account and switch else None,
            extra_groups=[] if switch else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ProgramFailed(f"{words[0]!r} could not be run: {error}") from error
    if done.returncode:
        tail = (done.stdout[-500:] + done.stderr[-1500:]).strip()
        raise ProgramFailed(f"{words[0]!r} ended with status {done.returncode}: {tail}")
    return done.stdout


def detach(argv: Sequence[str | Path], *, account: Account, log: Path, text: str = "") -> int:
    """Start a server that outlives this process.

    Args:
        argv: the program and its arguments; no secrets, other users can list them.
        account: whom to run it as.
        log: file that gets its output; created by the account if need be.
        text: what the server reads on standard input; secrets may go here.

    Returns:
        Its process id.

    Raises:
        ProgramFailed: if the shell could not be started as that account.
    """
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", _DETACH, "sh", *(str(word) for word in argv)],
            cwd="/",
            env={**clean_environment(), "LYCEUM_SERVER_LOG": str(log)},
            input=text,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            umask=0o077,
            start_new_session=True,
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ProgramFailed(f"{str(argv[0])!r} could not be started: {error}") from error
    return int(done.stdout)


def clean_environment() -> dict[str, str]:
    """An environment without anybody's PG* variables, locale, time zone or secrets."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def command_line(pid: int) -> list[str]:
    """The arguments of a process as it shows them; empty if it is gone or a zombie."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return raw.decode(errors="surrogateescape").rstrip("\0").split("\0") if raw else []


def processes_titled(prefix: str, *, uid: int) -> Iterator[int]:
    """Ids of the processes of one user whose title starts with the prefix."""
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        words = command_line(int(entry.name))
        try:
            if words and words[0].startswith(prefix) and entry.stat().st_uid == uid:
                yield int(entry.name)
        except OSError:
            continue


def send_signal(pid: int, number: signal.Signals) -> None:
    """Signal a process; it is fine if it has gone in the meantime."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait_until_gone(pid: int, *, timeout_s: float) -> bool:
    """Whether the process ended within the time; a zombie counts as ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        ready, _, _ = select.select([handle], [], [], timeout_s)
        return bool(ready)
    finally:
        os.close(handle)


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose_port() -> int:
    """A loopback port nobody listens on."""
    for _ in range(200):
        port = _PORTS.start + secrets.randbelow(len(_PORTS))
        if port_is_free(port):
            return port
    raise HomeNotUsable(
        f"Found no free loopback port in {_PORTS.start}-{_PORTS.stop - 1}; stop some programs that listen there."
    )


def memory_bytes(pid: int) -> int:
    """Memory of a process: its proportional share where we may read it, else its resident set."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
