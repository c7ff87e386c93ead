"""A site on the test's own database, and people who learn at it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.platform.kernel import Kernel
from tests.main_job.site import Learned, Learner, Site, learn, new_learner, open_site


@pytest.fixture
def site(kernel: Kernel, composition: Composition) -> Site:
    return open_site(kernel, composition)


@pytest.fixture
async def door(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.clients() as client:
        yield client


@pytest.fixture
def ada(site: Site, door: httpx.AsyncClient) -> Learner:
    return new_learner(site, door)


@pytest.fixture
def eve(site: Site, door: httpx.AsyncClient) -> Learner:
    """Somebody else."""
    return new_learner(site, door)


@pytest.fixture
async def cells(site: Site, ada: Learner) -> Learned:
    """Ada's notes, learned."""
    return await learn(site, ada)
