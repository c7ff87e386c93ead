"""A PostgreSQL that cannot do what retrieval needs is refused, with what to install."""

from dataclasses import replace
from pathlib import Path

import pytest

from lyceum.app.composition import Composition
from lyceum.platform import migrate
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import OPTIONS, open_folder

# Debian's, without the package that brings pgvector.
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
PGVECTOR = Path("/usr/share/postgresql/15/extension/vector.control")


@pytest.mark.slow
@pytest.mark.skipif(
    not (PROGRAMS / "postgres").exists() or PGVECTOR.exists(), reason="needs Debian's postgresql-15, without pgvector"
)
def test_a_server_without_pgvector_is_refused_with_what_to_install(composition: Composition) -> None:
    options = replace(OPTIONS, postgres_bin=PROGRAMS)
    with (
        open_folder() as folder,
        Supervisor(folder / "bare", options=options) as bare,
        pytest.raises(migrate.ExtensionMissing, match=r"'vector'.*install pgvector"),
    ):
        migrate.upgrade(bare.servers.database_url, composition.migrations)
