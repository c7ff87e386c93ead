"""Answers, line by line: from the keyboard, a pipe or a file, read beside the event loop."""

import asyncio
import contextlib
import os
import threading

from lyceum.algorithms.text.hygiene import clean_line

_CHUNK_BYTES = 65536


class Lines:
    """The lines of a file descriptor; must be made inside the running loop.

    A thread of its own reads, for neither a pool's thread nor `sys.stdin` can be left behind in the middle of a read
    when the command ends.

    Args:
        descriptor: of an open file; 0 is standard input.
        closing: ends the waiting for a line.
    """

    def __init__(self, descriptor: int, closing: asyncio.Event) -> None:
        self.is_typed = os.isatty(descriptor)
        self._closing = closing
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Queue[str | None] = asyncio.Queue()
        self._is_over = False
        threading.Thread(target=self._read, args=(descriptor,), name="answers", daemon=True).start()

    async def next(self) -> str | None:
        """The next line, without what nobody can type; None when there are no more, or the command is to end."""
        if self._is_over:
            return None
        if self.is_typed:
            self._forget_typed_ahead()
        arriving = asyncio.create_task(self._arrived.get())
        ending = asyncio.create_task(self._closing.wait())
        await asyncio.wait((arriving, ending), return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        line = arriving.result() if arriving.done() else None
        arriving.cancel()
        self._is_over = line is None
        return line

    def _forget_typed_ahead(self) -> None:
        """What was typed before the question stood there is no answer to it."""
        while not self._arrived.empty():
            if self._arrived.get_nowait() is None:
                self._arrived.put_nowait(None)
                return

    def _read(self, descriptor: int) -> None:
        rest = b""
        try:
            while chunk := _chunk(descriptor):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._hand_over(line)
            if rest:
                self._hand_over(rest)
        finally:
            # Whatever ends the reading: whoever waits for a line must not wait for ever.
            self._hand_over(None)

    def _hand_over(self, line: bytes | None) -> None:
        text = None if line is None else clean_line(line.decode(errors="replace"))
        # The command may have ended meanwhile, and its loop with it.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._arrived.put_nowait, text)


def _chunk(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, _CHUNK_BYTES)
    except OSError:
        # The terminal is gone, and nobody left to answer.
        return b""
