"""The API can be read and tried by people, with nothing from anywhere else."""

import gzip
import re

import brotli
import httpx
import pytest


@pytest.mark.parametrize(
    ("path", "files"),
    [("/docs", {"swagger-ui.css", "swagger-ui-bundle.js"}), ("/redoc", {"redoc.standalone.js"})],
)
async def test_a_page_is_made_of_our_own_files(door: httpx.AsyncClient, path: str, files: set[str]) -> None:
    page = await door.get(path)

    addresses = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.text)
    addresses.remove("data:,")
    assert {each.removeprefix("/docs/assets/") for each in addresses} == files
    assert 'data-description="/api/v1/openapi.json"' in page.text
    for address in addresses:
        file = await door.get(address)
        assert file.status_code == 200
        assert len(file.content) > 100_000
        assert b"cdn.redoc.ly" not in file.content


async def test_a_file_is_packed_and_sent_once(door: httpx.AsyncClient) -> None:
    async def raw(**headers: str) -> tuple[httpx.Response, bytes]:
        async with door.stream("GET", "/docs/assets/swagger-ui.css", headers=headers) as response:
            return response, b"".join([piece async for piece in response.aiter_raw()])

    _, plain = await raw(**{"accept-encoding": "identity"})
    packed, small = await raw(**{"accept-encoding": "gzip, br"})
    _, gzipped = await raw(**{"accept-encoding": "gzip"})
    again, nothing = await raw(**{"accept-encoding": "gzip, br", "if-none-match": packed.headers["etag"]})

    assert brotli.decompress(small) == gzip.decompress(gzipped) == plain
    assert (again.status_code, nothing) == (304, b"")


@pytest.mark.parametrize("name", ["..%2f__init__.py", "secret.key", "index.html"])
async def test_nothing_else_is_sent(door: httpx.AsyncClient, name: str) -> None:
    assert (await door.get(f"/docs/assets/{name}")).status_code == 404
