"""Realtime served on a test's own kernel."""

from collections.abc import AsyncIterator

import pytest

from lyceum.platform.kernel import Kernel
from tests.realtime.site import Site, open_site


@pytest.fixture
async def site(kernel: Kernel) -> AsyncIterator[Site]:
    async with open_site(kernel) as served:
        yield served
