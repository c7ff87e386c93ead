"""Where this process finds PostgreSQL and Valkey: servers of its own in the data folder, or those it is told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lyceum.platform.embedded.contracts import EmbeddedOptions
from lyceum.platform.embedded.supervisor import Supervisor
from lyceum.platform.settings import Settings


class HalfConfigured(Exception):
    """One of the two servers is external and the other is not."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The servers of an installation. The URLs carry passwords: never log them.

    Attributes:
        database_url: for everything but the workflow engine.
        workflow_database_url: the same database over TCP.
        valkey_url: the live state.
        supervisor: what looks after the embedded servers; None if they are external.
    """

    database_url: str = field(repr=False)
    workflow_database_url: str = field(repr=False)
    valkey_url: str = field(repr=False)
    supervisor: Supervisor | None = None


@contextmanager
def open_addresses(settings: Settings) -> Iterator[Addresses]:
    """The servers; embedded ones run until the last process that opened them has left.

    Raises:
        HalfConfigured: if only one of the two external URLs is set.
        EmbeddedError: if the embedded servers cannot be started; the message says what to do.
    """
    database, valkey = settings.database_url, settings.valkey_url
    if (database is None) != (valkey is None):
        given, missing = ("DATABASE", "VALKEY") if database else ("VALKEY", "DATABASE")
        raise HalfConfigured(f"LYCEUM_{given}_URL is set but LYCEUM_{missing}_URL is not: set both, or neither.")
    if database is not None and valkey is not None:
        url = database.get_secret_value()
        yield Addresses(url, url, valkey.get_secret_value())
        return
    options = EmbeddedOptions(
        postgres_bin=settings.postgres_bin,
        valkey_server=settings.valkey_server,
        previous_postgres_bin=settings.previous_postgres_bin,
    )
    with Supervisor(settings.home, options=options) as supervisor:
        servers = supervisor.servers
        yield Addresses(servers.database_url, servers.database_tcp_url, servers.valkey_url, supervisor)
