"""Every kind of answer tells a browser to be careful, and says nothing of what serves it."""

import asyncio

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel

ANSWERS = [
    ("GET", "/api/v1/languages", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/users/me", 401),
    ("GET", "/api/v1/nowhere", 404),
    ("DELETE", "/api/v1/languages", 405),
    ("POST", "/api/v1/auth/login", 422),
    ("GET", "/api/v1/probe/crash", 500),
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/metrics", 200),
    ("GET", "/", 200),
    ("GET", "/setup", 200),
    ("GET", "/docs", 200),
    ("GET", "/redoc", 200),
    ("GET", "/docs/assets/swagger-ui.css", 200),
    ("GET", "/docs/assets/secret.key", 404),
    ("GET", "/nowhere", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_is_careful(door: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    answer = await door.request(method, path, json={} if method == "POST" else None)

    assert answer.status_code == status
    headers = answer.headers
    policy = dict(part.partition(" ")[::2] for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-request-id"]
    assert headers["server"] == "lyceum"
    assert "x-powered-by" not in headers


async def test_an_answer_of_the_api_may_load_and_run_nothing(door: httpx.AsyncClient) -> None:
    answer = await door.get("/api/v1/languages")

    assert set(answer.headers["content-security-policy"].split("; ")) >= {
        "default-src 'none'",
        "frame-ancestors 'none'",
    }
    assert len(answer.headers.get_list("content-security-policy")) == 1


async def test_behind_tls_a_browser_is_told_to_stay_there(kernel: Kernel, composition: Composition) -> None:
    async def told() -> str:
        app = create_app(kernel, composition, asyncio.Event())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://lyceum.test") as client:
            response = await client.get("/health/live")
            return str(response.headers.get("strict-transport-security", ""))

    assert await told() == ""
    kernel.settings = kernel.settings.model_copy(update={"secure_cookies": True})
    assert await told() == "max-age=63072000; includeSubDomains"
