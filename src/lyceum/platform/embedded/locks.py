"""File locks between processes; the kernel frees them when a process dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lyceum.platform.embedded.errors import HomeBusy

_POLL_S = 0.01


@contextmanager
def exclusive(path: Path, *, timeout_s: float) -> Iterator[None]:
    """Hold a lock file alone; used around every start and stop of the servers.

    Args:
        path: the lock file; it stays, since removing it would let two holders in.
        timeout_s: how long to wait for the present holder.

    Raises:
        HomeBusy: if the present holder keeps it longer than that.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + timeout_s
        while not _try(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise HomeBusy(
                    f"Another process has held {str(path)!r} for {timeout_s:.0f} s while it starts or stops the"
                    " servers; wait for it, or end it and try again."
                )
            time.sleep(_POLL_S)
        yield
    finally:
        os.close(descriptor)


class UsersLock:
    """The lock every user of the servers holds for as long as it uses them."""

    def __init__(self, path: Path) -> None:
        """Join the users. Call it only while holding the start lock."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def is_alone(self) -> bool:
        """Whether nobody else uses the servers; true for as long as the start lock is held."""
        alone = _try(self._descriptor, fcntl.LOCK_EX)
        # Back to a share in either case: a refused conversion of a flock may have dropped ours.
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        return alone

    def leave(self) -> None:
        """Stop being a user."""
        os.close(self._descriptor)


def someone_holds(path: Path) -> bool:
    """Whether any process uses the servers now."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
