"""Work on what strangers sent, in a process of its own: it may neither take for ever, nor all memory, nor the server.

A thread would not do. A regular expression holds the interpreter's lock for as long as it runs, a library written in C
that crashes takes its process along, and neither can be stopped from outside.
"""

import asyncio
import contextlib
import os
import pickle  # what is unpickled here was pickled by our own child
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar, cast

from lyceum.platform.confined import OUT_OF_MEMORY, Failed, Outcome
from lyceum.platform.errors import Invalid
from lyceum.platform.kernel import Kernel
from lyceum.platform.resilience.bulkhead import Bulkhead, Places

P = ParamSpec("P")
R = TypeVar("R")

# What Python needs to find itself. Nothing else of the server's environment: its secrets are none of the child's.
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")

_MEMORY: Final = "platform.confinement"
_LONGEST_WAIT_S: Final = 900.0


class TooDemanding(Invalid):
    """Something that was sent takes more time or memory to work on than it may, or makes the work crash."""

    code = "TOO_DEMANDING"


class ConfinedWorkFailed(Exception):
    """The work raised what it does not document; the text says what and where, never with which words."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a piece of work may take.

    Attributes:
        cpu_s: seconds of computing; on a busy machine they may last four times as long.
        memory_mb: of address space.
    """

    cpu_s: int = 120
    memory_mb: int = 2048


def places_of(kernel: Kernel) -> Bulkhead:
    """The places of this process's children: each may take gigabytes, so no more run than there are cores."""
    known = kernel.memory.get(_MEMORY)
    if not isinstance(known, Bulkhead):
        # Nobody waits for these at a screen: what waits is a step of a workflow.
        places = Places(at_once=max(1, os.cpu_count() or 1), waiting=1000, wait_s=_LONGEST_WAIT_S)
        known = kernel.memory[_MEMORY] = Bulkhead("confined", places)
    return known


async def confined(allowance: Allowance, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a process of its own, which ends with it, with this process, and with the waiting for it.

    Args:
        allowance: what it may take.
        work: a function of a module; it, its arguments and what it returns must be picklable.
        args: its arguments.
        kwargs: its arguments by name.

    Raises:
        TooDemanding: if it took more than the allowance, or its process died.
        LyceumError: if the work raised one.
        ConfinedWorkFailed: if it raised anything else.
    """
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        # Not with `-m`: what such a module defines is nowhere to be found for whoever unpickles it.
        "-c",
        "import sys; from lyceum.platform.confined import main; sys.exit(main(sys.argv[1:]))",
        str(allowance.cpu_s),
        str(allowance.memory_mb),
        env=environment,
        stdin=PIPE,
        stdout=PIPE,
        # A traceback may quote what was sent.
        stderr=DEVNULL,
    )
    try:
        async with asyncio.timeout(allowance.cpu_s * 4):
            answer, _ = await process.communicate(pickle.dumps((work, args, kwargs)))
    except TimeoutError as error:
        raise _too_demanding("time") from error
    finally:
        await _end(process)
    if process.returncode != 0:
        raise _too_demanding("memory" if process.returncode == OUT_OF_MEMORY else "time or memory")
    outcome: Outcome = pickle.loads(answer)  # noqa: S301  as at its import
    if isinstance(outcome, Failed):
        raise outcome.error or ConfinedWorkFailed(outcome.told)
    return cast("R", outcome.result)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # Shielded, so that a cancelled waiting leaves no unreaped child either.
        await asyncio.shield(process.wait())


def _too_demanding(what: str) -> TooDemanding:
    return TooDemanding(f"This took more {what} than one file may take. Send it in smaller parts, or exported anew.")
