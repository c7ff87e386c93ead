"""What a running process has: handed to use cases as `uow.kernel`, never reached through a global."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lyceum.platform.broadcast import Broadcast
from lyceum.platform.cache import Cache
from lyceum.platform.clock import Clock
from lyceum.platform.database import Database
from lyceum.platform.flag import Flag
from lyceum.platform.live import LiveState
from lyceum.platform.mail import Mailer
from lyceum.platform.objects import Objects
from lyceum.platform.settings import Settings
from lyceum.platform.subscription import SubscriptionIndex

if TYPE_CHECKING:
    from dbos import DBOSClient

    from lyceum.platform.forgetting_jobs import JobPointers
    from lyceum.platform.sealing.resealing import SealedColumn
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
        cache: what was read lately; reached through `UnitOfWork.cached` where there is a transaction.
        objects: files.
        mail: letters to people.
        subscriptions: of every domain, served here or not.
        workflows: the client that enqueues workflows; None where none can be started.
        workflow_names: of the workflows of every domain, served here or not.
        sealed: the columns whose values are sealed, of every domain, served here or not.
        withholdings: what each domain must not let be told now, served here or not.
        job_pointers: which ended jobs each domain still shows, served here or not.
        flags: what may be switched while it runs, by name, of domains served here or not.
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
    sealed: "tuple[SealedColumn, ...]" = ()
    withholdings: "tuple[Withholding, ...]" = ()
    job_pointers: "tuple[JobPointers, ...]" = ()
    flags: Mapping[str, Flag] = field(default_factory=dict)
    nudge_relay: Callable[[], Awaitable[Any] | None] = lambda: None
    memory: dict[str, Any] = field(default_factory=dict)
    cache: Cache = field(init=False)

    def __post_init__(self) -> None:
        """Open the cache over what it stands on."""
        lifetimes = self.settings.cache_ttl_s
        self.cache = Cache(self.live, self.broadcast, lifetimes, self.database.fingerprint)
