"""Facts about a data folder for `lyceum doctor`; starts nothing, changes nothing, shows no secrets."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from lyceum.platform.embedded import postgres, valkey
from lyceum.platform.embedded.binaries import find_postgres, find_valkey
from lyceum.platform.embedded.contracts import EmbeddedOptions
from lyceum.platform.embedded.errors import EmbeddedError, ProgramFailed, ProgramsMissing
from lyceum.platform.embedded.home import Home
from lyceum.platform.embedded.locks import someone_holds
from lyceum.platform.embedded.processes import memory_bytes, processes_titled, run_program
from lyceum.platform.embedded.state import load_state


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """One server: which programs it would be started with, and whether it runs.

    Attributes:
        version: of the programs; None if there are none.
        programs: where they are, or why they cannot be used.
        port: on loopback; None before the first start.
        pid: process id; None if it does not run.
        memory_bytes: of all its processes, shared memory counted once; 0 if it does not run.
    """

    version: str | None
    programs: str
    port: int | None
    pid: int | None
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a data folder.

    Attributes:
        home: its resolved path.
        exists: whether it is there.
        owner_uid: whose it is; None if it is not there.
        in_use: whether a Lyceum process uses the servers now.
        disk_free_bytes: where it is or would be.
        data_major: PostgreSQL version that wrote the data; None if there is none.
        problem: why the state file cannot be read; None if it can.
        postgres: the database server.
        valkey: the live state server.
    """

    home: Path
    exists: bool
    owner_uid: int | None
    in_use: bool
    disk_free_bytes: int
    data_major: int | None
    problem: str | None
    postgres: ServerFacts
    valkey: ServerFacts


def inspect(folder: Path, *, options: EmbeddedOptions | None = None) -> Facts:
    """Look at a data folder, whether its servers run or not.

    Args:
        folder: the data folder; need not exist.
        options: as for the supervisor; None for the defaults.

    Returns:
        What could be found out; what is wrong is told, not raised.
    """
    options = options or EmbeddedOptions()
    home = Home(folder.expanduser().resolve())
    exists, problem, state = home.folder.is_dir(), None, None
    try:
        state = load_state(home.state)
    except EmbeddedError as error:
        problem = str(error)
    standing = next(path for path in (home.folder, *home.folder.parents) if path.is_dir())
    return Facts(
        home=home.folder,
        exists=exists,
        owner_uid=home.folder.stat().st_uid if exists else None,
        in_use=someone_holds(home.users_lock),
        disk_free_bytes=shutil.disk_usage(standing).free,
        data_major=postgres.data_major(home.cluster),
        problem=problem,
        postgres=_postgres_facts(home, options, state.postgres_port if state else None),
        valkey=_valkey_facts(home, options, state.valkey_port if state else None),
    )


def _postgres_facts(home: Home, options: EmbeddedOptions, port: int | None) -> ServerFacts:
    pid = postgres.running_pid(home.cluster)
    memory = 0
    if pid is not None:
        children = processes_titled(postgres.process_title(home.cluster), uid=home.cluster.stat().st_uid)
        memory = sum(memory_bytes(process) for process in (pid, *children))
    try:
        programs = find_postgres(options.postgres_bin)
    except (ProgramsMissing, ProgramFailed) as error:
        return ServerFacts(None, str(error), port, pid, memory)
    return ServerFacts(programs.version, str(programs.folder), port, pid, memory)


def _valkey_facts(home: Home, options: EmbeddedOptions, port: int | None) -> ServerFacts:
    pid = valkey.running_pid(home.run, port) if port is not None else None
    memory = memory_bytes(pid) if pid is not None else 0
    try:
        program = find_valkey(options.valkey_server)
        printed = run_program([program, "--version"])
    except (ProgramsMissing, ProgramFailed) as error:
        return ServerFacts(None, str(error), port, pid, memory)
    version = next((word[2:] for word in printed.split() if word.startswith("v=")), None)
    return ServerFacts(version, str(program), port, pid, memory)
