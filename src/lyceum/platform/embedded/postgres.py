"""One PostgreSQL cluster: create it, start and stop its server, and tell whether it lives."""

import hashlib
import pwd
import secrets
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from lyceum.platform.embedded.binaries import PostgresPrograms
from lyceum.platform.embedded.errors import PortTaken, ServerNotStarted, StateUnreadable
from lyceum.platform.embedded.home import discard_folder, own_file, own_folder
from lyceum.platform.embedded.processes import (
    Account,
    command_line,
    detach,
    port_is_free,
    processes_titled,
    run_program,
    send_signal,
    wait_until_gone,
)

ROLE = "lyceum"
DATABASE = "lyceum"

_POLL_S = 0.01
_STOP_S = 60.0
# How long orphans of a killed server may keep its shared memory before they are ended.
_ORPHANS_S = 1.0
_BUILTIN_LOCALES_SINCE = 17
_LARGEST_LOG_BYTES = 10_000_000

# Sized for one machine and a few hundred learners; the administrator's file wins. Idle: 23 MB, of which
# shared_buffers of 64 MB would save 4. Nothing replicates from here, so the log carries no more than recovery needs.
_SETTINGS: Mapping[str, str] = {
    "shared_buffers": "128MB",
    "max_connections": "120",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # DETAIL lines would bring learners' values into the log, statements too.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL data directory and how to serve it.

    Attributes:
        data: the data directory; belongs to the account.
        programs: what it is served with, reachable for the account.
        account: whom the server runs as.
        password: of the superuser `lyceum`.
        port: of the socket, and of loopback TCP if `listens`.
        socket_folder: where the unix socket lies.
        run_folder: where the generated settings are written.
        log: what the server prints.
        listens: whether it answers on loopback TCP.
        settings: win over ours.
        included: a settings file that wins over ours but not over `settings`; may be missing.
    """

    data: Path
    programs: PostgresPrograms
    account: Account
    password: str = field(repr=False)
    port: int
    socket_folder: Path
    run_folder: Path
    log: Path
    listens: bool
    settings: Mapping[str, str]
    included: Path | None

    def url(self, database: str = DATABASE) -> str:
        """URL over the unix socket."""
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{ROLE}:{self.password}@/{database}?host={host}&port={self.port}"

    def tcp_url(self, database: str = DATABASE) -> str:
        """URL over loopback TCP."""
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{database}"


def initialise(cluster: Cluster) -> None:
    """Create the data directory; complete, or not there at all.

    Raises:
        ProgramFailed: if initdb fails, for instance on a full disk.
        ServerNotStarted: if the account has no entry in /etc/passwd, which initdb demands.
        StateUnreadable: if something else lies in its place.
    """
    if cluster.data.exists() and any(cluster.data.iterdir()):
        raise StateUnreadable(
            f"{str(cluster.data)!r} holds files, but not a complete PostgreSQL data directory;"
            " move it away, or put it back from a copy."
        )
    _refuse_nameless(cluster.account)
    # A side folder and a rename: an initdb that was killed never looks finished. A new name every time: if
    # only we were killed, the old initdb is still writing into the old one.
    prefix = f"{cluster.data.name}-initialising-"
    for leftover in cluster.data.parent.glob(f"{prefix}*"):
        discard_folder(leftover)
    partial = cluster.data.with_name(prefix + secrets.token_hex(4))
    own_folder(partial, cluster.account)
    password_file = cluster.run_folder / "initial-password"
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(cluster.password)
    try:
        own_file(password_file, cluster.account)
        run_program(
            [
                cluster.programs.path("initdb"),
                *(
                    "-D",
                    partial,
                    "-U",
                    ROLE,
                    "-E",
                    "UTF8",
                    "--auth=scram-sha-256",
                    f"--pwfile={password_file}",
                ),
                *_locale_arguments(cluster.programs.major),
                *(["--no-sync"] if cluster.settings.get("fsync") == "off" else []),
            ],
            account=cluster.account,
        )
    finally:
        password_file.unlink(missing_ok=True)
    partial.rename(cluster.data)


def start(cluster: Cluster, *, timeout_s: float) -> None:
    """Start the server and wait until it answers; the caller holds the start lock and saw it not running.

    Raises:
        PortTaken: if a foreign program listens on the cluster's port.
        ServerNotStarted: if the server ends or does not answer in time.
    """
    _remove_stale_locks(cluster)
    _shorten_log(cluster)
    settings_file = _write_settings(cluster)
    deadline = time.monotonic() + timeout_s
    orphans_until = time.monotonic() + _ORPHANS_S
    while True:
        if cluster.listens and not port_is_free(cluster.port):
            raise PortTaken(
                f"PostgreSQL's port {cluster.port} is held by a program that is not ours; stop that program,"
                " or stop all Lyceum processes of this data folder: the next start then takes another port."
            )
        printed_before = cluster.log.stat().st_size if cluster.log.exists() else 0
        pid = detach(
            [
                cluster.programs.path("postgres"),
                "-D",
                cluster.data,
                "-c",
                f"config_file={settings_file}",
            ],
            account=cluster.account,
            log=cluster.log,
        )
        if _wait_ready(cluster, pid, deadline):
            return
        printed = _printed_since(cluster.log, printed_before)
        # Back-ends of a server that was killed still hold its shared memory: most end by themselves
        # within milliseconds, one that computes does not notice for as long as it computes.
        if "shared memory" not in printed or time.monotonic() > deadline:
            raise ServerNotStarted(f"PostgreSQL did not start in {str(cluster.data)!r}; it printed: {printed}")
        if time.monotonic() > orphans_until:
            _end_orphans(cluster)
        time.sleep(_POLL_S * 5)


def running_pid(data: Path) -> int | None:
    """The process id of the server of a data directory, or None; costs some 20 microseconds, no connection."""
    lines = _pid_file_lines(data)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid if pid and _serves(pid, data) else None


def process_title(data: Path) -> str:
    """How the titles of a data directory's server processes begin, its first process excepted."""
    return f"postgres: {_cluster_name(data)}:"


def adopt(cluster: Cluster, *, timeout_s: float) -> bool:
    """Whether a server already runs; waits until it answers, or until it has ended if it is ending.

    Raises:
        ServerNotStarted: if it runs but neither answers nor ends in time.
    """
    pid = running_pid(cluster.data)
    if pid is None:
        return False
    if _wait_ready(cluster, pid, time.monotonic() + timeout_s):
        return True
    if running_pid(cluster.data) is None:
        return False
    raise ServerNotStarted(
        f"PostgreSQL (process {pid}) runs on {str(cluster.data)!r} but did not answer within {timeout_s:.0f} s;"
        f" see {str(cluster.log)!r}."
    )


def stop(cluster: Cluster) -> None:
    """Stop the server cleanly; clients that are still connected are cut off. Not running is fine."""
    pid = running_pid(cluster.data)
    if pid is None:
        return
    send_signal(pid, signal.SIGINT)
    if not wait_until_gone(pid, timeout_s=_STOP_S):
        # Immediate shutdown: the next start recovers from the write-ahead log.
        send_signal(pid, signal.SIGQUIT)
        wait_until_gone(pid, timeout_s=_STOP_S)


def create_database(cluster: Cluster) -> None:
    """Create Lyceum's database if it is not there."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True, connect_timeout=10) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if found is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def data_major(data: Path) -> int | None:
    """The major version that wrote a data directory, or None if there is no complete one."""
    try:
        return int((data / "PG_VERSION").read_text().strip())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def _refuse_nameless(account: Account) -> None:
    try:
        pwd.getpwuid(account.uid)
    except KeyError:
        raise ServerNotStarted(
            f"PostgreSQL can only create its data as a user with a name, and user {account.uid} has none;"
            " add a line for it to /etc/passwd (containers: in the image), or run Lyceum as another user."
        ) from None


def _locale_arguments(major: int) -> list[str]:
    if major >= _BUILTIN_LOCALES_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _write_settings(cluster: Cluster) -> Path:
    """Write the settings file of this start; a file, because a shell or process list is the wrong place."""
    fixed = {
        **cluster.settings,
        "listen_addresses": "127.0.0.1" if cluster.listens else "",
        "port": str(cluster.port),
        "unix_socket_directories": str(cluster.socket_folder),
        "unix_socket_permissions": "0700",
        "cluster_name": _cluster_name(cluster.data),
    }
    lines = [
        "# Written at every start. Your own settings go into postgresql.conf in the data folder.",
        *_lines(_SETTINGS),
    ]
    if cluster.included is not None and cluster.included.exists():
        lines.append(f"include = {_quoted(str(cluster.included))}")
    lines += _lines(fixed)
    path = cluster.run_folder / "postgresql.generated.conf"
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o600)
    own_file(path, cluster.account)
    return path


def _lines(settings: Mapping[str, str]) -> list[str]:
    return [f"{name} = {_quoted(value)}" for name, value in settings.items()]


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _cluster_name(data: Path) -> str:
    """Tells this server's processes from those of another data folder in a process list."""
    return f"lyceum-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a server of this data directory; a reused process id or a zombie is not."""
    words = command_line(pid)
    return "-D" in words and words[words.index("-D") + 1 : words.index("-D") + 2] == [str(data)]


def _remove_stale_locks(cluster: Cluster) -> None:
    # PostgreSQL refuses to start while the process id in a stale lock file exists, be it somebody else's by now
    # or a zombie's that init has not collected yet. Removing the files is safe: the check for orphans in shared
    # memory goes by the data directory, and the socket folder is ours alone.
    if running_pid(cluster.data) is None:
        (cluster.data / "postmaster.pid").unlink(missing_ok=True)
        (cluster.socket_folder / f".s.PGSQL.{cluster.port}.lock").unlink(missing_ok=True)


def _shorten_log(cluster: Cluster) -> None:
    if cluster.log.exists() and cluster.log.stat().st_size > _LARGEST_LOG_BYTES:
        cluster.log.rename(cluster.log.with_suffix(".log.1"))


def _printed_since(log: Path, offset: int) -> str:
    try:
        with log.open("rb") as file:
            file.seek(offset)
            return file.read()[-2000:].decode(errors="replace").strip()
    except OSError:
        return ""


def _wait_ready(cluster: Cluster, pid: int, deadline: float) -> bool:
    """Whether the server of this process id came to answer; False if it ended or time ran out."""
    while time.monotonic() < deadline:
        lines = _pid_file_lines(cluster.data)
        status = lines[7].strip() if len(lines) > 7 and lines[0] == str(pid) else ""
        if status == "ready" and _answers(cluster):
            return True
        if wait_until_gone(pid, timeout_s=_POLL_S):
            return False
    return False


def _answers(cluster: Cluster) -> bool:
    # A connection, not the pid file: the file still says "ready" while the server recovers from a crash.
    try:
        psycopg.connect(cluster.url("postgres"), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise StateUnreadable(
                f"PostgreSQL's data in {str(cluster.data)!r} has another password than the state file says;"
                " put back the state.json that belongs to it."
            ) from None
        return False
    return True


def _end_orphans(cluster: Cluster) -> None:
    # Their postmaster is dead, so nobody can use what they compute, and the start recovers from the log.
    for pid in processes_titled(process_title(cluster.data), uid=cluster.account.uid):
        send_signal(pid, signal.SIGKILL)
