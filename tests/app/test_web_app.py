"""The built web app is served beside the API: compressed, cached for good where it may be, and never in its way."""

import asyncio
import base64
import gzip
import hashlib
import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from lyceum.app.composition import Composition, Role
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel

THEME = "document.documentElement.dataset.theme = 'dark' && \"x < y\";"
INLINE_STYLE = "body > main { color: red }"
PAGE = (
    f'<!doctype html><html><head><script>{THEME}</script><script type="module" src="/assets/app-1a2b.js"></script>'
    f"<style>{INLINE_STYLE}</style></head><body><p>Lyceum</p></body></html>"
)
SCRIPT = "console.log('a script that is long enough to be worth compressing');" * 20
# Their content is told apart by the test alone; nothing here unpacks brotli.
BROTLI = b"the script, as brotli writes it"
GZIPPED = gzip.compress(SCRIPT.encode())
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """What a build leaves, in small; beside it a file that is nobody's."""
    (tmp_path / "secret.txt").write_text("not served")
    folder = tmp_path / "static"
    contents: dict[str, str | bytes] = {
        "index.html": PAGE,
        "index.html.gz": gzip.compress(PAGE.encode()),
        "routes.json": json.dumps(["/", "/library", "/documents/$id", "/progress/skills/$id", "/help/$"]),
        "sw.js": "self.skipWaiting();",
        "manifest.webmanifest": "{}",
        "icons/192.png": b"\x89PNG",
        "assets/app-1a2b.js": SCRIPT,
        "assets/app-1a2b.js.br": BROTLI,
        "assets/app-1a2b.js.gz": GZIPPED,
        "assets/inter-3c4d.woff2": b"wOF2",
        ".built-from": "a hash",
    }
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture
async def web(kernel: Kernel, composition: Composition, static: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(kernel, composition, static) as client:
        yield client


def browsing(kernel: Kernel, composition: Composition, static: Path) -> httpx.AsyncClient:
    app = create_app(kernel, composition, asyncio.Event(), static=static)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", headers={"accept-encoding": "identity"})


def refused(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


async def test_a_hashed_file_may_be_kept_for_ever(web: httpx.AsyncClient) -> None:
    script = await web.get("/assets/app-1a2b.js")
    font = await web.get("/assets/inter-3c4d.woff2")

    assert script.text == SCRIPT
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["x-content-type-options"] == "nosniff"
    assert (font.content, font.headers["content-type"]) == (b"wOF2", "font/woff2")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0.2, br;q=0", "gzip"),
        ("GZIP ; Q=1.0", "gzip"),
        ("identity, br;q=0.1", None),
        ("deflate", None),
        ("br;q=surprise,,;;;=", None),
        ("", None),
    ],
)
async def test_the_client_chooses_the_encoding(web: httpx.AsyncClient, accepted: str, coding: str | None) -> None:
    async with web.stream("GET", "/assets/app-1a2b.js", headers={"accept-encoding": accepted}) as response:
        body = b"".join([piece async for piece in response.aiter_raw()])

    assert response.headers.get("content-encoding") == coding
    assert response.headers["vary"] == "accept-encoding"
    assert response.headers["content-length"] == str(len(body))
    assert body == {"br": BROTLI, "gzip": GZIPPED, None: SCRIPT.encode()}[coding]


async def test_what_has_one_form_does_not_vary(web: httpx.AsyncClient) -> None:
    font = await web.get("/assets/inter-3c4d.woff2", headers={"accept-encoding": "br"})

    assert "content-encoding" not in font.headers
    assert "vary" not in font.headers


@pytest.mark.parametrize("path", ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/icons/192.png", "/library"])
async def test_what_keeps_its_name_is_asked_for_again(web: httpx.AsyncClient, path: str) -> None:
    first = await web.get(path)

    again = await web.get(path, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    changed = await web.get(path, headers={"if-none-match": '"other"'})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    assert (changed.status_code, changed.content) == (200, first.content)


async def test_two_encodings_of_a_file_have_two_tags(web: httpx.AsyncClient) -> None:
    plain = await web.get("/")
    packed = await web.get("/", headers={"accept-encoding": "gzip"})

    refused_tag = await web.get("/", headers={"accept-encoding": "gzip", "if-none-match": plain.headers["etag"]})

    assert plain.text == packed.text == PAGE
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["etag"] != packed.headers["etag"]
    assert refused_tag.status_code == 200


async def test_head_answers_as_get_without_the_body(web: httpx.AsyncClient) -> None:
    got, headed = await web.get("/library"), await web.head("/library")

    told = ("content-type", "content-length", "etag", "content-security-policy")
    assert (headed.status_code, headed.content) == (200, b"")
    assert [headed.headers[name] for name in told] == [got.headers[name] for name in told]


@pytest.mark.parametrize(
    "path",
    ["/", "/library", "/library/", "/documents/0197f", "/documents/a%20b?page=3", "/help/a/b", "/documents/v1.2"],
)
async def test_every_page_of_the_app_is_its_one_page(web: httpx.AsyncClient, path: str) -> None:
    response = await web.get(path, headers=HTML)

    assert (response.status_code, response.text) == (200, PAGE)


@pytest.mark.parametrize("path", ["/nowhere", "/documents", "/documents/1/2", "/Library", "/help/", "/apis"])
async def test_a_page_that_is_not_there_is_shown_and_not_found(web: httpx.AsyncClient, path: str) -> None:
    response = await web.get(path, headers=HTML)

    assert (response.status_code, response.text) == (404, PAGE)
    assert "etag" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/assets/app-0000.js",
        "/favicon.gif",
        "/api",
        "/api/v1/nowhere",
        "/health",
        "/health/nowhere",
        "/assets",
        "/assets/",
    ],
)
async def test_what_is_no_page_is_refused_as_json(web: httpx.AsyncClient, path: str) -> None:
    assert refused(await web.get(path, headers=HTML)) == (404, "ROUTE_NOT_FOUND")


async def test_a_program_that_mistypes_gets_json(web: httpx.AsyncClient) -> None:
    assert refused(await web.get("/nowhere", headers={"accept": "application/json"})) == (404, "ROUTE_NOT_FOUND")
    assert refused(await web.post("/nowhere", headers=HTML)) == (404, "ROUTE_NOT_FOUND")
    assert refused(await web.post("/library", headers=HTML)) == (404, "ROUTE_NOT_FOUND")


@pytest.mark.parametrize("path", ["/routes.json", "/.built-from", "/assets/app-1a2b.js.br", "/index.html.gz"])
async def test_what_is_for_the_server_alone_is_not_served(web: httpx.AsyncClient, path: str) -> None:
    assert (await web.get(path)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/..\\secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%252e%252e/secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets//etc/passwd",
        "/secret.txt%00.html",
        "/assets/app-1a2b.js%00",
        "/assets/%ff%fe",
        "/file:%2f%2f%2fetc%2fpasswd",
        "/" + "a" * 8000,
        "/assets/" + "../" * 2000 + "etc/passwd",
    ],
)
@pytest.mark.parametrize("accept", ["*/*", HTML["accept"]])
async def test_no_address_leads_out_of_the_folder(web: httpx.AsyncClient, path: str, accept: str) -> None:
    # As it is: a client would tidy the dots away before it sends them.
    url = httpx.URL("http://localhost").copy_with(raw_path=path.encode())

    response = await web.send(httpx.Request("GET", url, headers={"accept": accept}))

    assert response.status_code == 404
    assert response.text == PAGE or response.json()["error"]["code"] == "ROUTE_NOT_FOUND"


async def test_a_page_runs_its_own_scripts_and_no_others(web: httpx.AsyncClient) -> None:
    page = await web.get("/library", headers=HTML)
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))

    def hashed(content: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

    assert policy.pop("script-src") == f"'self' {hashed(THEME)}"
    assert policy.pop("style-src") == f"'self' {hashed(INLINE_STYLE)}"
    assert policy == {
        "default-src": "'none'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert "camera=()" in page.headers["permissions-policy"]
    assert page.headers["x-frame-options"] == "DENY"


async def test_a_worker_is_bound_by_the_policy_of_the_pages(web: httpx.AsyncClient) -> None:
    page, worker = await web.get("/"), await web.get("/sw.js")

    assert worker.headers["content-security-policy"] == page.headers["content-security-policy"]


async def test_what_the_process_says_by_itself_stays_where_it_is(web: httpx.AsyncClient) -> None:
    set_up, health, described = [await web.get(path) for path in ("/setup", "/health/live", "/api/v1/openapi.json")]

    assert '<a href="/">' in set_up.text
    assert health.json() == {"status": "live"}
    assert described.json()["info"]["title"] == "Lyceum"


async def test_metrics_count_pages_by_their_pattern(web: httpx.AsyncClient) -> None:
    for path in ("/documents/0197f", "/assets/app-1a2b.js", "/some/made-up/address"):
        await web.get(path, headers=HTML)

    counted = (await web.get("/metrics")).text

    routes = set(re.findall(r'http_requests_total\{.*?route="([^"]*)"', counted))
    assert {"/documents/$id", "/assets/{file}", "/{page}"} <= routes
    assert not {route for route in routes if "0197f" in route or "made-up" in route}


async def test_without_a_build_a_page_says_how_to_make_one(
    kernel: Kernel, composition: Composition, tmp_path: Path
) -> None:
    async with browsing(kernel, composition, tmp_path / "nothing") as client:
        welcome, unknown = await client.get("/", headers=HTML), await client.get("/library", headers=HTML)

    assert welcome.status_code == 200
    assert "make web" in welcome.text
    assert refused(unknown) == (404, "ROUTE_NOT_FOUND")


async def test_a_process_that_answers_no_api_shows_no_app(
    kernel: Kernel, composition: Composition, static: Path
) -> None:
    worker = replace(composition, roles=frozenset({Role.WORKER}))

    async with browsing(kernel, worker, static) as client:
        assert "make web" not in (await client.get("/library", headers=HTML)).text


async def test_a_running_process_keeps_serving_the_build_it_began_with(web: httpx.AsyncClient, static: Path) -> None:
    shutil.rmtree(static)

    assert (await web.get("/assets/app-1a2b.js")).text == SCRIPT
    assert (await web.get("/library")).text == PAGE
