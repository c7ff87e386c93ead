"""Which languages there are."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel


@pytest.fixture
async def client(kernel: Kernel, composition: Composition) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(kernel, composition, asyncio.Event())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://lyceum/api/v1") as client:
        yield client


async def test_anybody_may_know_the_languages_by_their_own_names(client: httpx.AsyncClient) -> None:
    answer = await client.get("/languages")

    assert answer.json() == {"items": [{"tag": "de", "name": "Deutsch"}, {"tag": "en", "name": "English"}]}


async def test_the_translators_language_is_there_for_whoever_asks_for_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/languages/qps")

    assert answer.json()["tag"] == "qps"
    assert answer.json()["name"].startswith("⟦")


async def test_a_language_without_texts_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/languages/fr")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LANGUAGE_NOT_FOUND")
    assert "de, en" in answer.json()["error"]["message"]
