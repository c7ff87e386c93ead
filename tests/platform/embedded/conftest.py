"""Data folders, supervisors and neighbouring processes for the tests of the embedded servers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Unpack

import pytest

from lyceum.platform.embedded.contracts import EmbeddedOptions
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import OPTIONS, HowToStart, Neighbour, copy_home, open_folder, start_neighbour


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for data folders; every server below it is ended afterwards."""
    with open_folder() as made:
        yield made


@pytest.fixture(scope="session")
def initialised() -> Iterator[Path]:
    """A data folder whose servers ran and were stopped; to be copied."""
    with open_folder() as made:
        with Supervisor(made / "home", options=OPTIONS):
            pass
        yield made / "home"


@pytest.fixture
def home(folder: Path, initialised: Path) -> Path:
    """A data folder that was in use before."""
    return copy_home(initialised, folder / "home")


@pytest.fixture
def fresh_home(folder: Path) -> Path:
    """A data folder that does not exist yet."""
    return folder / "fresh"


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    """Makes supervisors, one process's worth each, that are stopped afterwards."""
    made: list[Supervisor] = []

    def make(at: Path, options: EmbeddedOptions = OPTIONS) -> Supervisor:
        made.append(Supervisor(at, options=options))
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop()


@pytest.fixture
def neighbour() -> Iterator[Callable[..., Neighbour]]:
    """Starts neighbours, which are killed afterwards if they still run."""
    made: list[Neighbour] = []

    def make(at: Path, **how: Unpack[HowToStart]) -> Neighbour:
        made.append(start_neighbour(at, **how))
        return made[-1]

    yield make
    for one in made:
        one.kill()
        for stream in (one.process.stdin, one.process.stdout):
            if stream is not None:
                stream.close()
