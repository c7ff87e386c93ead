"""One connection to Valkey for the short commands of many requests: what a tick of the loop asks leaves in one write.

redis-py takes a connection out of its pool for each command and costs some 150 µs of CPU; this costs a tenth of that,
because requests share a connection, answers come in the order of the questions, and nothing is negotiated but RESP2. It
is for commands that Valkey answers at once: no subscriptions, no blocking reads, no transactions.
"""

import asyncio
import ssl
import time
from collections import deque
from typing import Any, Final, cast

from redis import exceptions as valkey_errors
from redis.asyncio.connection import SSLConnection, parse_url

# What Valkey answers: a text, a number, nothing, or several.
Answer = bytes | int | None | list[Any]

_NEEDS_MORE: Final = object()
# By the first word of what Valkey says when it does not do as it is told.
_KINDS: Final[dict[str, type[valkey_errors.RedisError]]] = {
    "OOM": valkey_errors.OutOfMemoryError,
    "READONLY": valkey_errors.ReadOnlyError,
    "NOSCRIPT": valkey_errors.NoScriptError,
    "LOADING": valkey_errors.BusyLoadingError,
    "CLUSTERDOWN": valkey_errors.ClusterDownError,
}
_DENIED: Final = frozenset({"NOAUTH", "WRONGPASS", "NOPERM"})


def encoded(*words: str | bytes | int) -> bytes:
    """A command as it goes over the line."""
    return head(len(words)) + b"".join(map(encoded_word, words))


def head(words: int) -> bytes:
    """What a command of so many words begins with."""
    return b"*%d\r\n" % words


def encoded_word(word: str | bytes | int) -> bytes:
    """One word of a command."""
    raw = word if isinstance(word, bytes) else str(word).encode()
    return b"$%d\r\n%b\r\n" % (len(raw), raw)


class ValkeyLine:
    """The connection; made at the first command, and again at the first one after it broke.

    Args:
        url: `redis://…`, `rediss://…` or `unix://…`, as redis-py reads it.
        timeout_s: an answer that takes longer breaks the connection.
    """

    def __init__(self, url: str, timeout_s: float) -> None:
        self._place = parse_url(url)
        self._timeout_s = timeout_s
        self._talk: _Talk | None = None
        self._dialling: asyncio.Task[_Talk] | None = None

    async def ask(self, command: bytes) -> Answer:
        """What Valkey answers to a command (see `encoded`).

        Raises:
            ConnectionError, TimeoutError: redis-py's, if it is not there or too slow.
            ResponseError: redis-py's, if it refuses.
        """
        talk = self._talk
        if talk is None or talk.is_over:
            talk = await self._dialled()
        return await talk.ask(command)

    def close(self) -> None:
        """Hang up; whoever waits for an answer gets a `ConnectionError`."""
        if self._dialling is not None:
            self._dialling.cancel()
        if self._talk is not None:
            self._talk.hang_up(valkey_errors.ConnectionError("closed"))
            self._talk = None

    async def _dialled(self) -> "_Talk":
        # Many may ask at once: one dials, and goes on dialling though whoever came first has left.
        if self._dialling is None or self._dialling.done():
            self._dialling = asyncio.create_task(self._dial(), name="valkey-line")
            self._dialling.add_done_callback(_looked_at)
        return await asyncio.shield(self._dialling)

    async def _dial(self) -> "_Talk":
        place = cast(dict[str, Any], self._place)
        talk: _Talk | None = None
        try:
            async with asyncio.timeout(self._timeout_s):
                talk = await _connected(place, self._timeout_s)
                if password := place.get("password"):
                    await talk.ask(encoded("AUTH", *([place["username"]] if place.get("username") else []), password))
                if database := place.get("db"):
                    await talk.ask(encoded("SELECT", database))
        except (OSError, valkey_errors.RedisError) as error:
            # asyncio's TimeoutError is an OSError too.
            if talk is not None:
                talk.hang_up(valkey_errors.ConnectionError("not let in"))
            raise valkey_errors.ConnectionError(f"Valkey cannot be reached: {type(error).__name__}") from error
        self._talk = talk
        return talk


async def _connected(place: dict[str, Any], timeout_s: float) -> "_Talk":
    loop = asyncio.get_running_loop()
    if path := place.get("path"):
        _, talk = await loop.create_unix_connection(lambda: _Talk(timeout_s), path)
        return talk
    secured: ssl.SSLContext | None = None
    if place.get("connection_class") is SSLConnection:
        given = {name: value for name, value in place.items() if name != "connection_class"}
        secured = SSLConnection(**given).ssl_context.get()
    host, port = place.get("host", "localhost"), place.get("port", 6379)
    _, talk = await loop.create_connection(lambda: _Talk(timeout_s), host, port, ssl=secured)
    return talk


class _Talk(asyncio.Protocol):
    """One connection while it lasts: questions that wait for their answers, in order."""

    def __init__(self, timeout_s: float) -> None:
        self.is_over = False
        self._loop = asyncio.get_running_loop()
        self._timeout_s = timeout_s
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []
        self._waiting: deque[tuple[asyncio.Future[Answer], float]] = deque()
        self._watch: asyncio.TimerHandle | None = None
        self._received = b""

    def ask(self, command: bytes) -> "asyncio.Future[Answer]":
        answer: asyncio.Future[Answer] = self._loop.create_future()
        if self.is_over:
            answer.set_exception(valkey_errors.ConnectionError("Valkey has hung up"))
            return answer
        if not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append(command)
        self._waiting.append((answer, time.monotonic()))
        if self._watch is None:
            self._watch = self._loop.call_later(self._timeout_s, self._look_at_the_time)
        return answer

    def hang_up(self, error: Exception) -> None:
        """Give up; the answers that are missing will not come."""
        self.is_over = True
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self._transport is not None:
            self._transport.abort()
        while self._waiting:
            answer, _ = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(error)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.hang_up(valkey_errors.ConnectionError(f"Valkey has hung up: {type(exc).__name__ if exc else 'closed'}"))

    def data_received(self, data: bytes) -> None:
        buffer = self._received + data if self._received else data
        place = 0
        while place < len(buffer):
            answer, end = _read(buffer, place)
            if answer is _NEEDS_MORE:
                break
            place = end
            self._settle(answer)
        self._received = buffer[place:]

    def _settle(self, answer: object) -> None:
        if not self._waiting:
            self.hang_up(valkey_errors.ConnectionError("Valkey answered what nobody asked"))
            return
        waiting, _ = self._waiting.popleft()
        if waiting.done():
            return  # Whoever asked has left.
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(cast(Answer, answer))

    def _send(self) -> None:
        if self._transport is not None and not self.is_over:
            self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def _look_at_the_time(self) -> None:
        self._watch = None
        if not self._waiting:
            return
        left_s = self._waiting[0][1] + self._timeout_s - time.monotonic()
        if left_s <= 0:
            self.hang_up(valkey_errors.TimeoutError("Valkey did not answer in time"))
        else:
            self._watch = self._loop.call_later(left_s, self._look_at_the_time)


def _read(buffer: bytes, place: int) -> tuple[object, int]:
    """The answer that begins at a place, and where it ends; `_NEEDS_MORE` if it is not all there."""
    end = buffer.find(b"\r\n", place)
    if end < 0:
        return _NEEDS_MORE, place
    kind, line = buffer[place], buffer[place + 1 : end]
    if kind == ord("$"):
        if (size := int(line)) < 0:
            return None, end + 2
        begin = end + 2
        whole = begin + size + 2 <= len(buffer)
        return (buffer[begin : begin + size], begin + size + 2) if whole else (_NEEDS_MORE, place)
    if kind == ord(":"):
        return int(line), end + 2
    if kind == ord("+"):
        return line, end + 2
    if kind == ord("-"):
        return _refusal(line.decode(errors="replace")), end + 2
    if kind == ord("*"):
        return _read_list(buffer, int(line), end + 2, place)
    raise ValueError(f"Valkey answered with {buffer[place : place + 20]!r}, which is not RESP2")


def _read_list(buffer: bytes, count: int, place: int, begin: int) -> tuple[object, int]:
    answers = []
    for _ in range(count):
        if place >= len(buffer):
            return _NEEDS_MORE, begin
        answer, place = _read(buffer, place)
        if answer is _NEEDS_MORE:
            return _NEEDS_MORE, begin
        answers.append(answer)
    return (answers if count >= 0 else None), place


def _refusal(told: str) -> Exception:
    word = told.partition(" ")[0]
    if word in _DENIED:
        return valkey_errors.AuthenticationError(told)
    kind: type[valkey_errors.RedisError] = _KINDS.get(word, valkey_errors.ResponseError)
    return kind(told)


def _looked_at(dialling: "asyncio.Task[_Talk]") -> None:
    # Whoever waited has its error; without this, one that nobody waited for would be complained about.
    if not dialling.cancelled():
        dialling.exception()
