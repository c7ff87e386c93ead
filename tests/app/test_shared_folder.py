"""Two processes on one data folder share its servers; the last to leave stops them."""

import socket
from pathlib import Path

import pytest

from tests.app.conftest import Lyceum, is_well
from tests.app.data_folder import server_pids, up
from tests.builders import eventually

pytestmark = pytest.mark.slow

SERVERS = ("postgres", "valkey-server")


def servers_of(home: Path) -> list[int]:
    return [pid for program in SERVERS for pid in server_pids(home, program)]


async def test_the_first_leaves_and_the_second_still_works(lyceum: Lyceum, home: Path) -> None:
    first = await up(lyceum, home).start_soon()
    second = await up(lyceum, home).start_soon()
    taken = first.post("/api/v1/probe/notes", json={"key": "a"})

    assert first.stop() == 0

    again = second.post("/api/v1/probe/notes", json={"key": "a"})
    assert (taken.json()["number"], again.json()["number"]) == (1, 2)
    await eventually(lambda: is_well(second))
    assert second.stop() == 0
    assert servers_of(home) == []


def test_the_first_is_killed_and_the_second_still_works_and_cleans_up(lyceum: Lyceum, home: Path) -> None:
    first = up(lyceum, home).start()
    second = up(lyceum, home).start()

    first.kill()

    assert second.post("/api/v1/probe/notes", json={"key": "a"}).status_code == 201
    assert second.stop() == 0
    assert servers_of(home) == []


def test_an_address_of_another_machine_is_told_from_a_taken_port(lyceum: Lyceum, home: Path) -> None:
    process = up(lyceum, home, "--host", "192.0.2.1").launch()

    assert process.wait() == 1
    assert "set LYCEUM_HOST to an address of this machine" in process.output


def test_a_taken_port_is_one_clear_line_and_leaves_no_servers(lyceum: Lyceum, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = up(lyceum, home, "--port", str(port)).launch()

        assert process.wait() == 1

    (line,) = [line for line in process.output.splitlines() if not line.startswith("{")]
    assert line.startswith(f"lyceum: Cannot listen at 127.0.0.1:{port}")
    assert "LYCEUM_PORT" in line
    assert servers_of(home) == []
