"""A served Lyceum to attack, and people of every kind on it."""

from collections.abc import AsyncIterator

import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.people.site import Person, Site, open_site


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


@pytest.fixture
async def ada(site: Site) -> Person:
    return await site.person()
