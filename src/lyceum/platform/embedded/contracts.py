"""The frozen data that goes into and comes out of the supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

# For data that may be lost with the machine (tests, benchmarks): nothing waits for the disk. A killed server loses
# nothing all the same, which synchronous_commit = off would not promise.
THROWAWAY_SETTINGS: Mapping[str, str] = MappingProxyType({"fsync": "off", "full_page_writes": "off"})


class How(StrEnum):
    """What `start` found: no data, data without a server, or a running server."""

    NEW = "new"
    WARM = "warm"
    SHARED = "shared"


class Stopped(StrEnum):
    """What `stop` did."""

    STOPPED = "stopped"
    LEFT_RUNNING = "left running"


@dataclass(frozen=True, slots=True)
class EmbeddedOptions:
    """How to run the servers; the defaults are for production.

    Attributes:
        postgres_bin: folder with `initdb`, `postgres`, `pg_dump`; wins over the wheel's.
        valkey_server: the `valkey-server` or `redis-server` program; wins over the wheel's.
        previous_postgres_bin: the same folder of the older PostgreSQL an upgrade reads with.
        postgres_settings: settings that win over ours and over the administrator's file.
        valkey_memory_mb: where Valkey begins to evict keys that have a time to live.
        start_timeout_s: how long one server may take to answer; crash recovery is inside it.
    """

    postgres_bin: Path | None = None
    valkey_server: Path | None = None
    previous_postgres_bin: Path | None = None
    postgres_settings: Mapping[str, str] = field(default_factory=dict)
    valkey_memory_mb: int = 256
    start_timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class EmbeddedServers:
    """Where the running servers are. The URLs carry passwords: never log them.

    Attributes:
        database_url: over the unix socket; the fast way.
        database_tcp_url: over loopback TCP, for clients that must see a lost connection as retriable.
        valkey_url: `redis://` URL of database 0.
        how: what `start` found.
        seconds: how long `start` took.
    """

    database_url: str = field(repr=False)
    database_tcp_url: str = field(repr=False)
    valkey_url: str = field(repr=False)
    how: How
    seconds: float
