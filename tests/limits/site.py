"""A served Lyceum with a table of limits of the test's, on a Valkey of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import Limits
from lyceum.platform.limits.limiter import Limiter, limiter_of
from tests.builders import MovableClock, build_settings, open_kernel

PASSWORD = "Tall-Giraffe-79-hums"
PROXY = "10.0.0.1"
# After all that was charged by Valkey's own clock.
LATER_MS = 4_000_000_000_000
Json = dict[str, Any]


@dataclass
class LimitedSite:
    """One process; requests come from whatever address is named, through a proxy that is trusted."""

    kernel: Kernel
    clock: MovableClock
    http: httpx.AsyncClient
    _people: int = 0

    @property
    def limiter(self) -> Limiter:
        return limiter_of(self.kernel)

    def stop_time(self, at_ms: int = LATER_MS) -> None:
        """From now on limits go by a time that stands."""
        self.limiter.now_ms = at_ms

    def wait(self, seconds: float) -> None:
        """Let time pass for the limits."""
        assert self.limiter.now_ms is not None
        self.limiter.now_ms += int(seconds * 1000)

    async def register(self, **more: object) -> str:
        """A new person's access token."""
        self._people += 1
        email = f"person{self._people}@example.org"
        body = {"email": email, "password": PASSWORD, "full_name": "Ada Lovelace", **more}
        response = await self.http.post("/auth/register", json=body, headers={"x-forwarded-for": "203.0.113.200"})
        assert response.status_code == 201, response.text
        return str(response.json()["access_token"])

    async def get(self, path: str, token: str | None = None, address: str = "203.0.113.9") -> httpx.Response:
        return await self.http.get(path, headers=headers(token, address))


def headers(token: str | None, address: str) -> dict[str, str]:
    bearer = {"authorization": f"Bearer {token}"} if token else {}
    return {"x-forwarded-for": address, **bearer}


def code_of(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


@asynccontextmanager
async def open_limited(
    database_url: str, valkey_url: str, composition: Composition, home: Path, **limits: object
) -> AsyncIterator[LimitedSite]:
    """Serve in this process, without a socket."""
    clock = MovableClock()
    async with open_kernel(database_url, valkey_url, composition, home=home, clock=clock) as kernel:
        table = Limits.model_validate(limits)
        kernel.settings = build_settings(home).model_copy(
            update={"limits": table, "trusted_proxies": (ip_network("10.0.0.0/8"),)}
        )
        app = create_app(kernel, composition, asyncio.Event())
        transport = httpx.ASGITransport(app, client=(PROXY, 4000))
        async with httpx.AsyncClient(transport=transport, base_url="http://lyceum.test/api/v1") as http:
            yield LimitedSite(kernel, clock, http)
