"""What a running process has: handed to use cases as `uow.kernel`, never reached through a global."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lyceum.platform.broadcast import Broadcast
from lyceum.platform.clock import Clock
from lyceum.platform.database import Database
from lyceum.platform.live import LiveState
from lyceum.platform.mail import Mailer
from lyceum.platform.objects import Objects
from lyceum.platform.settings import Settings
from lyceum.platform.subscription import SubscriptionIndex

if TYPE_CHECKING:
    from dbos import DBOSClient

    from lyceum.platform.withholding import Withholding


@dataclass(slots=True)
class Kernel:
    """The resources of one process.

    Attributes:
        settings: of the installation.
        clock: the time; tests hand in one they can move.
        rng: chance; tests seed it.
        database: PostgreSQL.
        live: Valkey; may be away.
        broadcast: messages to whoever listens now.
        objects: files.
        mail: letters to people.
        subscriptions: of every domain, served here or not.
        workflows: the client that enqueues workflows; None where none can be started.
        workflow_names: of the workflows of every domain, served here or not.
        withholdings: what each domain must not let be told now, served here or not.
        nudge_relay: wakes the relay of this process, if it has one.
        memory: what a domain keeps for the life of the process, under a key that begins with the domain's name.
    """

    settings: Settings
    clock: Clock
    database: Database
    live: LiveState
    broadcast: Broadcast
    objects: Objects
    mail: Mailer
    rng: random.Random = field(default_factory=random.SystemRandom)
    subscriptions: SubscriptionIndex = field(default_factory=SubscriptionIndex)
    workflows: "DBOSClient | None" = None
    workflow_names: frozenset[str] = frozenset()
    withholdings: "tuple[Withholding, ...]" = ()
    nudge_relay: Callable[[], Awaitable[Any] | None] = lambda: None
    memory: dict[str, Any] = field(default_factory=dict)
