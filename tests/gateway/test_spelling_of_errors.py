"""The envelope of an error as source 0 spells it, for whoever asks for that."""

import httpx
import pytest

ASKING = {"accept": 'application/json; profile="camelCase"'}


async def test_by_default_names_are_in_snake_case(door: httpx.AsyncClient) -> None:
    error = (await door.get("/api/v1/users/me")).json()["error"]

    assert set(error) == {
        "type", "code", "message", "details", "timestamp", "request_id", "trace_id", "path", "retryable",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        ASKING,
        {"accept": "application/json;profile=camelCase"},
        {"accept": 'text/html, application/json; q=0.9; profile="camelcase"'},
    ],
)
async def test_whoever_asks_gets_them_in_camel_case(door: httpx.AsyncClient, headers: dict[str, str]) -> None:
    error = (await door.post("/api/v1/auth/login", json={"email": 7}, headers=headers)).json()["error"]

    assert set(error) == {
        "type",
        "code",
        "message",
        "details",
        "timestamp",
        "requestId",
        "traceId",
        "path",
        "retryable",
    }
    assert error["details"]["fields"] == {"email": "Input should be a valid string", "password": "Field required"}


async def test_what_the_shell_refuses_is_spelled_the_same(door: httpx.AsyncClient) -> None:
    response = await door.post("/api/v1/auth/login", content=b"x", headers={**ASKING, "content-encoding": "gzip"})

    assert response.status_code == 415
    assert response.json()["error"]["requestId"] == response.headers["x-request-id"]
