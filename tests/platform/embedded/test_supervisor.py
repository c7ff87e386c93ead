"""Starting, sharing, watching and stopping the embedded servers."""

import contextlib
import os
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psycopg
import pytest

from lyceum.platform.embedded import postgres, supervisor, valkey
from lyceum.platform.embedded.contracts import EmbeddedOptions, EmbeddedServers, How, Stopped
from lyceum.platform.embedded.errors import (
    HomeNotUsable,
    NotStarted,
    PortTaken,
    ProgramsMissing,
    ServerNotStarted,
    StateUnreadable,
)
from lyceum.platform.embedded.inspection import inspect
from lyceum.platform.embedded.processes import wait_until_gone
from lyceum.platform.embedded.state import load_state, save_state
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import (
    OPTIONS,
    Neighbour,
    ask,
    kill_server,
    postgres_pid,
    run_sql,
    valkey_pid,
    wait_until,
)

Supervise = Callable[..., Supervisor]
MakeNeighbour = Callable[..., Neighbour]


def both_answer(servers: EmbeddedServers) -> bool:
    with socket.create_connection(("127.0.0.1", urlsplit(servers.valkey_url).port or 0)) as live:
        live.sendall(f"AUTH {urlsplit(servers.valkey_url).password}\r\nPING\r\n".encode())
        pong = live.recv(12)
    return ask(servers.database_url) == ask(servers.database_tcp_url) == "yes" and pong == b"+OK\r\n+PONG\r\n"


@contextmanager
def listening(port: int) -> Iterator[None]:
    """A foreign program on a port."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        server.listen()
        yield


def test_the_first_start_creates_what_the_next_one_finds(fresh_home: Path, supervise: Supervise) -> None:
    first = supervise(fresh_home)
    servers = first.start()

    assert servers.how is How.NEW
    assert both_answer(servers)
    run_sql(servers.database_url, "create table kept as select 42 as answer")
    assert first.stop() is Stopped.STOPPED
    assert postgres_pid(fresh_home) is None
    assert valkey_pid(fresh_home) is None

    again = supervise(fresh_home).start()

    assert again.how is How.WARM
    assert ask(again.database_url, "select answer from kept") == 42
    assert again.database_url == servers.database_url


def test_a_second_start_of_the_same_supervisor_changes_nothing(home: Path, supervise: Supervise) -> None:
    one = supervise(home)

    assert one.start() is one.start()
    assert one.servers is one.start()


def test_as_a_context_manager_it_stops_what_it_started(home: Path) -> None:
    with Supervisor(home, options=OPTIONS) as one:
        assert both_answer(one.servers)

    assert postgres_pid(home) is None


def test_without_a_start_there_is_nothing_to_watch_or_stop(fresh_home: Path) -> None:
    idle = Supervisor(fresh_home)

    assert idle.stop() is Stopped.LEFT_RUNNING
    for call in (idle.ensure_postgres, idle.ensure_valkey, lambda: idle.servers):
        with pytest.raises(NotStarted):
            call()
    assert not fresh_home.exists()


def test_processes_share_the_servers_and_the_last_one_stops_them(
    home: Path, supervise: Supervise, neighbour: MakeNeighbour
) -> None:
    first, second = neighbour(home), supervise(home)
    assert first.answer()["how"] == How.WARM

    shared = second.start()

    assert shared.how is How.SHARED
    assert first.stop() == Stopped.LEFT_RUNNING
    assert both_answer(shared)
    assert second.stop() is Stopped.STOPPED
    assert postgres_pid(home) is None


def test_of_processes_that_start_together_one_starts_the_servers(fresh_home: Path, neighbour: MakeNeighbour) -> None:
    crowd = [neighbour(fresh_home) for _ in range(4)]

    assert sorted(one.answer()["how"] for one in crowd) == [How.NEW, How.SHARED, How.SHARED, How.SHARED]
    for one in crowd:
        one.tell_to_stop()
    assert sorted(one.answer()["stopped"] for one in crowd) == [Stopped.LEFT_RUNNING] * 3 + [Stopped.STOPPED]
    assert postgres_pid(fresh_home) is None


def test_a_killed_process_counts_as_gone(home: Path, supervise: Supervise, neighbour: MakeNeighbour) -> None:
    killed = neighbour(home)
    killed.answer()
    killed.kill()
    assert postgres_pid(home) is not None

    next_one = supervise(home)

    assert next_one.start().how is How.SHARED
    assert next_one.stop() is Stopped.STOPPED
    assert postgres_pid(home) is None


def test_a_killed_postgres_comes_back_at_the_same_address(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    servers = one.start()
    run_sql(servers.database_url, "create table kept as select 42 as answer")
    assert not one.ensure_postgres()

    kill_server(postgres_pid(home))

    assert one.ensure_postgres()
    assert not one.ensure_postgres()
    assert ask(servers.database_url, "select answer from kept") == 42
    assert ask(servers.database_tcp_url) == "yes"


def test_a_back_end_that_outlives_its_killed_server_is_ended(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    servers = one.start()
    busy = psycopg.connect(servers.database_url)
    orphan = busy.info.backend_pid
    # Computing, it does not notice that its server is gone.
    busy.pgconn.send_query(b"select count(*) from generate_series(1, 1e12)")
    wait_until(lambda: ask(servers.database_url, "select count(*) from pg_stat_activity where state = 'active'") == 2)
    kill_server(postgres_pid(home))

    assert one.ensure_postgres()

    assert wait_until_gone(orphan, timeout_s=10)
    assert ask(servers.database_url) == "yes"
    busy.close()


def test_everything_killed_at_once_is_started_again(home: Path, supervise: Supervise, neighbour: MakeNeighbour) -> None:
    killed = neighbour(home)
    killed.answer()
    killed.kill()
    kill_server(postgres_pid(home))
    kill_server(valkey_pid(home))

    servers = supervise(home).start()

    assert servers.how is How.WARM
    assert both_answer(servers)


def test_a_killed_valkey_comes_back_at_the_same_address(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    servers = one.start()
    assert not one.ensure_valkey()

    kill_server(valkey_pid(home))

    assert one.ensure_valkey()
    assert not one.ensure_valkey()
    assert both_answer(servers)


def test_a_hanging_valkey_is_replaced_after_a_while(
    home: Path, supervise: Supervise, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = supervise(home)
    servers = one.start()
    hanging = valkey_pid(home)
    assert hanging is not None
    monkeypatch.setattr(valkey, "_ANSWER_S", 0.05)
    monkeypatch.setattr(valkey, "_STOP_S", 2.0)
    os.kill(hanging, signal.SIGSTOP)

    assert not one.ensure_valkey(), "a slow answer is no death"
    monkeypatch.setattr(supervisor, "_SILENT_S", 0.0)
    assert one.ensure_valkey()

    assert valkey_pid(home) != hanging
    assert both_answer(servers)


def test_a_pid_file_that_names_a_foreign_process_does_not_hinder_a_start(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    one.start()
    kept = (home / "pg/postmaster.pid").read_text().splitlines()
    one.stop()
    (home / "pg/postmaster.pid").write_text("\n".join([str(os.getpid()), *kept[1:]]) + "\n")

    assert both_answer(supervise(home).start())


def test_a_first_start_that_was_killed_is_begun_anew(
    fresh_home: Path, supervise: Supervise, neighbour: MakeNeighbour
) -> None:
    killed = neighbour(fresh_home)
    wait_until(lambda: any(fresh_home.glob("pg-initialising-*/*")) or (fresh_home / "pg").exists())
    killed.kill()

    assert both_answer(supervise(fresh_home).start())


def test_a_half_created_data_directory_is_cleared_away(fresh_home: Path, supervise: Supervise) -> None:
    half = fresh_home / "pg-initialising-0badcafe/base"
    half.mkdir(parents=True)
    half.with_name("PG_VERSION").write_text("18\n")

    assert supervise(fresh_home).start().how is How.NEW
    assert not half.exists()


def test_lost_ports_are_replaced_when_nobody_uses_the_servers(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    one.start()
    one.stop()
    state = load_state(home / "state.json")
    assert state is not None

    with listening(state.postgres_port), listening(state.valkey_port):
        servers = supervise(home).start()

        assert both_answer(servers)
        assert urlsplit(servers.database_tcp_url).port != state.postgres_port
        assert urlsplit(servers.valkey_url).port != state.valkey_port


def test_a_lost_port_is_waited_for_when_others_know_it(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    servers = one.start()
    port = urlsplit(servers.database_tcp_url).port
    assert port is not None
    kill_server(postgres_pid(home))

    with listening(port), pytest.raises(PortTaken, match=str(port)):
        one.ensure_postgres()

    assert one.ensure_postgres()
    assert both_answer(servers)


def test_passwords_are_in_the_state_file_only(home: Path, supervise: Supervise) -> None:
    servers = supervise(home).start()
    state = load_state(home / "state.json")
    assert state is not None
    secrets = [state.postgres_password.encode(), state.valkey_password.encode()]

    shown: list[bytes] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            shown.append(path.read_bytes())
    shown += [path.read_bytes() for folder in ("logs", "run") for path in (home / folder).glob("*.*") if path.is_file()]

    assert not [text for text in shown for secret in secrets if secret in text]
    assert secrets[0].decode() not in repr(servers)
    assert stat.S_IMODE((home / "state.json").stat().st_mode) == 0o600


def test_a_wrong_password_is_refused(home: Path, supervise: Supervise) -> None:
    servers = supervise(home).start()
    password = urlsplit(servers.database_tcp_url).password or ""

    for url in (servers.database_url, servers.database_tcp_url):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url.replace(password, "wrong"))


@pytest.mark.parametrize("name", ["with spaces, commas and 'quotes'", "long/" + "x" * 120, "unicode-é"])
async def test_any_path_will_do(folder: Path, supervise: Supervise, name: str) -> None:
    one = supervise(folder / name)
    servers = one.start()

    assert both_answer(servers)
    connection = await asyncpg.connect(servers.database_url)
    assert await connection.fetchval("select 'yes'") == "yes"
    await connection.close()
    one.stop()
    assert supervise(folder / name).start().database_url == servers.database_url


def test_an_unwritable_data_folder_is_refused(folder: Path, supervise: Supervise) -> None:
    (folder / "file").touch()

    with pytest.raises(HomeNotUsable, match="LYCEUM_HOME"):
        supervise(folder / "file/home").start()


def test_a_damaged_state_file_is_refused_and_nothing_is_lost(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    one.start()
    one.stop()
    (home / "state.json").write_text("{")

    with pytest.raises(StateUnreadable):
        supervise(home).start()
    assert "cannot be read" in (inspect(home).problem or "")

    (home / "state.json").unlink()
    with pytest.raises(StateUnreadable, match="missing"):
        supervise(home).start()
    assert (home / "pg/PG_VERSION").exists()


def test_a_state_file_of_other_data_is_refused(home: Path, supervise: Supervise) -> None:
    state = load_state(home / "state.json")
    assert state is not None
    save_state(home / "state.json", replace(state, postgres_password="of-another-folder"))

    with pytest.raises(StateUnreadable, match="another password"):
        supervise(home).start()

    assert postgres_pid(home) is None


def test_foreign_files_in_place_of_the_data_are_refused(fresh_home: Path, supervise: Supervise) -> None:
    (fresh_home / "pg").mkdir(parents=True)
    (fresh_home / "pg/letter.txt").touch()

    with pytest.raises(StateUnreadable, match="not a complete"):
        supervise(fresh_home).start()

    assert (fresh_home / "pg/letter.txt").exists()


def test_programs_that_are_not_there_are_named(home: Path, folder: Path, supervise: Supervise) -> None:
    with pytest.raises(ProgramsMissing, match=r"lacks PostgreSQL's initdb"):
        supervise(home, options=EmbeddedOptions(postgres_bin=folder)).start()
    with pytest.raises(ProgramsMissing, match="LYCEUM_VALKEY_SERVER"):
        supervise(home, options=EmbeddedOptions(valkey_server=folder / "none")).start()

    facts = inspect(home, options=EmbeddedOptions(postgres_bin=folder, valkey_server=folder / "none"))
    assert (facts.postgres.version, facts.valkey.version) == (None, None)


def test_a_large_log_is_put_aside(home: Path, supervise: Supervise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_LARGEST_LOG_BYTES", 10)
    monkeypatch.setattr(valkey, "_LARGEST_LOG_BYTES", 10)

    supervise(home).start()

    names = {path.name for path in (home / "logs").iterdir()}
    assert names == {"postgresql.log", "postgresql.log.1", "valkey.log", "valkey.log.1"}


def test_data_that_has_vanished_is_not_silently_begun_anew(home: Path, supervise: Supervise) -> None:
    one = supervise(home)
    one.start()
    one.stop()
    (home / "pg").rename(home / "elsewhere")

    with pytest.raises(StateUnreadable, match="missing"):
        supervise(home).start()


def test_a_failed_start_says_why_and_leaves_nothing_behind(fresh_home: Path, supervise: Supervise) -> None:
    with pytest.raises(ServerNotStarted, match="nonsense"):
        supervise(fresh_home, options=EmbeddedOptions(postgres_settings={"nonsense": "on"})).start()

    assert not inspect(fresh_home).in_use
    assert both_answer(supervise(fresh_home).start())


def test_the_administrators_settings_win_over_ours(home: Path, supervise: Supervise) -> None:
    (home / "postgresql.conf").write_text("work_mem = '5MB'\nfsync = on\nport = 1\n")

    servers = supervise(home).start()

    assert ask(servers.database_url, "show work_mem") == "5MB"
    assert ask(servers.database_url, "show fsync") == "off", "options win over the file"


def test_facts_are_told_of_a_folder_that_runs_and_of_none(fresh_home: Path, supervise: Supervise) -> None:
    before = inspect(fresh_home)
    supervise(fresh_home).start()
    running = inspect(fresh_home)

    assert (before.exists, before.in_use, before.data_major, before.postgres.pid) == (False, False, None, None)
    assert before.disk_free_bytes > 0
    assert running.exists
    assert running.in_use
    assert running.postgres.pid == postgres_pid(fresh_home)
    assert running.valkey.pid == valkey_pid(fresh_home)
    assert 5e6 < running.postgres.memory_bytes < 60e6
    assert running.data_major == int((running.postgres.version or "0").split(".", maxsplit=1)[0])
