"""What goes wrong on the wire itself: slow, lying and endless requests hold nothing up, and are answered or cut off."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import pytest

from lyceum.app import serve
from lyceum.app.composition import Composition
from lyceum.app.process import Process
from lyceum.platform.kernel import Kernel
from tests.builders import PATIENCE_S

LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\nhost: lyceum.test\r\ncontent-type: application/json\r\n"
_TIMEOUT_S = 1.5


@dataclass
class Wire:
    """A port that Lyceum listens on."""

    port: int

    async def talk(self, *pieces: bytes, pause_s: float = 0.0) -> bytes:
        """Send pieces, and give what comes back until the other side has answered or closed, which it must."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        reading = asyncio.create_task(_all(reader))
        try:
            for piece in pieces:
                if reading.done():
                    break
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause_s)
        except ConnectionError:
            pass
        found = await reading
        writer.close()
        return found

    async def answers(self) -> bool:
        return status_of(await self.talk(b"GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")) == 200


async def _all(reader: asyncio.StreamReader) -> bytes:
    found = b""
    with suppress(ConnectionError):
        while piece := await asyncio.wait_for(reader.read(65536), PATIENCE_S):
            found += piece
            if re.search(rb"\r\n\r\n.*\}$", found, re.DOTALL):
                break
    return found


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@pytest.fixture
async def wire(kernel: Kernel, composition: Composition, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wire]:
    kernel.settings = kernel.settings.model_copy(update={"request_timeout_s": _TIMEOUT_S})
    monkeypatch.setattr(serve, "HEADERS_WITHIN_S", 1)
    async with listening(kernel, composition) as opened:
        yield opened


@asynccontextmanager
async def listening(kernel: Kernel, composition: Composition) -> AsyncIterator[Wire]:
    port = serve.free_port("127.0.0.1", 0)
    async with serve.answering(Process(kernel, composition, asyncio.Event()), port):
        yield Wire(port)


async def test_a_body_that_trickles_is_given_up(wire: Wire) -> None:
    begun = time.monotonic()
    head = LOGIN + b"content-length: 1000\r\n\r\n"

    answer = await wire.talk(head, *[b"{"] * 40, pause_s=0.2)

    assert status_of(answer) == 504
    assert b"TIMED_OUT" in answer
    assert time.monotonic() - begun >= _TIMEOUT_S


async def test_headers_that_never_end_are_given_up(wire: Wire) -> None:
    answer = await wire.talk(LOGIN, *[b"x: y\r\n"] * 60, pause_s=0.1)

    assert status_of(answer) in {0, 408}


@pytest.mark.parametrize("said", [b"", b"P", b"PRI * HTTP/2.0\r\n", LOGIN], ids=range(4))
async def test_whoever_says_no_more_is_not_waited_for(wire: Wire, said: bytes) -> None:
    assert status_of(await wire.talk(said)) in {0, 400, 408}


async def test_many_slow_ones_hold_up_nobody(kernel: Kernel, composition: Composition) -> None:
    async with listening(kernel, composition) as wire:
        slow = [await asyncio.open_connection("127.0.0.1", wire.port) for _ in range(60)]
        for _, writer in slow:
            writer.write(LOGIN + b"content-length: 9\r\n\r\n{")
        await asyncio.sleep(0.3)

        # They stay as they are for as long as it takes.
        assert await wire.answers()

        for _, writer in slow:
            writer.close()
            await writer.wait_closed()


@pytest.mark.parametrize(
    "head",
    [
        b"content-length: 99999999999999999999\r\n\r\n{}",
        b"content-length: -1\r\n\r\n{}",
        b"content-length: 2, 20\r\n\r\n{}",
        b"content-length: 2\r\ncontent-length: 20\r\n\r\n{}",
        b"content-length: 0x2\r\n\r\n{}",
        b"transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: gzip, chunked\r\ncontent-encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}",
        b"x\x00y: z\r\ncontent-length: 2\r\n\r\n{}",
        b"x: a\r\n b\r\ncontent-length: 2\r\n\r\n{}",
    ],
    ids=range(10),
)
async def test_a_head_that_lies_is_refused_or_cut_off(wire: Wire, head: bytes) -> None:
    answer = await wire.talk(LOGIN + head)

    assert status_of(answer) == 0 or 400 <= status_of(answer) < 500 or status_of(answer) == 504
    assert await wire.answers()


async def test_what_is_smuggled_behind_a_body_is_no_request(wire: Wire) -> None:
    smuggled = b"GET /health/live HTTP/1.1\r\nhost: evil\r\n\r\n"
    both = b"content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled

    answer = await wire.talk(LOGIN + both)

    assert answer.count(b"HTTP/1.1 200") == 0


async def test_a_chunked_body_that_grows_is_refused_on_the_way(wire: Wire) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"

    answer = await wire.talk(LOGIN + b"transfer-encoding: chunked\r\n\r\n", *[chunk] * 40)

    # A machine that is so busy that reading took longer than a request may take has refused it for that.
    assert status_of(answer) in {0, 413, 504}
    assert await wire.answers()


async def test_less_than_announced_is_no_body(wire: Wire) -> None:
    answer = await wire.talk(LOGIN + b"content-length: 1000\r\n\r\n{}")

    assert status_of(answer) == 504


@pytest.mark.parametrize("head", [b"x: " + b"a" * 40_000, b"\r\n".join(b"x%d: a" % n for n in range(101))])
async def test_headers_without_end_are_refused(wire: Wire, head: bytes) -> None:
    answer = await wire.talk(b"GET /api/v1/languages HTTP/1.1\r\nhost: a\r\n" + head + b"\r\n\r\n")

    assert status_of(answer) in {0, 400, 431}
    assert b'"items"' not in answer


async def test_nothing_tells_what_serves(wire: Wire) -> None:
    answer = await wire.talk(b"GET /api/v1/languages HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")

    # Whatever the answer is: on a machine that stands still, that it took too long.
    assert answer.startswith(b"HTTP/1.1 ")
    assert answer.lower().count(b"\r\nserver: lyceum\r\n") == answer.lower().count(b"\r\nserver:") == 1
    assert b"granian" not in answer.lower()
    assert b"lyceum/" not in answer.lower()
