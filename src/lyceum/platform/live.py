"""Live state in Valkey (cache, limits, presence, boards): it may go away at any moment, and the request goes on.

The first operation that fails marks Valkey as away. From then on operations answer with their default at once, and one
task asks every half second whether it is back; so nobody waits for a dead server, and the return is noticed even when
nothing happens.
"""

import asyncio
import contextlib
import inspect
import time
from collections.abc import Awaitable
from typing import Final, TypeVar

import redis.asyncio
from redis import exceptions as valkey_errors
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import LIVE_FAILURES
from lyceum.platform.valkey_line import Answer, ValkeyLine

T = TypeVar("T")
log = get_logger(__name__)

# Within the time a request can spare: an answer normally takes 0.1 ms.
_TIMEOUT_S: Final = 0.25
_ASK_AGAIN_S: Final = 0.5
_REFUSALS_TOLD_EVERY_S: Final = 60.0
# Far above what one process uses; when it is reached, redis-py raises instead of waiting.
_CONNECTIONS: Final = 1024

_GONE = (valkey_errors.ConnectionError, valkey_errors.TimeoutError, OSError)
# It answers, but does not do what it is for: full, a replica, or a cluster without a master.
_REFUSED = (valkey_errors.OutOfMemoryError, valkey_errors.ReadOnlyError, valkey_errors.ClusterDownError)


class LiveState:
    """Valkey, as one process sees it.

    Args:
        url: `redis://…`.
        timeout_s: an answer that takes longer means that Valkey is away.

    Attributes:
        client: for use inside `attempt` only; raises when Valkey is away.
    """

    def __init__(self, url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self.client = redis.asyncio.Redis.from_url(
            url,
            # Retrying is ours: the client's default costs seconds on a dead server.
            retry=Retry(NoBackoff(), 0),
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            socket_keepalive=True,
            health_check_interval=15,
            max_connections=_CONNECTIONS,
        )
        self._line = ValkeyLine(url, timeout_s)
        self._back = asyncio.Event()
        self._back.set()
        self._recovery: asyncio.Task[None] | None = None
        self._refusal_told_at = -_REFUSALS_TOLD_EVERY_S

    @property
    def available(self) -> bool:
        """Whether the last thing heard from Valkey was an answer."""
        return self._back.is_set()

    async def attempt(self, operation: Awaitable[T], default: T) -> T:
        """The result of an operation, or the default while Valkey is away.

        Args:
            operation: a call on `client` that was not awaited yet; it is dropped unstarted while Valkey is away.
            default: what to go on with instead.
        """
        if not self._back.is_set():
            _drop(operation)
            LIVE_FAILURES.inc()
            return default
        try:
            return await operation
        except _GONE as error:
            self._lost(error)
        except _REFUSED as error:
            self._refused(error)
        LIVE_FAILURES.inc()
        return default

    async def ask(self, command: bytes, default: T) -> Answer | T:
        """What Valkey answers to one short command, or the default while it is away: for the path of every request.

        Costs a tenth of `attempt`: what many ask at once goes over one connection, in one write.

        Args:
            command: as `valkey_line.encoded` makes it; one that is answered at once.
            default: what to go on with instead.

        Raises:
            ResponseError: redis-py's, if the command itself is wrong, or calls a script that Valkey does not know.
        """
        if not self._back.is_set():
            LIVE_FAILURES.inc()
            return default
        try:
            return await self._line.ask(command)
        except _GONE as error:
            self._lost(error)
        except _REFUSED as error:
            self._refused(error)
        LIVE_FAILURES.inc()
        return default

    async def ping(self) -> bool:
        """Whether Valkey answers; asked now, unless it is known to be away."""
        return await self.attempt(self._answers(), default=False)

    async def wait_until_back(self) -> None:
        """Returns when Valkey is there: at once, or when it has come back. For whoever must subscribe again."""
        await self._back.wait()

    async def close(self) -> None:
        """Stop asking and close every connection."""
        if self._recovery is not None:
            self._recovery.cancel()
            await asyncio.wait([self._recovery])
            self._recovery = None
        self._line.close()
        await self.client.aclose()

    async def _answers(self) -> bool:
        return bool(await self.client.ping())

    def _lost(self, error: Exception) -> None:
        if self._back.is_set():
            self._back.clear()
            log.warning("valkey_lost", error=type(error).__name__)
            self._recovery = asyncio.create_task(self._recover(), name="valkey-recovery")

    def _refused(self, error: Exception) -> None:
        now = time.monotonic()
        if now - self._refusal_told_at >= _REFUSALS_TOLD_EVERY_S:
            self._refusal_told_at = now
            log.warning("valkey_refused", error=type(error).__name__)

    async def _recover(self) -> None:
        lost_at = time.monotonic()
        while not self._back.is_set():
            await asyncio.sleep(_ASK_AGAIN_S)
            with contextlib.suppress(valkey_errors.RedisError, OSError):
                # Idle connections may not know yet that they are dead.
                await self.client.connection_pool.disconnect(inuse_connections=False)
                await self._answers()
                self._back.set()
        log.info("valkey_back", seconds=round(time.monotonic() - lost_at, 1))


def _drop(operation: Awaitable[object]) -> None:
    # A coroutine that is neither awaited nor closed would warn.
    if inspect.iscoroutine(operation):
        operation.close()
    elif isinstance(operation, asyncio.Future):
        operation.cancel()
