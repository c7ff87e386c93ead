"""A POST that is sent again with its key is done once and answered the same, for its sender and for a day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock

SUBJECTS = "/api/v1/subjects"


@pytest.fixture
async def client(kernel: Kernel, composition: Composition) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(kernel, composition, asyncio.Event())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://lyceum") as client:
        yield client


async def sign_up(client: httpx.AsyncClient, name: str) -> dict[str, str]:
    person = {"email": f"{name}@example.org", "password": "Quiet-Harbour-71", "full_name": name}
    answer = await client.post("/api/v1/auth/register", json=person)
    assert answer.status_code == 201
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def post(client: httpx.AsyncClient, who: dict[str, str], key: str, title: str) -> httpx.Response:
    return await client.post(SUBJECTS, json={"title": title}, headers={**who, "idempotency-key": key})


async def count(client: httpx.AsyncClient, who: dict[str, str]) -> int:
    return len((await client.get(SUBJECTS, headers=who)).json()["items"])


async def test_the_second_time_gets_the_first_answer(client: httpx.AsyncClient) -> None:
    ada = await sign_up(client, "ada")

    first, second = await post(client, ada, "k", "Algebra"), await post(client, ada, "k", "Algebra")

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert await count(client, ada) == 1


async def test_a_key_is_not_taken_for_another_request(client: httpx.AsyncClient) -> None:
    ada = await sign_up(client, "ada")
    await post(client, ada, "k", "Algebra")

    other = await post(client, ada, "k", "Botany")

    assert (other.status_code, other.json()["error"]["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert await count(client, ada) == 1


async def test_another_persons_key_is_another_key(client: httpx.AsyncClient) -> None:
    ada, eve = await sign_up(client, "ada"), await sign_up(client, "eve")
    await post(client, ada, "k", "Algebra")

    answer = await post(client, eve, "k", "Algebra")

    assert "idempotency-replayed" not in answer.headers
    assert await count(client, eve) == 1


async def test_a_refused_request_may_be_tried_again(client: httpx.AsyncClient) -> None:
    ada = await sign_up(client, "ada")
    refused = await post(client, ada, "k", "")
    assert refused.status_code == 422

    assert (await post(client, ada, "k", "Algebra")).status_code == 201


async def test_a_key_is_forgotten_after_a_day(client: httpx.AsyncClient, clock: MovableClock) -> None:
    ada = await sign_up(client, "ada")
    await post(client, ada, "k", "Algebra")

    clock.move(timedelta(days=1, seconds=1))
    person = {"email": "ada@example.org", "password": "Quiet-Harbour-71"}
    again = (await client.post("/api/v1/auth/login", json=person)).json()["access_token"]

    answer = await post(client, {"authorization": f"Bearer {again}"}, "k", "Botany")
    assert (answer.status_code, answer.headers.get("idempotency-replayed")) == (201, None)


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_a_key_has_a_length(client: httpx.AsyncClient, key: str) -> None:
    ada = await sign_up(client, "ada")

    answer = await post(client, ada, key, "Algebra")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "INVALID_IDEMPOTENCY_KEY")
