"""`lyceum keys`: look at the secret keys of an installation, add one, seal everything with it, retire an old one."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from lyceum.app.addresses import open_addresses
from lyceum.app.composition import Composition, Role, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import prepare_database, run_process
from lyceum.cli.terminal import say
from lyceum.platform import logs
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing import changing
from lyceum.platform.sealing.resealing import count_by_key, reseal
from lyceum.platform.sealing.sealer import readable_id, sealer_of
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

R = TypeVar("R")


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommand with its actions; without one it lists the keys."""
    keys = commands.add_parser("keys", help="the secret keys that seal what is sensitive in the database")
    keys.set_defaults(run=run_list)
    actions = keys.add_subparsers(title="actions", metavar="ACTION")
    actions.add_parser("rotate", help="add a key, which seals in a minute").set_defaults(run=run_rotate)
    actions.add_parser("reseal", help="seal everything with the newest key now").set_defaults(run=run_reseal)
    retire = actions.add_parser("retire", help="take a key out that nothing needs any more")
    retire.add_argument("key", help="its id, as `lyceum keys` shows it")
    retire.add_argument("--now", action="store_true", help="although browsers of its time must sign in again")
    retire.set_defaults(run=run_retire)


def run_list(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Show each key, since when it seals, and how many values need it."""

    async def look(kernel: Kernel) -> None:
        async with unit_of_work(kernel) as uow:
            counts, sealer = await count_by_key(uow, kernel.sealed), sealer_of(kernel)
        for key in sealer.ring.keys:
            since = f"from {key.seals_from:%Y-%m-%d %H:%M} UTC" if key.seals_from else "from the beginning"
            role = "seals" if key == sealer.key else "opens"
            say(f"{readable_id(key)}  {role}  {since:<28} {counts[readable_id(key)]} values")
        if counts["none"]:
            say(f"{counts['none']} values do not name their key; `lyceum keys reseal` mends that.")

    _run(settings, look)
    return 0


def run_rotate(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Add a key."""

    async def add(kernel: Kernel) -> None:
        # The first key of the ring is made before its second.
        sealer_of(kernel)
        key = changing.rotate(kernel.settings, kernel.clock.now())
        say(f"The key {readable_id(key)} seals from {key.seals_from:%Y-%m-%d %H:%M:%S} UTC; nothing needs a restart.")
        say("What is sealed with older keys is sealed anew every day, or now: `lyceum keys reseal`, in a minute.")
        say("Back up again afterwards: every backup holds the keys of its time.")

    _run(settings, add)
    return 0


def run_reseal(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Seal everything with the newest key; may be stopped and begun again at any time."""

    async def work(kernel: Kernel) -> int:
        async def step(_name: str, action: Callable[[UnitOfWork], Awaitable[R]]) -> R:
            async with unit_of_work(kernel) as uow:
                return await action(uow)

        return await reseal(step, kernel.sealed)

    resealed = _run(settings, work)
    say(f"Sealed {resealed} values anew." if resealed else "Everything is sealed with the newest key that seals.")
    return 0


def run_retire(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a key out."""

    async def take(kernel: Kernel) -> None:
        async with unit_of_work(kernel) as uow:
            await changing.retire(uow, arguments.key.lower(), at_once=arguments.now)

    _run(settings, take)
    say(f"The key {arguments.key} is gone. Backups from before carry it still, and need it.")
    return 0


def _run(settings: Settings, work: Callable[[Kernel], Awaitable[R]]) -> R:
    """Open the installation, as `lyceum up` does and beside one that runs, and do something in it."""
    logs.configure(settings)
    composition = compose(DOMAINS, plugins=settings.plugins)
    nothing_but_commands = Composition(composition.domains, composition.served, frozenset[Role]())
    with open_addresses(settings) as addresses:
        prepare_database(addresses, composition)

        async def inside() -> R:
            async with run_process(settings, addresses, nothing_but_commands) as process:
                return await work(process.kernel)

        return asyncio.run(inside())
