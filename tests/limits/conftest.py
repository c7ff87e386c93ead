"""A Valkey that may be killed, and limiters on it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from lyceum.app.composition import Composition
from tests.limits.clients import NewLimiter, limiters
from tests.limits.site import LimitedSite, open_limited
from tests.valkey_server import ValkeyServer, own_valkey

OpenSite = Callable[..., AbstractAsyncContextManager[LimitedSite]]


@pytest.fixture
async def valkey() -> AsyncIterator[ValkeyServer]:
    async with own_valkey() as server:
        yield server


@pytest.fixture
async def new_limiter(valkey: ValkeyServer, tmp_path: Path) -> AsyncIterator[NewLimiter]:
    async with limiters(valkey.url, tmp_path) as new:
        yield new


@pytest.fixture
def open_site(database_url: str, valkey: ValkeyServer, composition: Composition, tmp_path: Path) -> OpenSite:
    """Opens processes of one installation: `open_site(address="5/minute")`."""

    def opened(**limits: object) -> AbstractAsyncContextManager[LimitedSite]:
        return open_limited(database_url, valkey.url, composition, tmp_path, **limits)

    return opened
