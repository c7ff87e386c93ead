"""Charging windows: in Valkey, for all processes together; in this process's memory while Valkey is away.

While it is away each process lets through as much as the table says, counted from nothing: limits are not divided,
because nobody knows among how many. So P processes let through up to P times a limit then, and in the one window in
which Valkey went up to once more. When it is back, all go on with what it remembers, or from nothing if it was killed.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final

from redis import exceptions as valkey_errors

from lyceum.platform.kernel import Kernel
from lyceum.platform.limits.in_memory import Charged, MemoryWindows, monotonic_ms
from lyceum.platform.limits.script import CHARGE, GIVE_BACK, Script
from lyceum.platform.limits.verdict import Passed, Refused
from lyceum.platform.limits.windows import Whom, WindowSet, WindowTable, address_key, hashed
from lyceum.platform.live import LiveState
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import LIMITED_BY_MEMORY
from lyceum.platform.sealing.sealer import Sealer, sealer_of
from lyceum.platform.settings import Settings
from lyceum.platform.valkey_line import encoded, encoded_word, head

log = get_logger(__name__)

_MEMORY: Final = "platform.limiter"
_EVALSHA: Final = encoded_word("EVALSHA")
# An epoch nobody asks for any more is forgotten; whoever asks then gets another one.
_EPOCH_LIFE: Final = encoded_word(3600)
_NOTHING: Final = encoded_word("")


class Limiter:
    """Charges windows.

    Args:
        live: Valkey.
        settings: with the table.
        secret: what addresses are hashed with; where it changes, the windows of addresses begin anew.
        now_ms: the time, for tests; None: Valkey's own, or the machine's monotonic one while it is away.
    """

    def __init__(
        self, live: LiveState, settings: Settings, *, secret: Callable[[], bytes] = bytes, now_ms: int | None = None
    ) -> None:
        self.table = WindowTable(settings.limits)
        self.now_ms = now_ms
        self._live = live
        self._memory = MemoryWindows()
        self._secret = secret

    def address(self, address: str) -> str:
        """What an address is counted under."""
        return address_key(address, self._secret())

    def pseudonym(self, text: str) -> str:
        """What any other text is counted under, so that it does not lie in Valkey."""
        return hashed(text, self._secret())

    async def charge(
        self, windows: WindowSet, whom: Whom, *, cost: int = 1, epoch: tuple[str, str] | None = None
    ) -> Passed | Refused:
        """Charge all windows, or none, in one round trip.

        Args:
            windows: which.
            whom: who is counted, by scope.
            cost: what each is charged.
            epoch: a key to read on the way, and what to put there if there is nothing.
        """
        keys = [window.key(whom[window.scope]) for window in windows.windows]
        command = self._command(windows, keys, cost, epoch)
        answer = await self._run(CHARGE, command)
        if answer is None:
            LIMITED_BY_MEMORY.inc()
            now_ms = monotonic_ms() if self.now_ms is None else self.now_ms
            return self._memory.charge(_charged(windows, keys), windows.hidden, cost, now_ms)
        fields = answer.decode().split(" ")
        if fields[0] == "1":
            _, now, tightest, left, renewal, found = fields
            return Passed(int(now), int(tightest) - 1, int(left), int(renewal), found if epoch else None)
        _, now, culprit, wait, news = fields
        return Refused(int(now), int(culprit) - 1, int(wait), int(news) - 1)

    async def give_back(self, windows: WindowSet, whom: Whom, charge: Passed, *, cost: int = 1) -> None:
        """Undo a charge, wherever it was made; lost if Valkey has gone since, which is on the safe side."""
        keys = [window.key(whom[window.scope]) for window in windows.windows]
        if charge.by_memory:
            self._memory.give_back(_charged(windows, keys), cost, charge.charged_ms)
            return
        parts = [window.rule.part_ms for window in windows.windows]
        command = encoded("EVALSHA", GIVE_BACK.sha, len(keys), *keys, charge.charged_ms, cost, *parts)
        await self._run(GIVE_BACK, command)

    def _command(self, windows: WindowSet, keys: Sequence[str], cost: int, epoch: tuple[str, str] | None) -> bytes:
        all_keys = [*keys, epoch[0]] if epoch else keys
        words = [head(8 + len(all_keys) + 4 * len(windows.windows)), _EVALSHA, _SHA, encoded_word(len(all_keys))]
        words += map(encoded_word, all_keys)
        words += (
            _NOTHING if self.now_ms is None else encoded_word(self.now_ms),
            encoded_word(cost),
            encoded_word(windows.hidden),
            encoded_word(epoch[1]) if epoch else _NOTHING,
            _EPOCH_LIFE,
            windows.arguments,
        )
        return b"".join(words)

    async def _run(self, script: Script, command: bytes) -> bytes | None:
        """What the script answers; None if there is nobody to run it."""
        try:
            try:
                answer = await self._live.ask(command, None)
            except valkey_errors.NoScriptError:
                # A Valkey that has just been started: it is told the script, and asked again.
                await self._live.ask(encoded("SCRIPT", "LOAD", script.source), None)
                answer = await self._live.ask(command, None)
        except valkey_errors.ResponseError as error:
            # Busy with somebody's endless script, or not ours to command: limits hold, if only here.
            log.warning("limits_not_shared", error=str(error)[:200])
            return None
        return answer if isinstance(answer, bytes) else None


_SHA: Final = encoded_word(CHARGE.sha)


def limiter_of(kernel: Kernel) -> Limiter:
    """The limiter of this process."""
    limiter = kernel.memory.get(_MEMORY)
    if not isinstance(limiter, Limiter):
        limiter = kernel.memory[_MEMORY] = Limiter(kernel.live, kernel.settings, secret=partial(_secret_of, kernel))
    return limiter


def _secret_of(kernel: Kernel) -> bytes:
    sealer = sealer_of(kernel)
    return _secret_under(sealer)


@lru_cache(maxsize=8)
def _secret_under(sealer: Sealer) -> bytes:
    return sealer.derive("platform.limits")


def _charged(windows: WindowSet, keys: Sequence[str]) -> list[Charged]:
    return [(key, window.rule) for key, window in zip(keys, windows.windows, strict=True)]
