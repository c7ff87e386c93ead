"""People served on a database of the test's own."""

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


@pytest.fixture
async def ben(site: Site) -> Person:
    return await site.person(name="Ben Okri")
