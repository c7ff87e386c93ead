"""Whole processes: started on the test's own database, gone when the test ends."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.conftest import PROBE
from tests.processes import LyceumProcess

Lyceum = Callable[..., LyceumProcess]
# pytest's `record_testsuite_property`: what was measured stands in the report of a run (`--junit-xml`).
Record = Callable[[str, object], None]


@pytest.fixture
def lyceum(database_url: str, servers: dict[str, str], tmp_path: Path) -> Iterator[Lyceum]:
    """Makes a process that is not started yet: `lyceum("serve", "--roles", "api", plugins=[…], LYCEUM_X="…")`."""
    made: list[LyceumProcess] = []

    def make(*arguments: str, plugins: Sequence[str] = (PROBE,), **environment: str) -> LyceumProcess:
        settings = {
            "LYCEUM_HOME": str(tmp_path),
            "LYCEUM_DATABASE_URL": database_url,
            "LYCEUM_VALKEY_URL": servers["valkey"],
            "LYCEUM_PLUGINS": json.dumps(list(plugins)),
            "LYCEUM_PASSWORD_HASH_COST": "cheap",
        }
        if "--port" not in arguments and arguments[0] in {"serve", "up"}:
            arguments = (*arguments, "--port", "0")
        made.append(LyceumProcess(list(arguments), settings | environment))
        return made[-1]

    yield make
    for process in made:
        process.close()


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder that the servers' account may enter; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="lyceum-up-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


class Rows:
    """Reads the test's database from outside."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = psycopg.connect(url, autocommit=True, application_name="test")

    def all(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        return self._connection.execute(query, parameters or None).fetchall()

    def one(self, query: str, *parameters: object) -> object:
        """The only value of the only row."""
        ((value,),) = self.all(query, *parameters)
        return value

    def count(self, table: str) -> int:
        return int(str(self.one(f"select count(*) from {table}")))  # noqa: S608  a table named in a test

    @contextmanager
    def held_up(self, table: str) -> Iterator[None]:
        """Until the block ends, whoever writes into a table waits, in the middle of a transaction."""
        with psycopg.connect(self._url, application_name="test") as holder:
            holder.execute(f"lock table {table} in share mode")
            yield

    def waiting(self) -> int:
        """How many are held up."""
        query = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        return int(str(self.one(query)))

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def rows(database_url: str) -> Iterator[Rows]:
    """The test's database, seen from outside."""
    reader = Rows(database_url)
    yield reader
    reader.close()


async def is_well(process: LyceumProcess) -> bool:
    """Whether a process says that it is ready and lacks nothing."""
    health = await asyncio.to_thread(process.get, "/health/ready")
    return health.status_code == 200 and health.json()["live_state"] == "answering"


def sign_in(process: LyceumProcess, name: str = "ada") -> dict[str, str]:
    """A new person's headers."""
    account = {"email": f"{name}@example.org", "password": "Wander7-Quilt-Orbit-Plum", "full_name": name.title()}
    registered = process.post("/api/v1/auth/register", json=account)
    assert registered.status_code == 201, registered.text
    signed_in = process.post("/api/v1/auth/login", json={key: account[key] for key in ("email", "password")})
    assert signed_in.status_code == 200, signed_in.text
    return {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
