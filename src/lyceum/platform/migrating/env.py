"""Alembic's entry: the migrations of one domain, in one transaction; the revision is kept in the domain's schema."""

from alembic import context
from sqlalchemy import Connection, text

# Another process that migrates at the same moment waits here, and then finds nothing left to do.
_ALONE = text("select pg_advisory_xact_lock(7003, 1)")


def run(connection: Connection, domain: str) -> None:
    """Upgrade one domain to its newest revision."""
    context.configure(connection=connection, version_table="revision", version_table_schema=domain)
    with context.begin_transaction():
        connection.execute(_ALONE)
        connection.execute(text(f'create schema if not exists "{domain}"'))  # nosemgrep: sql-from-text  a name of ours
        context.run_migrations()


run(context.config.attributes["connection"], context.config.attributes["domain"])
