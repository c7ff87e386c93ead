"""Opens the installation for a command and acts in it as a learner; ends cleanly however the command is ended."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lyceum.app.addresses import Addresses, open_addresses
from lyceum.app.composition import Composition, Role, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import Process, prepare_database, run_process
from lyceum.cli.screen import Screen
from lyceum.identity import facade as identity
from lyceum.platform import i18n, logs
from lyceum.platform.errors import LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.relay import Relay
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work

_LOCALTIME = Path("/etc/localtime")
_LISTEN_EVERY_S = 0.05
# What ends a command, and what a shell expects to hear of it: 128 and the number of the signal.
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Desk:
    """Where a learner sits.

    Attributes:
        kernel: the resources of this process.
        learner: on whose behalf it acts.
        email: as it was named; None for the machine's own learner.
        screen: what they see, in their language.
        closing: set when the command is to end, by a signal or because the process cannot go on.
        served: the names of the domains served here.
        answers: the file descriptor that answers are read from.
    """

    kernel: Kernel
    learner: Principal
    email: str | None
    screen: Screen
    closing: asyncio.Event
    served: frozenset[str]
    answers: int = 0

    async def hear_all(self, within_s: float = 5.0) -> None:
        """Let every domain hear what has happened until now; a process that died may have left something untold.

        What a running server delivers at this moment is waited for, but on a busy one not for ever.
        """
        relay, loop = Relay(self.kernel, self.served), asyncio.get_running_loop()
        deadline = loop.time() + within_s
        await relay.drain()
        while await relay.has_due() and loop.time() < deadline:
            if await self.closed_within(_LISTEN_EVERY_S):
                return
            await relay.drain()

    async def closed_within(self, seconds: float) -> bool:
        """Wait; True at once if the command is to end."""
        try:
            await asyncio.wait_for(self.closing.wait(), seconds)
        except TimeoutError:
            return False
        return True


Work = Callable[[Desk], Awaitable[int]]


def act(
    settings: Settings, work: Work, *, email: str | None, screen: Screen, roles: frozenset[Role] = frozenset()
) -> int:
    """Open the installation, as `lyceum up` does and beside one that runs, and do some work in it.

    Args:
        settings: of the installation.
        work: what to do; returns the exit status.
        email: on whose behalf; None for the machine's own learner.
        screen: in the language of the machine.
        roles: what this process does beside the work.

    Returns:
        The exit status: 1 if the work was refused, 128 and more if a signal ended it.
    """
    if "log_level" not in settings.model_fields_set:
        settings = settings.model_copy(update={"log_level": "warning"})
    logs.configure(settings)
    composition = compose(DOMAINS, roles=sorted(roles), plugins=settings.plugins)
    with ExitStack() as stack:
        with screen.busy("cli.opening"):
            addresses = stack.enter_context(open_addresses(settings))
            prepare_database(addresses, composition)
        return asyncio.run(_act(settings, addresses, composition, work, (email, screen)))


async def _act(
    settings: Settings, addresses: Addresses, composition: Composition, work: Work, who: tuple[str | None, Screen]
) -> int:
    email, screen = who
    async with run_process(settings, addresses, composition) as process:
        ended_by = _end_by_signals(process)
        try:
            desk = await _sit_down(process, email, screen)
            screen = desk.screen
            status = await work(desk)
        except LyceumError as error:
            screen.refuse(screen.refusal(error.code, error.message, error.details))
            status = 1
    if process.failure is not None:
        raise process.failure
    return 128 + ended_by[0] if ended_by else status


def _end_by_signals(process: Process) -> list[int]:
    """Let signals end the work; the list holds the one that did. The second of a kind ends the process at once."""
    loop, ended_by = asyncio.get_running_loop(), list[int]()

    def end(number: int) -> None:
        ended_by.append(number)
        process.closing.set()
        loop.remove_signal_handler(number)

    for number in _ENDING:
        loop.add_signal_handler(number, end, number)
    return ended_by


async def _sit_down(process: Process, email: str | None, screen: Screen) -> Desk:
    async with unit_of_work(process.kernel) as uow:
        learner = await identity.local_operator(uow, email)
    if email is None:
        # Whoever sits at the machine has set its zone and language, and no account's.
        learner = replace(learner, language=screen.language, time_zone=screen.zone.key)
    else:
        screen = screen.speaking(i18n.negotiate(None, learner.language), ZoneInfo(learner.time_zone))
    return Desk(process.kernel, learner, email, screen, process.closing, process.composition.served)


def machine_screen() -> Screen:
    """Standard output, in the language and the zone this machine is set to."""
    return Screen(_machine_language(), _machine_zone())


def _machine_language() -> str:
    # In the order the C library asks them; "de_AT.UTF-8@euro" is "de-AT" to us.
    wishes = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    wish = next((each for each in wishes if each), "")
    return i18n.negotiate(None, wish.partition(".")[0].partition("@")[0].replace("_", "-"))


def _machine_zone() -> ZoneInfo:
    _, _, linked = str(_LOCALTIME.resolve()).partition("/zoneinfo/")
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")
