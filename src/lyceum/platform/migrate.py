"""Bringing the database to this version: each domain's numbered migrations, then the workflow engine's own tables.

`pending` is cheap and asked at every start; only `upgrade` imports Alembic.
"""

import importlib.metadata
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_FILE = re.compile(r"(\d{4})_\w+\.py")
_TABLES = "select schemaname from pg_tables where tablename = 'revision' and schemaname = any(%s)"
_ENGINE = "select name || '=' || version from platform.component where name = 'dbos'"


class DatabaseIsNewer(Exception):
    """The database was migrated by a newer Lyceum than this one."""


class ExtensionMissing(Exception):
    """The server lacks an extension that a migration needs; nothing of that domain was changed."""


class DatabaseUnreachable(Exception):
    """No connection to the database can be had."""


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
        DatabaseUnreachable: if it does not answer, or lets nobody in.
    """
    wanted = heads(folders)
    with _connect(database_url) as connection:
        applied = _applied(connection, list(wanted))
        if newer := [domain for domain in wanted if applied.get(domain, 0) > wanted[domain]]:
            raise DatabaseIsNewer(
                f"A newer Lyceum migrated this database ({', '.join(newer)}). Start that version, or restore a backup."
            )
        if applied != wanted:
            return True
        try:
            return connection.execute(_ENGINE).fetchone() != (_workflow_engine(),)
        except psycopg.errors.UndefinedTable:
            return True


def _connect(database_url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    try:
        return psycopg.connect(database_url, connect_timeout=5)
    except psycopg.Error as error:
        # libpq names the host and the port, and no password; its second line asks what we say ourselves.
        why = str(error).strip().splitlines()[0]
        raise DatabaseUnreachable(f"The database cannot be reached: {why}. Start it, or mend its address.") from error


def _applied(connection: "psycopg.Connection[tuple[str]]", domains: list[str]) -> dict[str, int]:
    present = [schema for (schema,) in connection.execute(_TABLES, (domains,))]
    if not present:
        return {}
    each = [sql.SQL("select version_num from {}").format(sql.Identifier(schema, "revision")) for schema in present]
    rows = connection.execute(sql.SQL(" union all ").join(each)).fetchall()
    return {domain: int(number) for domain, _, number in (row[0].rpartition("_") for row in rows)}


def upgrade(database_url: str, folders: Mapping[str, Path]) -> dict[str, int]:
    """Apply what is missing, a transaction per domain; returns the revision each domain is at then.

    Raises:
        DatabaseUnreachable: if it does not answer, or lets nobody in.
        ExtensionMissing: if the server lacks what a migration needs.
    """
    _connect(database_url).close()
    from lyceum.platform.migrating import run  # noqa: PLC0415  see the module's docstring

    run.upgrade(database_url, folders, _workflow_engine())
    return heads(folders)


def _workflow_engine() -> str:
    return f"dbos={importlib.metadata.version('dbos')}"
