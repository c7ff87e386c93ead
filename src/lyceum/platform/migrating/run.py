"""Drives Alembic over every domain's migrations, and the workflow engine's own."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from lyceum.platform import workflows

_PREPARE = (
    "create schema if not exists platform",
    "create table if not exists platform.component (name text primary key, version text not null)",
)
_RECORD = text(
    "insert into platform.component (name, version) values (:name, :version)"
    " on conflict (name) do update set version = excluded.version"
)


def upgrade(database_url: str, folders: list[Path], workflow_engine: str) -> set[str]:
    """Apply every domain's missing migrations and the workflow engine's.

    Args:
        database_url: `postgresql://…`.
        folders: of migrations, of all domains.
        workflow_engine: `name=version` of the engine, kept so that `pending` need not import it.
    """
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    try:
        with engine.begin() as connection:
            for statement in _PREPARE:
                connection.execute(text(statement))
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", _escaped(Path(__file__).parent))
            config.set_main_option("path_separator", "newline")
            config.set_main_option("version_locations", "\n".join(map(_escaped, folders)))
            config.attributes["connection"] = connection
            command.upgrade(config, "heads")
        workflows.migrate(database_url)
        name, _, version = workflow_engine.partition("=")
        with engine.begin() as connection:
            connection.execute(_RECORD, {"name": name, "version": version})
            return set(connection.execute(text("select version_num from platform.revision")).scalars())
    finally:
        engine.dispose()


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
