"""What the stores believe of their tables is what the migrations made."""

import pytest
from sqlalchemy import MetaData, text

from lyceum.documents import tables as documents
from lyceum.library import tables as library
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import tables as practice
from lyceum.progress import tables as progress

_COLUMNS = text("""
    select column_name, is_nullable = 'YES' as nullable from information_schema.columns
    where table_schema = :schema and table_name = :name""")


@pytest.mark.parametrize(
    "metadata", [documents.metadata, library.metadata, practice.metadata, progress.metadata], ids=lambda m: m.schema
)
async def test_tables_are_as_the_migrations_made_them(kernel: Kernel, metadata: MetaData) -> None:
    for table in metadata.tables.values():
        async with unit_of_work(kernel) as uow:
            made = await uow.execute(_COLUMNS, {"schema": table.schema, "name": table.name})
            columns = {row.column_name: row.nullable for row in made}
        assert {column.name: bool(column.nullable) for column in table.columns} == columns, table.name
