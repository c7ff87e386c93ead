"""What a domain brings to the platform: one `DOMAIN` object in its `domain.py`, composed by `lyceum.app`."""

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from lyceum.platform.channel import Channel
from lyceum.platform.flag import Flag
from lyceum.platform.forgetting_jobs import JobPointers
from lyceum.platform.http.authentication import Authenticate, Recognise
from lyceum.platform.sealing.resealing import SealedColumn
from lyceum.platform.subscription import Subscription
from lyceum.platform.withholding import Withholding
from lyceum.platform.workflow import Schedule, Workflow

_LATER = re.compile(r"v(?:[2-9]|[1-9]\d)")


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
        later_routers: of later versions of the API, mounted under `/api/<version>`, such as `v2`, beside it.
        channels: what can be listened to over a socket.
        subscriptions: what it listens to itself.
        workflows: its durable work.
        schedules: work that starts by the clock.
        commands: on the command line.
        sealed: its columns whose values `Sealer.seal` made, so that a rotation of the secret key reaches them.
        flags: what may be switched while it runs.
        withholds: what must not be told now, because this domain waits for somebody to find it.
        points_to_jobs: which jobs that have ended it still shows to somebody, so that they are kept.
        authenticate: only `identity` has it.
        recognise: only `identity` has it.
        migrations: folder of its migrations, where that is not `lyceum/<name>/migrations`.
    """

    name: str
    about: str
    routers: tuple[APIRouter, ...] = ()
    later_routers: Mapping[str, tuple[APIRouter, ...]] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    subscriptions: tuple[Subscription[Any], ...] = ()
    workflows: tuple[Workflow, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    commands: tuple[Command, ...] = ()
    sealed: tuple[SealedColumn, ...] = ()
    flags: tuple[Flag, ...] = ()
    withholds: Withholding | None = None
    points_to_jobs: JobPointers | None = None
    authenticate: Authenticate | None = None
    recognise: Recognise | None = None
    migrations: Path | None = None

    def __post_init__(self) -> None:
        if strange := [version for version in self.later_routers if not _LATER.fullmatch(version)]:
            raise ValueError(f"versions of the API are called v2, v3 and so on, not {strange[0]!r}")
        named = [s.name for s in self.subscriptions] + [w.name for w in self.workflows] + [f.name for f in self.flags]
        if strangers := [name for name in named if not name.startswith(f"{self.name}.")]:
            raise ValueError(f"names in the domain {self.name!r} must start with '{self.name}.': {strangers}")
