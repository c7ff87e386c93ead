"""Pages of the sites in the list may call the API; those of any other are told nothing, and never with a wildcard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import ValidationError

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import Settings

FRIEND, STRANGER = "https://friend.example", "https://friend.example.evil.example"
LANGUAGES = "/api/v1/languages"
ASKS = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}


@asynccontextmanager
async def allowing(kernel: Kernel, composition: Composition, *origins: str) -> AsyncIterator[httpx.AsyncClient]:
    kernel.settings = kernel.settings.model_copy(update={"cors_origins": origins})
    transport = httpx.ASGITransport(create_app(kernel, composition, asyncio.Event()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def open_door(kernel: Kernel, composition: Composition) -> AsyncIterator[httpx.AsyncClient]:
    async with allowing(kernel, composition, FRIEND, "http://localhost:5173") as client:
        yield client


def sharing(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("access-control-")}


async def test_a_page_of_a_listed_site_may_read_and_send_cookies(open_door: httpx.AsyncClient) -> None:
    answer = await open_door.get(LANGUAGES, headers={"origin": FRIEND})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert {"X-Request-Id", "RateLimit", "Retry-After"} <= set(
        answer.headers["access-control-expose-headers"].split(", ")
    )
    assert "Origin" in answer.headers["vary"]


async def test_a_refusal_can_be_read_by_a_listed_page_too(open_door: httpx.AsyncClient) -> None:
    answer = await open_door.get("/api/v1/users/me", headers={"origin": FRIEND})

    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == FRIEND


async def test_the_question_before_a_call_is_answered_once_for_hours(open_door: httpx.AsyncClient) -> None:
    answer = await open_door.options(LANGUAGES, headers={"origin": FRIEND, **ASKS})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "7200"
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("origin", [STRANGER, "null", "http://friend.example", "https://friend.example:444", ""])
async def test_a_page_of_any_other_site_is_told_nothing(open_door: httpx.AsyncClient, origin: str) -> None:
    read = await open_door.get(LANGUAGES, headers={"origin": origin})
    asked = await open_door.options(LANGUAGES, headers={"origin": origin, **ASKS})

    assert sharing(read) == sharing(asked) == {}
    assert (asked.status_code, asked.json()["error"]["code"]) == (403, "ORIGIN_NOT_ALLOWED")
    # A cache must not give this answer to the sites of the list.
    assert "Origin" in read.headers["vary"]


async def test_a_wildcard_is_never_given_with_credentials(kernel: Kernel, composition: Composition) -> None:
    async with allowing(kernel, composition, "*", FRIEND) as client:
        stranger = await client.get(LANGUAGES, headers={"origin": STRANGER})
        friend = await client.get(LANGUAGES, headers={"origin": FRIEND})
        nobody = await client.options(LANGUAGES, headers={"origin": "null", **ASKS})

    assert stranger.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in stranger.headers
    assert friend.headers["access-control-allow-origin"] == FRIEND
    assert nobody.status_code == 403


async def test_without_a_list_no_page_of_another_site_may_call(door: httpx.AsyncClient) -> None:
    answer = await door.get(LANGUAGES, headers={"origin": FRIEND})
    asked = await door.options(LANGUAGES, headers={"origin": FRIEND, **ASKS})

    assert sharing(answer) == {}
    assert asked.status_code == 403


@pytest.mark.parametrize(
    "entry", ["null", "friend.example", "https://friend.example/", "https://*.example", "HTTPS://A"]
)
def test_the_list_takes_origins_only(entry: str) -> None:
    with pytest.raises(ValidationError, match="is no origin"):
        Settings(cors_origins=(entry,))
