"""What the migrations make is what the tables say, and a database goes from nothing to there and no further."""

import importlib
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.engine import make_url

import lyceum
from lyceum.app.composition import Composition
from lyceum.documents.tables import HalfVector
from lyceum.platform import migrate

# A type of an extension, which SQLAlchemy would not know when it reads what is there.
ischema_names["halfvec"] = HalfVector

PACKAGE = Path(lyceum.__file__).parent
# Partitions are made as time goes by, and the records of migrating by migrating itself.
_MADE_LATER = ("revision", "component", "attempt_")
WITH_TABLES = sorted(path.parent.name for path in PACKAGE.glob("*/tables.py"))


def differences(database_url: str, domain: str) -> list[Any]:
    metadata: MetaData = importlib.import_module(f"lyceum.{domain}.tables").metadata

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        if kind == "schema":
            return name == domain
        return kind != "table" or f"{domain}.{name}" in metadata.tables or not str(name).startswith(_MADE_LATER)

    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        options = {"include_schemas": True, "include_name": ours, "compare_type": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    # A change of a column comes as a list of changes. Indexes and constraints may live in migrations alone: no query
    # is built from them.
    flat = [change for entry in found for change in (entry if isinstance(entry, list) else [entry])]
    return [change for change in flat if "table" in change[0] or "column" in change[0] or "modify" in change[0]]


@pytest.mark.parametrize("domain", WITH_TABLES)
def test_the_tables_of_a_domain_are_those_its_migrations_make(database_url: str, domain: str) -> None:
    assert differences(database_url, domain) == []


def test_a_migrated_database_has_nothing_pending(database_url: str, composition: Composition) -> None:
    assert not migrate.pending(database_url, composition.migrations)
    # Once more does nothing.
    migrate.upgrade(database_url, composition.migrations)


def test_a_database_that_is_ahead_is_not_touched(database_url: str, composition: Composition) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("update identity.revision set version_num = 'identity_9999'")

    with pytest.raises(migrate.DatabaseIsNewer, match="identity"):
        migrate.pending(database_url, composition.migrations)


def test_a_domain_that_was_removed_does_not_stop_the_others(database_url: str, composition: Composition) -> None:
    without_probe = {name: folder for name, folder in composition.migrations.items() if name != "probe"}

    assert not migrate.pending(database_url, without_probe)
    migrate.upgrade(database_url, without_probe)


def test_migrations_are_numbered_without_gaps(composition: Composition) -> None:
    for domain, folder in composition.migrations.items():
        numbers = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))
        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)], domain
