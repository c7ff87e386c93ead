"""`lyceum up` and `lyceum serve`."""

import argparse
import asyncio
import time
from typing import Any

from lyceum.app import serve
from lyceum.app.addresses import open_addresses
from lyceum.app.composition import Composition, Role, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import Process, prepare_database
from lyceum.app.setup_link import setup_link
from lyceum.app.signals import StopSignals
from lyceum.cli.outbox import whereabouts
from lyceum.cli.terminal import say
from lyceum.platform import logs, tracing
from lyceum.platform.settings import Settings

# Measured from the start of the interpreter's work for us, imports included.
_BEGUN = time.perf_counter() - time.process_time()


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands."""
    up = commands.add_parser("up", help="start everything on this machine: database, live state, every domain")
    up.set_defaults(run=run_up)
    named = commands.add_parser("serve", help="start some domains in some roles, against the configured servers")
    named.add_argument("domains", nargs="*", metavar="DOMAIN", help="domains to serve; none named: all")
    named.add_argument("--roles", default=",".join(Role), help="comma-separated, of: %(default)s")
    named.set_defaults(run=run_serve)
    for parser in (up, named):
        parser.add_argument("--host", help="address to listen on (LYCEUM_HOST)")
        parser.add_argument("--port", type=int, help="port to listen on (LYCEUM_PORT); 0 chooses a free one")


def run_up(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start everything; ends when asked to."""
    return _run(arguments, settings, compose(DOMAINS, plugins=settings.plugins))


def run_serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start a part; ends when asked to."""
    try:
        roles = [Role(name.strip()) for name in arguments.roles.split(",")]
    except ValueError as error:
        raise serve.UnknownRole(f"{error}; known roles: {', '.join(Role)}.") from error
    composition = compose(DOMAINS, served=arguments.domains, roles=roles, plugins=settings.plugins)
    return _run(arguments, settings, composition)


def _run(arguments: argparse.Namespace, settings: Settings, composition: Composition) -> int:
    given = {name: getattr(arguments, name) for name in ("host", "port") if getattr(arguments, name) is not None}
    settings = settings.model_copy(update=given)
    logs.configure(settings)
    tracing.configure(settings)
    try:
        with StopSignals() as signals, open_addresses(settings) as addresses:
            prepare_database(addresses, composition)
            asyncio.run(serve.serve(settings, addresses, composition, _announce, signals=signals))
    finally:
        tracing.shutdown()
    return 0


async def _announce(process: Process, url: str) -> None:
    say(f"Lyceum is ready at {url} ({time.perf_counter() - _BEGUN:.1f} s).")
    if link := await setup_link(process, url):
        say(f"There is no administrator yet. Make yourself one, within a day: {link}")
    say(whereabouts(process.kernel.settings))
    say("Stop it with Ctrl+C.")
