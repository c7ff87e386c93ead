"""Which domains there are, and which of them this process serves."""

import importlib
import importlib.metadata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import lyceum
from lyceum.platform.channel import Channel
from lyceum.platform.domain import Domain
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.flag import Flag
from lyceum.platform.forgetting_jobs import JobPointers
from lyceum.platform.http.authentication import Authenticate, Credentials, Recognise, Recognised
from lyceum.platform.jobs import JOB_CHANNEL
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.sealing.resealing import SealedColumn
from lyceum.platform.subscription import SubscriptionIndex
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.withholding import Withholding
from lyceum.platform.workflow import Schedule, Workflow

PLUGIN_GROUP = "lyceum.domains"


class Role(StrEnum):
    """What a process does for the domains it serves."""

    API = "api"
    WORKER = "worker"
    RELAY = "relay"
    REALTIME = "realtime"


class PluginBroken(Exception):
    """A plugin cannot be loaded; without it, events it listens to would pass it by for good, so nothing is started."""


class UnknownDomain(Exception):
    """A domain was named that is not installed."""


@dataclass(frozen=True, slots=True)
class Composition:
    """All installed domains, and the names of those served here.

    Every process knows every domain, served or not: whoever emits an event writes the deliveries of all who listen.
    """

    domains: tuple[Domain, ...]
    served: frozenset[str]
    roles: frozenset[Role] = frozenset(Role)

    @property
    def here(self) -> tuple[Domain, ...]:
        """The domains served by this process."""
        return tuple(domain for domain in self.domains if domain.name in self.served)

    @property
    def subscriptions(self) -> SubscriptionIndex:
        """Who listens to what, over all domains."""
        return SubscriptionIndex(s for domain in self.domains for s in domain.subscriptions)

    @property
    def workflow_names(self) -> frozenset[str]:
        """Every workflow that can be started."""
        return frozenset(workflow.name for domain in self.domains for workflow in domain.workflows)

    @property
    def workflows_here(self) -> tuple[Workflow, ...]:
        """The workflows this process works on."""
        return tuple(workflow for domain in self.here for workflow in domain.workflows)

    @property
    def schedules_here(self) -> tuple[Schedule, ...]:
        """The schedules this process looks after."""
        return tuple(schedule for domain in self.here for schedule in domain.schedules)

    @property
    def channels(self) -> dict[str, Channel]:
        """What can be listened to, by prefix: jobs, and what the domains offer."""
        offered = (JOB_CHANNEL, *(channel for domain in self.domains for channel in domain.channels))
        return {channel.prefix: channel for channel in offered}

    @property
    def sealed(self) -> tuple[SealedColumn, ...]:
        """The columns whose values are sealed, of every domain."""
        return tuple(column for domain in self.domains for column in domain.sealed)

    @property
    def job_pointers(self) -> tuple[JobPointers, ...]:
        """Which ended jobs each domain still shows, served here or not."""
        return tuple(domain.points_to_jobs for domain in self.domains if domain.points_to_jobs)

    @property
    def withholdings(self) -> tuple[Withholding, ...]:
        """What each domain must not let be told now."""
        return tuple(domain.withholds for domain in self.domains if domain.withholds is not None)

    @property
    def flags(self) -> dict[str, Flag]:
        """What may be switched while it runs, by name."""
        return {flag.name: flag for domain in self.domains for flag in domain.flags}

    @property
    def authenticate(self) -> Authenticate:
        """How credentials become a principal: `identity`'s way, whether it is served here or not."""
        found = [domain.authenticate for domain in self.domains if domain.authenticate is not None]
        return found[0] if found else _nobody

    @property
    def recognise(self) -> Recognise:
        """Whom credentials seem to belong to: `identity`'s way."""
        found = [domain.recognise for domain in self.domains if domain.recognise is not None]
        return found[0] if found else _a_stranger

    @property
    def migrations(self) -> dict[str, Path]:
        """The folder of each domain's migrations."""
        root = Path(lyceum.__file__).parent
        folders = {"platform": root / "platform" / "migrations"}
        for domain in self.domains:
            package = domain.migrations or root / domain.name / "migrations"
            if package.is_dir():
                folders[domain.name] = package
        return folders


def compose(
    builtin: Iterable[Domain], *, served: Sequence[str] = (), roles: Iterable[Role] = Role, plugins: Sequence[str] = ()
) -> Composition:
    """The installed domains: the built-in ones, those of installed packages, and those named in the settings.

    Args:
        builtin: the domains of this package.
        served: names of the domains to serve; empty for all.
        roles: what this process does.
        plugins: further domains, as `module:attribute`.

    Raises:
        UnknownDomain: if `served` names one that is not installed.
        PluginBroken: if a plugin cannot be loaded.
    """
    found = [point.value for point in importlib.metadata.entry_points(group=PLUGIN_GROUP)]
    domains = (*builtin, *map(_load, (*found, *plugins)))
    names = [domain.name for domain in domains]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two domains are named {', '.join(twice)}; rename the one that was added last")
    if unknown := sorted(set(served) - set(names)):
        raise UnknownDomain(f"There is no domain {', '.join(unknown)}. Known: {', '.join(sorted(names))}.")
    return Composition(domains, frozenset(served or names), frozenset(roles))


async def _nobody(uow: UnitOfWork, credentials: Credentials) -> Principal:  # noqa: ARG001  as `Authenticate` names them
    raise Unauthenticated("Nobody can sign in here: no installed domain knows people.")


async def _a_stranger(kernel: Kernel, credentials: Credentials) -> Recognised | None:  # noqa: ARG001  as above
    return None


def _load(plugin: str) -> Domain:
    module, _, attribute = plugin.partition(":")
    try:
        domain = getattr(importlib.import_module(module), attribute or "DOMAIN")
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginBroken(f"The plugin {plugin!r} cannot be loaded ({reason}). Mend it, or remove it.") from error
    if not isinstance(domain, Domain):
        raise PluginBroken(f"The plugin {plugin!r} must name a lyceum.platform.domain.Domain.")
    return domain
