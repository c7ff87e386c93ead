"""A second version of the API stands beside the first, and what will go says so in every answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import Depends
from pydantic import BaseModel

from lyceum.app.composition import Composition
from lyceum.app.http import create_app, describe_api
from lyceum.platform.domain import Domain
from lyceum.platform.errors import Conflict
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.http.versions import Deprecation
from lyceum.platform.kernel import Kernel

OLD = Deprecation(
    since=datetime(2026, 3, 1, tzinfo=UTC), sunset=datetime(2027, 3, 1, tzinfo=UTC), successor="/api/v2/greetings"
)
first = OutsideRouter(prefix="/greetings", tags=["greetings"])
second = OutsideRouter(prefix="/greetings", tags=["greetings"])


class Greeting(BaseModel):
    text: str


class GreetingNow(BaseModel):
    words: list[str]


@first.get("", dependencies=[Depends(OLD)])
async def greet(refuse: bool = False) -> Greeting:  # noqa: FBT001, FBT002  a parameter of the query
    """Greet."""
    if refuse:
        raise Conflict("Not now.")
    return Greeting(text="Good day")


@second.get("")
async def greet_now() -> GreetingNow:
    """Greet."""
    return GreetingNow(words=["Good", "day"])


GREETINGS = Domain(name="greetings", about="Says good day.", routers=(first,), later_routers={"v2": (second,)})


@pytest.fixture
def both(composition: Composition) -> Composition:
    return replace(composition, domains=(*composition.domains, GREETINGS), served=composition.served | {GREETINGS.name})


@pytest.fixture
async def door(kernel: Kernel, both: Composition) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(kernel, both, asyncio.Event()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


async def test_two_versions_answer_side_by_side(door: httpx.AsyncClient) -> None:
    old, new = await door.get("/api/v1/greetings"), await door.get("/api/v2/greetings")

    assert (old.json(), new.json()) == ({"text": "Good day"}, {"words": ["Good", "day"]})
    assert (await door.get("/api/v2/subjects")).status_code == 404


@pytest.mark.parametrize(("query", "status"), [("", 200), ("?refuse=true", 409), ("?refuse=perhaps", 422)])
async def test_whatever_a_deprecated_route_answers_says_that_it_will_go(
    door: httpx.AsyncClient, query: str, status: int
) -> None:
    old, new = await door.get(f"/api/v1/greetings{query}"), await door.get("/api/v2/greetings")

    assert old.status_code == status
    assert old.headers["deprecation"] == "@1772323200"
    assert old.headers["sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"
    assert old.headers["link"] == '</api/v2/greetings>; rel="successor-version"'
    assert "deprecation" not in new.headers


def test_the_description_says_what_will_go(both: Composition) -> None:
    paths = describe_api(both).openapi()["paths"]

    old, new = paths["/api/v1/greetings"]["get"], paths["/api/v2/greetings"]["get"]
    assert old["deprecated"] is True
    assert "Deprecated since 2026-03-01. It ends on 2027-03-01. Use `/api/v2/greetings` instead." in old["description"]
    assert "deprecated" not in new
    assert old["operationId"] != new["operationId"]


def test_nothing_ends_before_it_was_said() -> None:
    with pytest.raises(ValueError, match="not after the deprecation"):
        Deprecation(since=OLD.since, sunset=OLD.since)


@pytest.mark.parametrize("version", ["v1", "v0", "2", "v2/x", ""])
def test_a_later_version_is_called_by_its_number(version: str) -> None:
    with pytest.raises(ValueError, match="versions of the API"):
        Domain(name="greetings", about="", later_routers={version: ()})
