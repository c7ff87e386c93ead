"""Bringing the database to this version: each domain's numbered migrations, then the workflow engine's own tables.

`pending` is cheap and asked at every start; `upgrade` imports Alembic, which costs more CPU than the rest of a start
together, so it runs in a process of its own.
"""

import importlib.metadata
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

_FILE = re.compile(r"(\d{4})_\w+\.py")
_STATE = """
    select version_num from platform.revision
    union all select 'dbos=' || version from platform.component where name = 'dbos'"""


class DatabaseIsNewer(Exception):
    """The database was migrated by a newer Lyceum than this one."""


def heads(folders: Mapping[str, Path]) -> dict[str, int]:
    """The newest revision number of each domain, read from the names of its files.

    Args:
        folders: of migrations, by domain.
    """
    numbers = {
        domain: [int(match[1]) for file in folder.glob("*.py") if (match := _FILE.fullmatch(file.name))]
        for domain, folder in folders.items()
    }
    return {domain: max(found) for domain, found in numbers.items() if found}


def pending(database_url: str, folders: Mapping[str, Path]) -> bool:
    """Whether the database is behind.

    Raises:
        DatabaseIsNewer: if it is ahead of this version, which must then not touch it.
    """
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            found = {row[0] for row in connection.execute(_STATE)}
    except psycopg.errors.UndefinedTable:
        return True
    applied = {name.rpartition("_")[0]: int(name.rpartition("_")[2]) for name in found if "=" not in name}
    wanted = heads(folders)
    if newer := [domain for domain in wanted if applied.get(domain, 0) > wanted[domain]]:
        raise DatabaseIsNewer(
            f"A newer Lyceum has migrated this database ({', '.join(newer)}). Start that version, or restore a backup."
        )
    return _workflow_engine() not in found or any(applied.get(domain, 0) < wanted[domain] for domain in wanted)


def upgrade_in_child(database_url: str) -> None:
    """Run `lyceum migrate` as a process of its own.

    Raises:
        subprocess.CalledProcessError: if it failed; what it said is on standard error.
    """
    # The URL holds a password, so it travels in the environment and not in the argument list.
    environment = {**os.environ, "LYCEUM_DATABASE_URL": database_url}
    subprocess.run([sys.executable, "-m", "lyceum", "migrate", "--quiet"], env=environment, check=True)


def upgrade(database_url: str, folders: Mapping[str, Path]) -> set[str]:
    """Apply what is missing, in one transaction; returns the revisions the database is at then."""
    from lyceum.platform.migrating import run  # noqa: PLC0415  see the module's docstring

    return run.upgrade(database_url, list(folders.values()), _workflow_engine())


def _workflow_engine() -> str:
    return f"dbos={importlib.metadata.version('dbos')}"
