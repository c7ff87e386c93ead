"""SIGTERM and SIGINT, from the first moment to the last, so that a process never leaves its servers behind."""

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

_STOPPING = (signal.SIGTERM, signal.SIGINT)


class StopSignals:
    """Interrupts a start, ends the serving, and lets nothing interrupt the clean-up.

    Not the event loop's own handlers: a closing loop puts the default back, and the next signal would end the process
    while it stops its database.
    """

    def __init__(self) -> None:
        self._stop: Callable[[], object] | None = None
        self._ending = False

    def __enter__(self) -> Self:
        """Listen; until `ask` is called, a signal raises KeyboardInterrupt."""
        self._before = [signal.signal(number, self._received) for number in _STOPPING]
        return self

    def ask(self, stop: Callable[[], object]) -> None:
        """From now on, call this at the first signal; it must be safe to call from a signal handler."""
        self._stop = stop

    def ignore(self) -> None:
        """The process is ending already."""
        self._ending = True

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Listen no more; a process that is ending hears nothing to its last moment, for all is done already."""
        for number, before in zip(_STOPPING, self._before, strict=True):
            signal.signal(number, signal.SIG_IGN if self._ending else before)

    def _received(self, _number: int, _frame: FrameType | None) -> None:
        if self._ending:
            return
        self._ending = True
        if self._stop is None:
            raise KeyboardInterrupt
        self._stop()
