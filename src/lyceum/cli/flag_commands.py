"""`lyceum flags`: how each feature flag stands, and turning one."""

import argparse
import asyncio
from typing import Any

from lyceum.app import operating
from lyceum.app.addresses import open_addresses
from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import prepare_database
from lyceum.cli.terminal import say
from lyceum.platform import i18n, logs
from lyceum.platform.flags import EVERYBODY, FlagState
from lyceum.platform.settings import Settings

_SHARES = {"on": EVERYBODY, "off": 0, "reset": None}


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommand."""
    parser = commands.add_parser("flags", help="show feature flags, or switch one: lyceum flags NAME on")
    parser.add_argument("name", nargs="?", help="which; none named: show them all")
    parser.add_argument("turn", nargs="?", type=_turn, metavar="on|off|reset|SHARE", help="SHARE of 100 people")
    parser.add_argument("--person", metavar="EMAIL", help="for one person only: on, off or reset")
    parser.set_defaults(run=run_flags)


def run_flags(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show, or switch and show."""
    logs.configure(settings)
    turning = None
    if arguments.name is not None:
        if arguments.turn is None:
            say("Say how it is to stand: on, off, reset, or for how many of 100 people.")
            return 2
        if arguments.person and arguments.turn not in _SHARES:
            say("For one person a flag is on, off or reset.")
            return 2
        turning = operating.Turning(arguments.name, _share(arguments.turn), arguments.person)
    composition = compose(DOMAINS, plugins=settings.plugins)
    with open_addresses(settings) as addresses:
        prepare_database(addresses, composition)
        states = asyncio.run(operating.turn_flags(settings, addresses, composition, turning))
    for state in states:
        say(_line(state))
    return 0


def _turn(given: str) -> str:
    if given not in _SHARES and not (given.isdecimal() and int(given) <= EVERYBODY):
        raise argparse.ArgumentTypeError(f"{given!r} is none of on, off, reset, or a number from 0 to 100")
    return given


def _share(turn: str) -> int | None:
    return _SHARES[turn] if turn in _SHARES else int(turn)


def _line(state: FlagState) -> str:
    stands = {None: "as it comes: " + ("on" if state.flag.default else "off"), 0: "off", EVERYBODY: "on"}
    how = stands.get(state.share, f"on for {state.share} of 100")
    others = f", otherwise for {state.people}" if state.people else ""
    about = i18n.translate(f"flag.{state.flag.name}", i18n.SOURCE)
    return f"{state.flag.name:<32} {how}{others}. {about}"
