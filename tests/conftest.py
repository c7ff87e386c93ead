"""One PostgreSQL and one Valkey per test run, a migrated template database, and a clone of it for each test that asks.

The controller of pytest-xdist starts the servers; its workers find them through the environment.
"""

import gc
import json
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
import structlog
from sqlalchemy.engine import make_url

from lyceum.app.composition import Composition, compose
from lyceum.app.domains import DOMAINS
from lyceum.platform import migrate
from lyceum.platform.embedded.contracts import THROWAWAY_SETTINGS, EmbeddedOptions
from lyceum.platform.embedded.supervisor import Supervisor
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock, open_kernel

PROBE = "tests.probe.domain:DOMAIN"
_TESTS = Path(__file__).parent
_WAYS_THROUGH_ALL = {"app", "attacks", "e2e", "guards"}
_TEMPLATE = "lyceum_template"
_WHERE = "LYCEUM_TEST_SERVERS"
_SUPERVISOR = pytest.StashKey[Supervisor]()
_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """In the controller: start the servers and migrate the template."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    # Also when it is told to end: the servers would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    in_memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    folder = Path(tempfile.mkdtemp(prefix="lyceum-tests-", dir=in_memory if in_memory.is_dir() else None))
    folder.chmod(0o755)
    config.stash[_FOLDER] = folder
    options = EmbeddedOptions(postgres_settings={**THROWAWAY_SETTINGS, "max_connections": "300"})
    supervisor = config.stash[_SUPERVISOR] = Supervisor(folder / "home", options=options)
    servers = supervisor.start()
    template = _renamed(servers.database_tcp_url, _TEMPLATE)
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute(f"create database {_TEMPLATE}")
    migrate.upgrade(template, compose(DOMAINS, plugins=[PROBE]).migrations)
    os.environ[_WHERE] = json.dumps({"database": servers.database_tcp_url, "valkey": servers.valkey_url})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out of the coverage what takes up to three times as long when traced, and runs only what other tests run.

    That is hundreds of examples of a property, and a way through the whole of Lyceum, much of it in other processes.
    """
    for item in items:
        is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if is_property or any(item.path.is_relative_to(_TESTS / each) for each in _WAYS_THROUGH_ALL):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """In the controller: stop the servers."""
    if _SUPERVISOR in config.stash:
        config.stash[_SUPERVISOR].stop()
        shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def servers() -> dict[str, str]:
    """The URLs of the run's PostgreSQL and Valkey."""
    found: dict[str, str] = json.loads(os.environ[_WHERE])
    return found


@pytest.fixture
def database_url(servers: dict[str, str]) -> Iterator[str]:
    """A database of the test's own, migrated, with the probe's tables."""
    name = f"test_{uuid4().hex}"
    _do(servers["database"], f"create database {name} template {_TEMPLATE} strategy file_copy")
    yield _renamed(servers["database"], name)
    _do(servers["database"], f"drop database {name} with (force)")


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command run in the test's own process configures logging for all of it: the next test begins anew."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands until it is moved."""
    return MovableClock()


@pytest.fixture(scope="session")
def composition() -> Composition:
    """Every domain, and the probe."""
    return compose(DOMAINS, plugins=[PROBE])


@pytest.fixture
async def kernel(
    database_url: str, servers: dict[str, str], composition: Composition, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[Kernel]:
    """The resources of a process on the test's own database."""
    async with open_kernel(database_url, servers["valkey"], composition, home=tmp_path, clock=clock) as opened:
        yield opened


def _do(url: str, statement: LiteralString) -> None:
    """Run a statement that wants a database for itself; whoever is in it (the autovacuum) is waited for."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(20):  # PostgreSQL itself waits five seconds each time.
            with suppress(psycopg.errors.ObjectInUse):
                connection.execute(statement)
                return
        connection.execute(statement)


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)
