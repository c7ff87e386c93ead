"""The child's side of `confinement`: limits itself, does the one piece of work it is handed, and ends."""

import contextlib
import ctypes
import os
import pickle  # what is unpickled here was pickled by our own parent
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from lyceum.platform.errors import LyceumError

# As a shell would say of a process that was killed for it.
OUT_OF_MEMORY = 137
_PARENT_DEATH_SIGNAL = 1
# The server, which people wait for, comes first.
_NICENESS = 5


@dataclass(frozen=True, slots=True)
class Done:
    """The work returned."""

    result: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The work raised: an error of ours, or what is told of another."""

    error: LyceumError | None
    told: str = ""


Outcome = Done | Failed


def main(limits: Sequence[str]) -> int:
    """Do what standard input holds, within so many seconds of computing and megabytes; returns the exit status."""
    cpu_s, memory_mb = map(int, limits)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever the work prints is no part of the answer.
    os.dup2(2, 1)
    _limit(cpu_s, memory_mb * 1024 * 1024)
    try:
        work, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301  as at its import
        outcome: Outcome = Done(work(*args, **kwargs))
    except MemoryError:
        return OUT_OF_MEMORY
    except LyceumError as error:
        outcome = Failed(error)
    except Exception as error:  # noqa: BLE001  told to the parent, which raises
        outcome = Failed(None, _told(error))
    with answers:
        pickle.dump(outcome, answers)
    return 0


def _limit(cpu_s: int, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes no files.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(_NICENESS)
    # A server that was killed leaves nobody behind; where this is not Linux, the limits end the work.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _told(error: Exception) -> str:
    # Not its text, which may quote what a learner wrote.
    frames = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    return f"{type(error).__name__} at {' > '.join(frames)}"
