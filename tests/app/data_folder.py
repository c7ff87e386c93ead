"""Processes with servers of their own: what runs in a data folder, and where."""

from pathlib import Path

from lyceum.platform.embedded.supervisor import Supervisor
from tests.app.conftest import Lyceum
from tests.processes import LyceumProcess


def up(lyceum: Lyceum, home: Path, *arguments: str) -> LyceumProcess:
    """`lyceum up` on a data folder, not started yet."""
    process = lyceum("up", *arguments, LYCEUM_HOME=str(home))
    for name in ("LYCEUM_DATABASE_URL", "LYCEUM_VALKEY_URL"):
        del process.environment[name]
    return process


def server_pids(home: Path, program: str) -> list[int]:
    """The processes of one program that work in a data folder; the oldest first."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().decode().split("\0") if entry.name.isdigit() else [""]
            if (
                Path(command[0].split(" ")[0]).name == program
                and str(home) in f"{command} {(entry / 'cwd').readlink()}"
            ):
                found.append(int(entry.name))
        except OSError:
            continue  # It ended while we looked.
    return sorted(found)


def database_url_of(home: Path) -> str:
    """Where the database of a data folder is."""
    with Supervisor(home) as supervisor:
        return supervisor.servers.database_tcp_url
