"""A small HTTP/1.1 client that keeps its connection: a library's own cost would hide what is measured."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and its body."""

    status: int
    body: bytes

    def json(self) -> Any:  # noqa: ANN401  whatever the route answers
        """The body as plain data."""
        return json.loads(self.body)


class Client:
    """One connection.

    Args:
        url: of the server.
        headers: of every request.
    """

    def __init__(self, url: str, headers: dict[str, str] | None = None) -> None:
        self._address = urlsplit(url)
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())

    async def __aenter__(self) -> Self:
        """Connect."""
        host, port = self._address.hostname, self._address.port
        self._reader, self._writer = await asyncio.open_connection(host, port)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        self._writer.close()
        await self._writer.wait_closed()

    async def request(self, method: str, path: str, body: object = None) -> Answer:
        """Send one request and read its answer."""
        return await self.exchange(self.prepare(method, path, body))

    def prepare(self, method: str, path: str, body: object = None) -> bytes:
        """The bytes of a request, to be sent many times."""
        content = b"" if body is None else json.dumps(body).encode()
        kind = "content-type: application/json\r\n" if content else ""
        head = f"{method} {path} HTTP/1.1\r\nhost: bench\r\n{self._headers}{kind}content-length: {len(content)}\r\n\r\n"
        return head.encode() + content

    async def exchange(self, prepared: bytes) -> Answer:
        """Send a prepared request and read its answer."""
        self._writer.write(prepared)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        _, _, after = head.partition(b"content-length:")
        length = int(after.split(b"\r\n", 1)[0]) if after else 0
        body = await self._reader.readexactly(length) if length else b""
        return Answer(int(head[9:12]), body)


async def load(clients: Sequence[Client], prepared: Sequence[bytes], requests: int, expected: int) -> list[float]:
    """Send each client's request again and again, each waiting for its answer; seconds of each exchange."""
    left = requests
    seconds: list[float] = []

    async def repeat(client: Client, own: bytes) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            begun = time.perf_counter()
            answer = await client.exchange(own)
            seconds.append(time.perf_counter() - begun)
            if answer.status != expected:
                raise RuntimeError(f"expected {expected}, got {answer.status}: {answer.body[:300]!r}")

    await asyncio.gather(*map(repeat, clients, prepared))
    return seconds
