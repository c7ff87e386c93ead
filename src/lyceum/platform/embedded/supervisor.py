"""Starts, shares, watches and stops the PostgreSQL and Valkey of one data folder."""

import threading
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from lyceum.platform.embedded import postgres, upgrade, valkey
from lyceum.platform.embedded.binaries import (
    find_postgres,
    find_valkey,
    postgres_for_account,
    valkey_for_account,
)
from lyceum.platform.embedded.contracts import (
    EmbeddedOptions,
    EmbeddedServers,
    How,
    Stopped,
)
from lyceum.platform.embedded.errors import NotStarted, StateUnreadable, UpgradeRefused
from lyceum.platform.embedded.home import Home, open_home, socket_folder
from lyceum.platform.embedded.locks import UsersLock, exclusive
from lyceum.platform.embedded.postgres import Cluster
from lyceum.platform.embedded.processes import choose_port, port_is_free, server_account
from lyceum.platform.embedded.state import State, load_state, new_state, save_state
from lyceum.platform.embedded.valkey import Valkey

# Longer than any start or stop may take, an upgrade of a large data folder excepted.
_LOCK_S = 180.0
# A Valkey that is busy (a long script) must not be taken for dead at its first slow answer.
_SILENT_S = 10.0

Server = TypeVar("Server", Cluster, Valkey)


class Supervisor:
    """One process's hold on the embedded servers of a data folder; threads may share it."""

    def __init__(self, home: Path, *, options: EmbeddedOptions | None = None) -> None:
        """Remember what to run; nothing is touched before `start`.

        Args:
            home: the data folder, see `settings.default_home`.
            options: programs and settings; None for the defaults.
        """
        self._folder = home
        self._options = options or EmbeddedOptions()
        self._account = server_account()
        self._mutex = threading.RLock()
        self._home: Home | None = None
        self._users: UsersLock | None = None
        self._cluster: Cluster | None = None
        self._valkey: Valkey | None = None
        self._servers: EmbeddedServers | None = None
        self._valkey_answered_at = 0.0

    def __enter__(self) -> Self:
        """Start the servers."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the servers, unless others use them."""
        self.stop()

    @property
    def servers(self) -> EmbeddedServers:
        """Where the servers are.

        Raises:
            NotStarted: before `start` and after `stop`.
        """
        if self._servers is None:
            raise NotStarted("The embedded servers are not started by this process; call start() first.")
        return self._servers

    def start(self) -> EmbeddedServers:
        """Bring both servers up, or join those that run; a second call returns what the first did.

        Returns:
            The URLs of the servers, what was found, and the seconds it took.

        Raises:
            EmbeddedError: its subclasses say what is wrong with the folder, the programs or a server.
        """
        with self._mutex:
            if self._servers is not None:
                return self._servers
            began = time.perf_counter()
            self._home = open_home(self._folder, self._account)
            with exclusive(self._home.start_lock, timeout_s=_LOCK_S):
                self._users = UsersLock(self._home.users_lock)
                try:
                    how = self._start_both(self._home)
                except BaseException:
                    self._leave()
                    raise
            self._servers = self._describe(how, time.perf_counter() - began)
            return self._servers

    def stop(self) -> Stopped:
        """Give the servers up, and stop them if no other process uses them.

        Returns:
            Whether they were stopped or are left to other processes. Without a `start`, they are left.
        """
        with self._mutex:
            if self._home is None or self._users is None:
                return Stopped.LEFT_RUNNING
            with exclusive(self._home.start_lock, timeout_s=_LOCK_S):
                return self._leave()

    def ensure_postgres(self) -> bool:
        """Start PostgreSQL again if it has died, on the same port with the same password.

        Costs some 20 microseconds while it lives, so a watcher may call it every second.

        Returns:
            Whether it had to be started.

        Raises:
            EmbeddedError: if it cannot be started now; calling again later is fine.
        """
        with self._mutex:
            home, cluster = self._started_cluster()
            if postgres.running_pid(cluster.data) is not None:
                return False
            with exclusive(home.start_lock, timeout_s=_LOCK_S):
                if postgres.adopt(cluster, timeout_s=self._options.start_timeout_s):
                    return False
                postgres.start(cluster, timeout_s=self._options.start_timeout_s)
                return True

    def ensure_valkey(self) -> bool:
        """Start Valkey again if it has died or hangs, on the same port with the same password.

        Costs a ping of some 0.3 ms while it lives, so a watcher may call it every second.

        Returns:
            Whether it had to be started.

        Raises:
            EmbeddedError: if it cannot be started now; calling again later is fine.
        """
        with self._mutex:
            if self._home is None or self._valkey is None:
                raise NotStarted("The embedded servers are not started by this process; call start() first.")
            if valkey.answers(self._valkey):
                self._valkey_answered_at = time.monotonic()
                return False
            silent_s = time.monotonic() - self._valkey_answered_at
            if valkey.running_pid(self._valkey.run_folder, self._valkey.port) is not None and silent_s < _SILENT_S:
                return False
            with exclusive(self._home.start_lock, timeout_s=_LOCK_S):
                if valkey.answers(self._valkey):
                    return False
                valkey.start(self._valkey, timeout_s=self._options.start_timeout_s)
                self._valkey_answered_at = time.monotonic()
                return True

    def _started_cluster(self) -> tuple[Home, Cluster]:
        if self._home is None or self._cluster is None:
            raise NotStarted("The embedded servers are not started by this process; call start() first.")
        return self._home, self._cluster

    def _start_both(self, home: Home) -> How:
        upgrade.finish_interrupted(home.cluster)
        state = self._load_or_create_state(home)
        how, state = self._start_postgres(home, state)
        self._start_valkey(home, state)
        return how

    def _load_or_create_state(self, home: Home) -> State:
        state = load_state(home.state)
        if state is None:
            if postgres.data_major(home.cluster) is not None:
                raise StateUnreadable(
                    f"{str(home.cluster)!r} holds data, but {str(home.state)!r} with its password is missing;"
                    " put it back from a copy of the data folder, or start with another LYCEUM_HOME."
                )
            state = new_state()
        folder = socket_folder(home, self._account, state.socket_folder)
        state = replace(state, socket_folder=str(folder))
        # Saved before anything runs: whatever is killed from here on, the next start knows the passwords.
        save_state(home.state, state)
        return state

    def _start_postgres(self, home: Home, state: State) -> tuple[How, State]:
        cluster = self._described_cluster(home, state)
        self._stop_older_server(cluster)
        if postgres.adopt(cluster, timeout_s=self._options.start_timeout_s):
            self._cluster = cluster
            # Whoever started it may have been killed before this.
            postgres.create_database(cluster)
            return How.SHARED, state
        how = self._prepare_data(cluster, state)
        self._cluster = cluster = self._on_a_free_port(cluster)
        state = replace(state, postgres_port=cluster.port)
        save_state(home.state, state)
        postgres.start(cluster, timeout_s=self._options.start_timeout_s)
        postgres.create_database(cluster)
        # Only now: it tells the next start that there must be data.
        state = replace(state, postgres_bin=str(cluster.programs.folder))
        save_state(home.state, state)
        return how, state

    def _described_cluster(self, home: Home, state: State) -> Cluster:
        programs = find_postgres(self._options.postgres_bin)
        return Cluster(
            data=home.cluster,
            programs=postgres_for_account(programs, home, self._account),
            account=self._account,
            password=state.postgres_password,
            port=state.postgres_port,
            socket_folder=Path(state.socket_folder),
            run_folder=home.run,
            log=home.logs / "postgresql.log",
            listens=True,
            settings=self._options.postgres_settings,
            included=home.administrator_settings,
        )

    def _stop_older_server(self, cluster: Cluster) -> None:
        """End what a killed upgrade left running; leave alone what an older Lyceum is still using."""
        major = postgres.data_major(cluster.data)
        if major in {None, cluster.programs.major} or postgres.running_pid(cluster.data) is None:
            return
        if not self._is_alone():
            raise UpgradeRefused(
                f"A Lyceum with PostgreSQL {major} is using {str(cluster.data)!r}; stop it before this one, with"
                f" PostgreSQL {cluster.programs.major}, upgrades the data."
            )
        postgres.stop(cluster)

    def _prepare_data(self, cluster: Cluster, state: State) -> How:
        """Make the data directory fit the programs: create it, upgrade it, or take it as it is."""
        major = postgres.data_major(cluster.data)
        if major is None:
            if state.postgres_bin:
                raise StateUnreadable(
                    f"The data folder was in use before, but {str(cluster.data)!r} is missing or incomplete; put it"
                    " back from a copy, or remove state.json beside it to begin with an empty database."
                )
            postgres.initialise(cluster)
            return How.NEW
        if major != cluster.programs.major:
            remembered = Path(state.postgres_bin) if state.postgres_bin else None
            upgrade.upgrade(
                cluster,
                previous_major=major,
                candidates=[self._options.previous_postgres_bin, remembered],
                timeout_s=self._options.start_timeout_s,
            )
        return How.WARM

    def _start_valkey(self, home: Home, state: State) -> None:
        program = valkey_for_account(find_valkey(self._options.valkey_server), home, self._account)
        self._valkey = Valkey(
            program=program,
            account=self._account,
            password=state.valkey_password,
            port=state.valkey_port,
            run_folder=home.run,
            log=home.logs / "valkey.log",
            memory_mb=self._options.valkey_memory_mb,
        )
        if not valkey.answers(self._valkey):
            valkey.stop(self._valkey)
            self._valkey = self._on_a_free_port(self._valkey)
            save_state(home.state, replace(state, valkey_port=self._valkey.port))
            valkey.start(self._valkey, timeout_s=self._options.start_timeout_s)
        self._valkey_answered_at = time.monotonic()

    def _on_a_free_port(self, server: Server) -> Server:
        """The server on its port, or on another if a foreign program took that and nobody else knows it."""
        if port_is_free(server.port) or not self._is_alone():
            return server
        return replace(server, port=choose_port())

    def _is_alone(self) -> bool:
        return self._users is not None and self._users.is_alone()

    def _describe(self, how: How, seconds: float) -> EmbeddedServers:
        _, cluster = self._started_cluster()
        if self._valkey is None:
            raise NotStarted("Valkey is not started by this process; call start() first.")
        return EmbeddedServers(cluster.url(), cluster.tcp_url(), self._valkey.url, how, round(seconds, 3))

    def _leave(self) -> Stopped:
        """Stop being a user, and stop the servers if nobody else is one; the caller holds the start lock."""
        if self._users is None:
            return Stopped.LEFT_RUNNING
        users, self._users, self._servers = self._users, None, None
        try:
            if not users.is_alone():
                return Stopped.LEFT_RUNNING
            if self._valkey is not None:
                valkey.stop(self._valkey)
            if self._cluster is not None:
                postgres.stop(self._cluster)
            return Stopped.STOPPED
        finally:
            users.leave()
            self._cluster = self._valkey = None
