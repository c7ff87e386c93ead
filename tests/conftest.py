"""One PostgreSQL and one Valkey per test session, a migrated template database, and a clone of it per test that asks.

The controller of pytest-xdist starts the servers; its workers find them in the environment.
"""

import asyncio
import os
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from lyceum.app.addresses import Addresses
from lyceum.app.composition import Composition, compose
from lyceum.app.domains import DOMAINS
from lyceum.platform import migration_run
from lyceum.platform.broadcast import Broadcast
from lyceum.platform.database import Database
from lyceum.platform.embedded.contracts import THROWAWAY_SETTINGS, EmbeddedOptions
from lyceum.platform.embedded.supervisor import Supervisor
from lyceum.platform.kernel import Kernel
from lyceum.platform.live import LiveState
from lyceum.platform.mail import OutboxFolder
from lyceum.platform.migrate import _workflow_engine
from lyceum.platform.objects import open_objects
from lyceum.platform.settings import Settings
from tests.builders import MovableClock

pytest_plugins = ("tests.plugins.hypothesis_profiles", "tests.plugins.loopback_only")

PLUGINS = ("tests.probe.domain:DOMAIN",)
_SERVERS = pytest.StashKey[tuple[Supervisor, Path]]()
_TEMPLATE = "template_lyceum"
