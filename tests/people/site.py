"""A served Lyceum for tests of people, and persons with accounts at its door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.identity.contracts.people import AccountStatus
from lyceum.identity.events import AccountStatusChanged
from lyceum.platform.kernel import Kernel
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, bearer

Json = dict[str, Any]


@dataclass
class Person:
    """Somebody with an account, signed in."""

    id: UUID
    username: str
    email: str
    token: str
    http: httpx.AsyncClient

    async def get(self, path: str, **query: object) -> httpx.Response:
        given = {name: str(value) for name, value in query.items()}
        return await self.http.get(path, params=given, headers=bearer(self.token))

    async def post(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=bearer(self.token))

    async def put(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.put(path, json=body, headers=bearer(self.token))

    async def patch(self, path: str, body: Json) -> httpx.Response:
        return await self.http.patch(path, json=body, headers=bearer(self.token))

    async def delete(self, path: str) -> httpx.Response:
        return await self.http.delete(path, headers=bearer(self.token))

    async def all(self, path: str, **query: object) -> list[Json]:
        """Every item of a list, page after page."""
        found: list[Json] = []
        cursor: dict[str, object] = {}
        while True:
            page = fine(await self.get(path, **query, **cursor))
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    async def make(self, kind: str, **said: object) -> Json:
        """A class, a group or an organisation of theirs."""
        return fine(await self.post(f"/{kind}", {"name": "Economics", **said}), 201)

    async def join(self, kind: str, circle: Json) -> httpx.Response:
        """Give the code that a circle had when it was read."""
        return await self.post(f"/{kind}/join", {"code": circle["join_code"]["code"]})


@dataclass
class Site:
    """One process, its HTTP and its insides."""

    kernel: Kernel
    clock: MovableClock
    http: httpx.AsyncClient
    relay: Relay
    _people: int = field(default=0)

    async def person(self, role: str = "student", name: str = "Ada Lovelace", *, is_verified: bool = True) -> Person:
        """Somebody new, whose letters reach them unless that is denied."""
        self._people += 1
        email = f"person{self._people}@example.org"
        body = {"email": email, "password": PASSWORD, "full_name": name}
        made = fine(await self.http.post("/auth/register", json=body), 201)
        user = made["user"]
        if is_verified:
            await self.sql("update identity.account set email_verified_at = now() where id = $1", UUID(user["id"]))
        if role != "student":
            await self.sql("update identity.account set roles = $2 where id = $1", UUID(user["id"]), [role])
        return Person(UUID(user["id"]), user["username"], email, made["access_token"], self.http)

    async def teacher(self, name: str = "Maria Okafor") -> Person:
        return await self.person("teacher", name)

    async def class_of(self, *students: Person, by: Person | None = None) -> tuple[Person, Json]:
        """A teacher, and a class of theirs with these students in it."""
        teacher = by or await self.teacher()
        made = await teacher.make("classes")
        for student in students:
            fine(await student.join("classes", made))
        return teacher, made

    async def group_of(self, owner: Person, *members: Person, **said: object) -> Json:
        """A group with these members in it."""
        made = await owner.make("groups", **said)
        for member in members:
            fine(await member.join("groups", made))
        return made

    async def again(self, person: Person) -> Person:
        """The same person, signed in anew."""
        answer = await self.http.post("/auth/login", json={"email": person.email, "password": PASSWORD})
        return replace(person, token=fine(answer)["access_token"])

    async def set_status(self, person: Person, status: AccountStatus) -> None:
        """An account is in another state, and everybody heard of it."""
        async with unit_of_work(self.kernel) as uow:
            driver = await uow.driver()
            await driver.execute("update identity.account set status = $2 where id = $1", person.id, status.value)
            uow.emit(AccountStatusChanged(account_id=person.id, status=status, changed_by=person.id))
        await self.relay.drain()

    async def events(self, name: str) -> list[Json]:
        """The bodies of all events of one name, in order."""
        rows = await self.sql("select body from platform.event where name = $1 order by occurred_at, id", name)
        return [row["body"] for row in rows]

    async def noted(self, kind: str) -> list[Any]:
        """What the security log has of one kind."""
        query = "select account_id, details from platform.security_event where kind = $1 order by id"
        return await self.sql(query, kind)

    async def sql(self, statement: str, *arguments: object) -> list[Any]:
        """Look at, or spoil, what is in the database."""
        async with unit_of_work(self.kernel) as uow:
            driver = await uow.driver()
            return list(await driver.fetch(statement, *arguments))


def fine(response: httpx.Response, status: int = 200) -> Json:
    """The body of a success."""
    assert response.status_code == status, response.text
    body: Json = response.json() if response.content else {}
    return body


def refused(response: httpx.Response) -> tuple[int, str]:
    """The status and the code of a refusal."""
    assert response.status_code >= 400, response.text
    return response.status_code, response.json()["error"]["code"]


@asynccontextmanager
async def open_site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    """Serve in this process, without a socket."""
    app = create_app(kernel, composition, asyncio.Event())
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://lyceum.test/api/v1") as http:
        yield Site(kernel, clock, http, Relay(kernel, composition.served))
