"""Realtime served on a test's own kernel; presence and outages on a Valkey of the test's own too."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock, open_kernel
from tests.realtime.site import Site, open_site
from tests.valkey_server import ValkeyServer, own_valkey


@pytest.fixture
async def site(kernel: Kernel) -> AsyncIterator[Site]:
    async with open_site(kernel) as served:
        yield served


@pytest.fixture
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@pytest.fixture
async def frail_kernel(
    valkey: ValkeyServer, database_url: str, composition: Composition, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[Kernel]:
    """On a Valkey that can be killed, and that no other test's clock can disturb."""
    async with open_kernel(database_url, valkey.url, composition, home=tmp_path, clock=clock) as opened:
        yield opened
