"""Whoever sends a body slowly waits alone: nothing that others need is held for them meanwhile."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from tests.builders import PATIENCE_S
from tests.identity.site import bearer
from tests.people.site import Person, Site, fine

SCOPES = ["library:read", "library:write"]


class Trickle:
    """Bodies that begin, and end when they are told to."""

    def __init__(self) -> None:
        self.waiting = 0
        self._all_wait = asyncio.Event()
        self._end = asyncio.Event()

    async def body(self, among: int) -> AsyncIterator[bytes]:
        yield b'{"title":'
        self.waiting += 1
        if self.waiting == among:
            self._all_wait.set()
        await self._end.wait()
        yield b'"Biology"}'

    async def until_all_wait(self) -> None:
        await asyncio.wait_for(self._all_wait.wait(), PATIENCE_S)

    def end(self) -> None:
        self._end.set()


async def test_no_connection_waits_for_a_body_that_trickles_in(site: Site, ada: Person) -> None:
    """With a key to answer by once, a body is read before the transaction; an API key is looked up in it."""
    key = fine(await ada.post("/users/me/api-keys", {"name": "slow", "scopes": SCOPES}), 201)["key"]
    fine(await site.http.get("/subjects", headers=bearer(key)))
    trickle, many = Trickle(), site.kernel.settings.database_pool * 2
    headers = bearer(key) | {"content-type": "application/json"}

    async def send(number: int) -> httpx.Response:
        once = headers | {"idempotency-key": f"slow {number}"}
        return await site.http.post("/subjects", content=trickle.body(many), headers=once)

    slow = [asyncio.create_task(send(number)) for number in range(many)]
    await trickle.until_all_wait()
    others = await ada.get("/subjects")
    trickle.end()

    assert others.status_code == 200
    assert {answer.status_code for answer in await asyncio.gather(*slow)} == {201}
