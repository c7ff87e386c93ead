"""A served Lyceum for tests of identity, and people who use it with programs and browsers."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.identity import forgetting
from lyceum.identity.workflows import SEND_LETTER
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from tests.builders import MovableClock

PASSWORD = "Tall-Giraffe-79-hums"
Json = dict[str, Any]


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@dataclass
class Site:
    """One process and its HTTP."""

    kernel: Kernel
    clock: MovableClock
    http: httpx.AsyncClient
    _people: int = field(default=0)

    async def register(self, **fields: object) -> httpx.Response:
        """Ask for an account; what is not given is made up."""
        self._people += 1
        body = {"email": f"person{self._people}@example.org", "password": PASSWORD, "full_name": "Ada Lovelace"}
        return await self.http.post("/auth/register", json=body | fields)

    async def registered(self, **fields: object) -> Json:
        """A person with an account, signed in."""
        response = await self.register(**fields)
        assert response.status_code == 201, response.text
        return dict(response.json())

    async def login(self, email: str, password: str = PASSWORD, **fields: object) -> httpx.Response:
        return await self.http.post("/auth/login", json={"email": email, "password": password, **fields})

    async def refresh(self, token: str) -> httpx.Response:
        return await self.http.post("/auth/refresh", json={"refresh_token": token})

    async def me(self, token: str) -> httpx.Response:
        return await self.http.get("/users/me", headers=bearer(token))

    async def emitted(self) -> list[tuple[str, Json]]:
        """The names and bodies of all events, in order."""
        async with unit_of_work(self.kernel) as uow:
            driver = await uow.driver()
            rows = await driver.fetch("select name, body::text from platform.event order by occurred_at, id")
        return [(row["name"], json.loads(row["body"])) for row in rows]

    async def sql(self, statement: str, *arguments: object) -> list[Any]:
        """Look at, or spoil, what is in the database."""
        # A change behind the product's back is announced to nobody, so what this process remembers would still count.
        self.kernel.memory.pop("identity.remembered", None)
        async with unit_of_work(self.kernel) as uow:
            driver = await uow.driver()
            return list(await driver.fetch(statement, *arguments))

    async def deliver(self) -> None:
        """Let every letter that was posted go out: deliver the events, run the jobs they start."""
        # A letter may lead to another one.
        for _ in range(3):
            await Relay(self.kernel, ["identity"]).drain()
            queued = "select id from platform.job where kind = $1 and status = 'queued' order by id"
            jobs = await self.sql(queued, SEND_LETTER.name)
            posted = await self.sql(
                "select id from identity.letter where next_try_at <= $1 order by id", self.clock.now()
            )
            # Which job is which letter's is nothing to the letters.
            for job, letter in zip(jobs, posted, strict=True):
                await run_to_end(self.kernel, SEND_LETTER, job["id"], {"letter_id": str(letter["id"])})

    async def letters(self, to: str) -> list["Letter"]:
        """The letters to an address, in the order they were sent."""
        await self.deliver()
        folder = self.kernel.settings.home / "outbox"
        files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns) if folder.is_dir() else []
        read = [Letter(message_from_bytes(path.read_bytes(), policy=policy.default)) for path in files]
        return [letter for letter in read if letter.message["to"] == to]

    async def token_to(self, address: str) -> str:
        """The token of the newest letter to an address that has a link."""
        return next(letter.token for letter in reversed(await self.letters(address)) if letter.token)

    async def forget(self, **span: float) -> Json:
        """Let time pass, and forget what is old enough."""
        self.wait(**span)
        async with unit_of_work(self.kernel) as uow:
            return dict(await forgetting.forget_old(uow))

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock.move(timedelta(**span))

    @asynccontextmanager
    async def browser(self) -> AsyncIterator["Browser"]:
        """A browser with cookies of its own."""
        async with client_of(self.http) as http:
            yield Browser(http)


@dataclass(frozen=True)
class Letter:
    """A letter that was sent."""

    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"])

    @property
    def text(self) -> str:
        return str(self.message.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # each has one

    @property
    def html(self) -> str:
        return str(self.message.get_body(("html",)).get_content())  # type: ignore[union-attr]  # each has one

    @property
    def link(self) -> str:
        found = re.search(r"^https?://\S+#token=\S+$", self.text, re.MULTILINE)
        return found[0] if found else ""

    @property
    def token(self) -> str:
        return self.link.partition("#token=")[2]

    @property
    def code(self) -> str:
        found = re.search(r"^\d{6}$", self.text, re.MULTILINE)
        return found[0] if found else ""


class Browser:
    """Keeps cookies, and sends the CSRF header as the web app does."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    def cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.http.cookies.jar if cookie.name == name), "")

    @property
    def csrf(self) -> dict[str, str]:
        return {"x-csrf-token": self.cookie("lyceum_csrf")}

    async def post(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.csrf)


def code_of(response: httpx.Response) -> str:
    """The code in the error envelope."""
    return str(response.json()["error"]["code"])


def client_of(other: httpx.AsyncClient) -> httpx.AsyncClient:
    """Another client of the same server."""
    return httpx.AsyncClient(transport=other._transport, base_url=other.base_url)  # noqa: SLF001  the same app


@asynccontextmanager
async def open_site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    """Serve in this process, without a socket."""
    app = create_app(kernel, composition, asyncio.Event())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lyceum.test/api/v1") as http:
        yield Site(kernel, clock, http)
