"""The network is blocked for every test, and this machine is not."""

import asyncio
import contextlib
import socket
import threading
from pathlib import Path

import pytest

from tests.plugins.loopback_only import NetworkBlocked, is_this_machine

ELSEWHERE = ("192.0.2.1", 9)  # An address reserved for documentation.


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "::1%lo", "localhost", b"localhost", "", None])
def test_this_machine_may_be_reached(host: object) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "2001:db8::1", b"example.org", "0.0.0.0"])  # noqa: S104  nothing is bound
def test_other_machines_may_not_be_reached(host: object) -> None:
    assert not is_this_machine(host)


@pytest.mark.parametrize("connect", [socket.socket.connect, socket.socket.connect_ex])
def test_a_connection_to_another_machine_is_refused(connect: object) -> None:
    assert callable(connect)
    with socket.socket() as sock, pytest.raises(NetworkBlocked, match=r"192\.0\.2\.1"):
        connect(sock, ELSEWHERE)


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(NetworkBlocked):
        sock.sendto(b"hello", ELSEWHERE)


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlocked, match="example"):
        socket.getaddrinfo("example.org", 443)


async def test_asyncio_is_held_back_too() -> None:
    with pytest.raises(NetworkBlocked):
        await asyncio.open_connection(*ELSEWHERE)


def test_other_threads_are_held_back_too() -> None:
    refused = []

    def reach_out() -> None:
        try:
            socket.create_connection(ELSEWHERE)
        except NetworkBlocked as error:
            refused.append(error)

    thread = threading.Thread(target=reach_out)
    thread.start()
    thread.join()

    assert len(refused) == 1


def test_loopback_and_unix_sockets_answer(tmp_path: Path) -> None:
    for family, address in ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, str(tmp_path / "door"))):
        with contextlib.closing(socket.socket(family)) as server, contextlib.closing(socket.socket(family)) as client:
            server.bind(address)
            server.listen()
            client.connect(server.getsockname())
            client.sendall(b"hello")
            connection, _ = server.accept()
            with connection:
                assert connection.recv(5) == b"hello"
