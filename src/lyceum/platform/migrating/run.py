"""Drives Alembic over every domain's migrations, and the workflow engine's own."""

from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from lyceum.platform import workflows

_COMPONENTS = text("create table if not exists platform.component (name text primary key, version text not null)")
_RECORD = text(
    "insert into platform.component (name, version) values (:name, :version)"
    " on conflict (name) do update set version = excluded.version"
)


def upgrade(database_url: str, folders: Mapping[str, Path], workflow_engine: str) -> None:
    """Apply every domain's missing migrations and the workflow engine's.

    Args:
        database_url: `postgresql://…`.
        folders: of migrations, by domain.
        workflow_engine: `name=version` of the engine, kept so that `pending` need not import it.
    """
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    try:
        for domain, folder in folders.items():
            with engine.connect() as connection:
                _upgrade_domain(connection, domain, folder)
        workflows.migrate(database_url)
        name, _, version = workflow_engine.partition("=")
        with engine.begin() as connection:
            connection.execute(_COMPONENTS)
            connection.execute(_RECORD, {"name": name, "version": version})
    finally:
        engine.dispose()


def _upgrade_domain(connection: Connection, domain: str, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", _escaped(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _escaped(folder))
    config.attributes.update(connection=connection, domain=domain)
    command.upgrade(config, "head")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
