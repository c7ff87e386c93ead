"""An installation at its front door, with every domain and the probe."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel


@pytest.fixture
async def door(kernel: Kernel, composition: Composition) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody unknown, who keeps no cookies of an earlier test."""
    app = create_app(kernel, composition, asyncio.Event())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
