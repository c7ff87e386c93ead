"""The short way to a route leads where FastAPI's own way leads."""

import asyncio
import re

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Message, Scope

from lyceum.app.composition import Composition
from lyceum.app.http import _described, create_app, describe_api
from lyceum.platform.http.direct import DirectRouting
from lyceum.platform.kernel import Kernel

# Words that other addresses have in the same place, and such as none has.
_WORDS = ("me", "next", "0198c0de-7a11-7000-8000-000000000001", "a b")


async def _taken(app: ASGIApp, method: str, path: str, root_path: str = "") -> tuple[object, object, object]:
    """The status of an answer, and the route and the parameters that a request was found to have."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("lyceum", 80),
        "path": path,
        "root_path": root_path,
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 1),
    }
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if message["type"] == "http.response.start" else [])

    await app(scope, receive, send)
    return statuses, getattr(scope.get("route"), "path", None), scope.get("path_params") or None


async def test_every_address_leads_to_the_route_that_fastapi_finds(
    kernel: Kernel, composition: Composition, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = {
        (method, re.sub(r"\{[^}]*\}", word, context.path or ""))
        for context in iter_route_contexts(describe_api(composition).routes)
        for method in (*(context.methods or ()), "PATCH")
        for word in _WORDS
    }
    addresses |= {("GET", "/api/v1/subjects/"), ("GET", "/api/v1/nothing"), ("HEAD", "/api/v1/languages"), ("GET", "")}
    app = create_app(kernel, composition, asyncio.Event())
    with monkeypatch.context() as without:
        without.setattr("lyceum.app.http._routed", _described)
        plain = create_app(kernel, composition, asyncio.Event())

    for method, path in sorted(addresses):
        assert await _taken(app, method, path) == await _taken(plain, method, path), f"{method} {path}"


async def test_a_known_address_is_found_without_asking_each_route(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FastAPI()

    async def answer(number: int) -> int:
        return number

    async def refuse(*_: object) -> None:
        raise AssertionError("FastAPI's own way was taken.")

    app.add_api_route("/api/v1/numbers/{number}", answer)
    monkeypatch.setattr(app.router, "app", refuse)
    app.router.middleware_stack = DirectRouting(app.router)

    assert await _taken(app, "GET", "/api/v1/numbers/7") == ([200], "/api/v1/numbers/{number}", {"number": "7"})


async def test_a_prefix_of_the_server_is_left_to_fastapi() -> None:
    app = FastAPI()

    async def answer() -> str:
        return "here"

    app.add_api_route("/api/v1/numbers", answer)
    app.router.middleware_stack = DirectRouting(app.router)

    assert (await _taken(app, "GET", "/lyceum/api/v1/numbers", "/lyceum"))[0] == [200]


def test_a_table_is_not_made_for_addresses_that_begin_with_anything() -> None:
    app = FastAPI()
    seen: list[str] = []

    async def anything(word: str) -> str:
        seen.append(word)
        return "anything"

    async def numbers() -> str:
        return "numbers"

    app.add_api_route("/api/v1/{word}", anything)
    app.add_api_route("/api/v1/numbers", numbers)
    app.router.middleware_stack = DirectRouting(app.router)

    asyncio.run(_taken(app, "GET", "/api/v1/numbers"))

    assert seen == ["numbers"]
