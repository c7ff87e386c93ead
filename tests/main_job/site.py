"""An installation in the test's own process, and learners at its HTTP door."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text
from starlette.types import ASGIApp

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.relay import Relay
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.workflows import run_to_end
from lyceum.studio.workflows import LEARN_DOCUMENT

EXAMPLES = Path(__file__).parents[2] / "examples"
CHAPTER = EXAMPLES / "demand-and-supply.pdf"
Json = dict[str, Any]

# Definitions in bold, one per paragraph: small, and enough to make cards and gaps from.
NOTES = """# Cells

## The parts of a cell

A **mitochondrion** is an organelle that releases energy from food by cellular respiration. Every **mitochondrion** has
two membranes, and the inner one is folded. A muscle cell holds thousands of them, because it needs so much energy.

A **ribosome** is a small particle that builds proteins from amino acids. A **ribosome** reads the message that came
from the nucleus, and adds one amino acid after another to the chain.

The **nucleus** is the organelle that holds the DNA of the cell. The **nucleus** is surrounded by a double membrane with
pores, through which messages leave.

## How cells live

**Osmosis** is the movement of water through a membrane from a dilute to a concentrated solution. **Osmosis** makes
plant cells firm.

**Diffusion** is the movement of particles from where there are many to where there are few. **Diffusion** needs no
energy from the cell.
"""


async def authenticate(uow: UnitOfWork, credentials: Credentials) -> Principal:  # noqa: ARG001  named by the Protocol
    """Stands where `identity` does: the token is the account."""
    if not credentials.bearer:
        raise Unauthenticated("Sign in.")
    user, _, zone = credentials.bearer.partition("@")
    return Principal(UUID(user), None, frozenset(), frozenset(), time_zone=zone or "UTC")


@dataclass
class Learner:
    """Somebody at the door."""

    user_id: UUID
    http: httpx.AsyncClient
    site: "Site"
    zone: str = "UTC"
    language: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        wished = {"accept-language": self.language} if self.language else {}
        return {"authorization": f"Bearer {self.user_id}@{self.zone}", **wished}

    def in_zone(self, zone: str) -> "Learner":
        return replace(self, zone=zone)

    def reading(self, language: str) -> "Learner":
        return replace(self, language=language)

    async def get(self, path: str, **query: object) -> httpx.Response:
        given = {name: str(value) for name, value in query.items()}
        return await self.http.get(f"/api/v1/{path}", params=given, headers=self.headers)

    async def post(self, path: str, body: Json | None = None, **headers: str) -> httpx.Response:
        # Escaped, so that what no encoding can write reaches the server too.
        content = None if body is None else json.dumps(body)
        sent = self.headers | {"content-type": "application/json"} | headers
        return await self.http.post(f"/api/v1/{path}", content=content, headers=sent)

    async def patch(self, path: str, body: Json) -> httpx.Response:
        return await self.http.patch(f"/api/v1/{path}", json=body, headers=self.headers)

    async def put(self, path: str, body: Json | None = None) -> httpx.Response:
        return await self.http.put(f"/api/v1/{path}", json=body, headers=self.headers)

    async def delete(self, path: str) -> httpx.Response:
        return await self.http.delete(f"/api/v1/{path}", headers=self.headers)

    async def upload(self, content: bytes, name: str = "notes.md", **form: str) -> httpx.Response:
        return await self.http.post(
            "/api/v1/documents", files={"file": (name, content)}, data=form, headers=self.headers
        )

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

    async def start(self, **body: object) -> str:
        return str(fine(await self.post("practice/sessions", body), 201)["id"])

    async def start_on(self, learned: "Learned", kind: str) -> str:
        """A session over nothing but items of one type."""
        deck = fine(await self.post("decks", {"subject_id": learned.subject_id, "title": kind}), 201)["id"]
        for item in await self.all(f"decks/{learned.deck_id}/items"):
            if item["type"] == kind:
                await self.put(f"decks/{deck}/items/{item['id']}")
        return await self.start(deck_id=deck)

    async def next(self, session_id: str) -> Json:
        return fine(await self.get("practice/next", session_id=session_id))

    async def answer(self, session_id: str, item: Json, response: object, **more: object) -> httpx.Response:
        body = {"client_attempt_id": str(uuid4()), "session_id": session_id, "item_id": item["id"]}
        return await self.post("practice/attempts", {**body, "response": response, **more})

    async def key_of(self, item: Json) -> object:
        """What its author knows, and the API does not tell while it asks: looked up behind the door."""
        query = "select key from library.item_version where item_id = :id and version = :version"
        found: list[tuple[object]] = await self.site.rows(query, id=UUID(item["id"]), version=item["version"])
        return found[0][0]

    async def answer_well(self, session_id: str, item: Json, **more: object) -> Json:
        response = 4 if item["type"] == "flashcard" else await self.key_of(item)
        return fine(await self.answer(session_id, item, response, **more), 201)

    async def answer_badly(self, session_id: str, item: Json, **more: object) -> Json:
        return fine(await self.answer(session_id, item, await self.wrong_for(item), **more), 201)

    async def wrong_for(self, item: Json) -> object:
        """A response in the shape of the item's type that is wrong."""
        match item["type"]:
            case "flashcard":
                return 1
            case "cloze":
                return ["qwertz"] * item["gaps"]
            case "multiple_choice":
                key = await self.key_of(item)
                return next(option["id"] for option in item["options"] if option["id"] != key)
            case "true_false":
                return not await self.key_of(item)
            case _:
                return "qwertz"


@dataclass
class Site:
    """What is served, and its insides."""

    kernel: Kernel
    app: ASGIApp
    relay: Relay

    @asynccontextmanager
    async def clients(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client

    async def run_jobs(self) -> None:
        """Deliver what is due, and run every learning job that was started, here and now."""
        await self.relay.drain()
        async with unit_of_work(self.kernel) as uow:
            waiting = text(
                "select d.id as document_id, j.id as job_id from documents.document d"
                " join platform.job j on j.id = d.job_id where j.status = 'queued' order by j.id"
            )
            rows = (await uow.execute(waiting)).all()
        for row in rows:
            await run_to_end(self.kernel, LEARN_DOCUMENT, row.job_id, {"document_id": str(row.document_id)})
        await self.relay.drain()

    async def rows(self, query: str, **values: object) -> list[Any]:
        """Look behind the door."""
        async with unit_of_work(self.kernel) as uow:
            return list((await uow.execute(text(query), values)).all())


def open_site(kernel: Kernel, composition: Composition) -> Site:
    # Identity as it is, but for the door.
    domains = (replace(each, authenticate=authenticate) if each.authenticate else each for each in composition.domains)
    app = create_app(kernel, replace(composition, domains=tuple(domains)), asyncio.Event())
    return Site(kernel, app, Relay(kernel, composition.served))


def new_learner(site: Site, client: httpx.AsyncClient) -> Learner:
    return Learner(new_id(), client, site)


def fine(response: httpx.Response, status: int = 200) -> Json:
    """The body of a success."""
    assert response.status_code == status, response.text
    body: Json = response.json()
    return body


def refused(response: httpx.Response) -> tuple[int, str]:
    assert response.status_code >= 400, response.text
    return response.status_code, response.json()["error"]["code"]


def files_of(site: Site) -> list[Path]:
    """Every file that was stored."""
    return [each for each in (site.kernel.settings.home / "objects").rglob("*") if each.is_file()]


@dataclass(frozen=True)
class Learned:
    """What came of an upload."""

    document_id: str
    job_id: str
    result: Json

    @property
    def deck_id(self) -> str:
        return str(self.result["deck_id"])

    @property
    def subject_id(self) -> str:
        return str(self.result["subject_id"])


async def learn(site: Site, learner: Learner, content: bytes = NOTES.encode(), name: str = "cells.md") -> Learned:
    """Upload and let the job run to its end."""
    uploaded = fine(await learner.upload(content, name), 202)
    await site.run_jobs()
    job = fine(await learner.get(f"jobs/{uploaded['job_id']}"))
    assert job["status"] == "completed", job
    return Learned(uploaded["document_id"], uploaded["job_id"], job["result"])
