"""Data folders of another PostgreSQL: upgraded, or refused with what to do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lyceum.platform.embedded import postgres, upgrade
from lyceum.platform.embedded.contracts import How, Stopped
from lyceum.platform.embedded.errors import UpgradeRefused
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import (
    OPTIONS,
    Neighbour,
    ask,
    copy_home,
    open_folder,
    run_sql,
    wait_until,
)

Supervise = Callable[..., Supervisor]

OLD = 15
OLD_BIN = Path(f"/usr/lib/postgresql/{OLD}/bin")
OLD_OPTIONS = replace(OPTIONS, postgres_bin=OLD_BIN)

needs_old_programs = pytest.mark.skipif(
    not (OLD_BIN / "postgres").exists(), reason=f"needs Debian's package postgresql-{OLD}"
)


@pytest.fixture(scope="module")
def old_initialised() -> Iterator[Path]:
    """A data folder that an older Lyceum filled; to be copied."""
    with open_folder() as folder:
        with Supervisor(folder / "old", options=OLD_OPTIONS) as older:
            run_sql(
                older.servers.database_url,
                "create schema exam; create table exam.kept (answer int primary key, noted text);"
                "insert into exam.kept select n, 'ünïcode ' || n from generate_series(1, 2000) n; create role auditor;"
                "grant usage on schema exam to auditor; grant select on exam.kept to auditor",
            )
        yield folder / "old"


@pytest.fixture
def old_home(folder: Path, old_initialised: Path) -> Path:
    """A data folder that an older Lyceum filled."""
    return copy_home(old_initialised, folder / "old")


def version(url: str) -> str:
    return str(ask(url, "show server_version_num"))[:2]


@needs_old_programs
def test_an_older_folder_is_brought_over_and_kept(old_home: Path, supervise: Supervise) -> None:
    one = supervise(old_home)

    url = one.start().database_url

    assert version(url) != str(OLD)
    assert ask(url, "select count(*) || max(noted) from exam.kept") == "2000ünïcode 999"
    assert ask(url, "select has_table_privilege('auditor', 'exam.kept', 'select')") is True
    assert (old_home / f"pg-{OLD}-before-upgrade/PG_VERSION").read_text().strip() == str(OLD)
    assert one.stop() is Stopped.STOPPED
    assert supervise(old_home).start().how is How.WARM
    assert not list(old_home.glob("pg-*-upgrad*ing*"))


@needs_old_programs
def test_an_upgrade_that_was_killed_is_begun_anew(
    old_home: Path, supervise: Supervise, neighbour: Callable[..., Neighbour]
) -> None:
    killed = neighbour(old_home)
    wait_until(lambda: any(postgres.running_pid(folder) for folder in old_home.glob("pg-*-upgrading")))
    killed.kill()

    url = supervise(old_home).start().database_url

    assert ask(url, "select count(*) from exam.kept") == 2000
    assert len(list(old_home.glob(f"pg-{OLD}-before-upgrade*"))) == 1


@needs_old_programs
def test_an_upgrade_that_fails_changes_nothing(old_home: Path, supervise: Supervise) -> None:
    with Supervisor(old_home, options=OLD_OPTIONS) as older:
        # Its check fails anywhere but in the old server.
        run_sql(
            older.servers.database_url,
            "create function picky(int) returns bool language sql as"
            " $$ select current_setting('server_version_num')::int < 160000 $$;"
            "create table exam.picky (n int check (picky(n))); insert into exam.picky values (1)",
        )

    with pytest.raises(UpgradeRefused, match=r"changed nothing.*picky"):
        supervise(old_home).start()

    with Supervisor(old_home, options=OLD_OPTIONS) as older:
        assert ask(older.servers.database_url, "select count(*) from exam.kept") == 2000


@needs_old_programs
def test_a_folder_that_an_older_lyceum_uses_is_left_alone(old_home: Path, supervise: Supervise) -> None:
    older = supervise(old_home, OLD_OPTIONS)
    url = older.start().database_url

    with pytest.raises(UpgradeRefused, match="stop it"):
        supervise(old_home).start()

    assert ask(url, "select count(*) from exam.kept") == 2000
    assert older.stop() is Stopped.STOPPED


def test_without_the_older_programs_it_is_refused_with_the_command(home: Path, supervise: Supervise) -> None:
    (home / "pg/PG_VERSION").write_text("9\n")

    with pytest.raises(UpgradeRefused, match=r"apt-get install postgresql-9.*LYCEUM_PREVIOUS_POSTGRES_BIN"):
        supervise(home).start()

    assert (home / "pg/PG_VERSION").read_text() == "9\n"


def test_data_of_a_newer_server_is_refused(home: Path, supervise: Supervise) -> None:
    (home / "pg/PG_VERSION").write_text("99\n")

    with pytest.raises(UpgradeRefused, match="newer than our"):
        supervise(home).start()


def test_a_crash_between_the_renames_is_completed(home: Path, supervise: Supervise) -> None:
    (home / "pg").rename(home / "pg-18-upgraded")

    assert supervise(home).start().how is How.WARM
    assert not (home / "pg-18-upgraded").exists()


def test_a_crash_before_the_renames_begins_again_from_the_old_data(home: Path) -> None:
    (home / "pg-18-upgraded").mkdir()

    upgrade.finish_interrupted(home / "pg")

    assert (home / "pg/PG_VERSION").exists()
    assert not (home / "pg-18-upgraded").exists()
