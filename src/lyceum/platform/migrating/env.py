"""Alembic's entry: one transaction over every domain's migrations, alone on the database."""

from alembic import context
from sqlalchemy import Connection, text

# Another process that migrates at the same moment waits here, and then finds nothing left to do.
_ALONE = text("select pg_advisory_xact_lock(7003, 1)")


def run(connection: Connection) -> None:
    """Upgrade every branch to its head."""
    context.configure(connection=connection, version_table="revision", version_table_schema="platform")
    with context.begin_transaction():
        connection.execute(_ALONE)
        context.run_migrations()


run(context.config.attributes["connection"])
