"""What a domain brings to the platform: one `DOMAIN` object in its `domain.py`, composed by `lyceum.app`."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from lyceum.platform.channel import Channel
from lyceum.platform.http.authentication import Authenticate
from lyceum.platform.subscription import Subscription
from lyceum.platform.withholding import Withholding
from lyceum.platform.workflow import Schedule, Workflow


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand of `lyceum` that belongs to a domain.

    Attributes:
        name: the word on the command line.
        help: one line for `lyceum --help`.
        configure: adds its arguments.
        run: called as `run(arguments, open_process)`; gives the exit status. `open_process` opens the installation.
    """

    name: str
    help: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Any], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain of the platform.

    Attributes:
        name: of its package, of its PostgreSQL schema, and the first word of its events and workflows.
        about: one sentence.
        routers: mounted under `/api/v1`.
        channels: what can be listened to over a socket.
        subscriptions: what it listens to itself.
        workflows: its durable work.
        schedules: work that starts by the clock.
        commands: on the command line.
        withholds: what must not be told now, because this domain waits for somebody to find it.
        authenticate: only `identity` has it.
        migrations: folder of its migrations, where that is not `lyceum/<name>/migrations`.
    """

    name: str
    about: str
    routers: tuple[APIRouter, ...] = ()
    channels: tuple[Channel, ...] = ()
    subscriptions: tuple[Subscription[Any], ...] = ()
    workflows: tuple[Workflow, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    commands: tuple[Command, ...] = ()
    withholds: Withholding | None = None
    authenticate: Authenticate | None = None
    migrations: Path | None = None

    def __post_init__(self) -> None:
        named = [s.name for s in self.subscriptions] + [w.name for w in self.workflows]
        if strangers := [name for name in named if not name.startswith(f"{self.name}.")]:
            raise ValueError(f"names in the domain {self.name!r} must start with '{self.name}.': {strangers}")
