"""What an operator asks of a database: its version, what waits in it, and what ails it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from lyceum.platform import migrate

_COUNTS = {
    "deliveries waiting": "select count(*) from platform.delivery",
    "dead letters": "select count(*) from platform.dead_letter",
    "jobs running": "select count(*) from platform.job where status = 'running'",
    "jobs queued": "select count(*) from platform.job where status = 'queued'",
}
_STRANDED = "select distinct kind from platform.job where status in ('queued', 'running') and not kind = any(%s)"


@dataclass(slots=True)
class Report:
    """What was found.

    Attributes:
        facts: in the order a person would ask for them.
        complaints: each says what is wrong and what to do.
    """

    facts: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def examine_database(
    database_url: str, folders: Mapping[str, Path], workflow_names: Collection[str], report: Report
) -> None:
    """Add what the database says to a report; one that cannot be reached or read is a complaint too.

    Args:
        database_url: `postgresql://…`.
        folders: of migrations, by domain.
        workflow_names: that the installed domains know.
        report: is added to.
    """
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            (report.facts["postgresql"],) = connection.execute("show server_version").fetchone() or ("unknown",)
            if migrate.pending(database_url, folders):
                report.complaints.append("The database is behind this version: run `lyceum migrate`.")
                return
            _count(connection, report)
            for (kind,) in connection.execute(_STRANDED, (sorted(workflow_names),)).fetchall():
                report.complaints.append(
                    f"Jobs of the kind {kind!r} wait, but no installed domain knows that workflow."
                )
    except (psycopg.Error, migrate.DatabaseIsNewer, migrate.DatabaseUnreachable) as error:
        report.complaints.append(f"The database cannot be used: {error}")


def _count(connection: "psycopg.Connection[tuple[str]]", report: Report) -> None:
    for name, query in _COUNTS.items():
        (count,) = connection.execute(query).fetchone() or ("0",)
        report.facts[name] = str(count)
    if report.facts["dead letters"] != "0":
        report.complaints.append("There are dead letters: events whose handler kept failing..")
