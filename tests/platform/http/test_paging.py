"""`limit` and `cursor` of a route."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from lyceum.platform.http.paging import PageBody, Paging
from lyceum.platform.pages import Page


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.get("/things", response_model=PageBody[str])
    async def things(page: Paging) -> Page[str]:
        return Page([f"{page.limit}", f"{page.cursor}"], None)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://lyceum.test") as client:
        yield client


async def test_a_list_without_parameters_has_twenty_items_at_the_most(client: httpx.AsyncClient) -> None:
    answer = await client.get("/things")

    assert answer.json() == {"items": ["20", "None"], "next_cursor": None}


async def test_limit_and_cursor_are_handed_over(client: httpx.AsyncClient) -> None:
    answer = await client.get("/things?limit=100&cursor=abc")

    assert answer.json()["items"] == ["100", "abc"]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=many", "cursor=" + "a" * 1025])
async def test_what_is_outside_the_range_is_refused(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/things?{query}")).status_code == 422
