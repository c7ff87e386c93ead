"""Long answers are packed for whoever takes that, and nothing else is touched."""

import gzip
from collections.abc import AsyncIterator

import brotli
import httpx
import pytest
from starlette.responses import JSONResponse, StreamingResponse

from lyceum.gateway.packing import PackedAnswers

LONG, SHORT = "/api/v1/openapi.json", "/health/live"


async def raw(door: httpx.AsyncClient, path: str, accepted: str) -> tuple[httpx.Response, bytes]:
    async with door.stream("GET", path, headers={"accept-encoding": accepted}) as response:
        return response, b"".join([piece async for piece in response.aiter_raw()])


async def test_a_long_answer_is_packed(door: httpx.AsyncClient) -> None:
    plain_answer, plain = await raw(door, LONG, "identity")
    packed_answer, packed = await raw(door, LONG, "gzip, deflate")

    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 4
    assert packed_answer.headers["content-encoding"] == "gzip"
    assert packed_answer.headers["content-length"] == str(len(packed))
    assert packed_answer.headers["vary"] == "accept-encoding"
    assert packed_answer.headers["x-request-id"]
    assert "content-encoding" not in plain_answer.headers


@pytest.mark.parametrize("accepted", ["gzip, deflate, br, zstd", "br", "gzip;q=0.8, br;q=0.9", "*"])
async def test_brotli_is_taken_where_a_client_likes_it_as_well(door: httpx.AsyncClient, accepted: str) -> None:
    _, plain = await raw(door, LONG, "identity")
    answer, packed = await raw(door, LONG, accepted)

    assert answer.headers["content-encoding"] == "br"
    assert brotli.decompress(packed) == plain


async def test_an_answer_that_holds_a_secret_is_not_packed() -> None:
    app = PackedAnswers(JSONResponse({"token": "a" * 4096}, headers={"cache-control": "no-store"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        response, body = await raw(client, "/", "br, gzip")

    assert "content-encoding" not in response.headers
    assert body.startswith(b"{")


@pytest.mark.parametrize("accepted", ["", "identity", "zstd", "gzip;q=0", "x-gzip", "br;q=0.5, identity", "," * 9000])
async def test_who_does_not_take_it_gets_it_plain(door: httpx.AsyncClient, accepted: str) -> None:
    response, body = await raw(door, LONG, accepted)

    assert "content-encoding" not in response.headers
    assert body.startswith(b"{")


async def test_a_short_answer_is_not_worth_it(door: httpx.AsyncClient) -> None:
    response, body = await raw(door, SHORT, "gzip")

    assert "content-encoding" not in response.headers
    assert body == b'{"status":"live"}'


async def test_what_is_no_json_is_left_alone(door: httpx.AsyncClient) -> None:
    metrics, set_up = await raw(door, "/metrics", "gzip"), await raw(door, "/setup", "gzip")

    assert "content-encoding" not in metrics[0].headers
    assert set_up[1].startswith(b"<!doctype html>")


async def test_a_stream_goes_out_piece_by_piece() -> None:
    async def pieces() -> AsyncIterator[str]:
        yield '["' + "a" * 4096
        yield '"]'

    app = PackedAnswers(StreamingResponse(pieces(), media_type="application/json"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        response, body = await raw(client, "/", "gzip")

    assert "content-encoding" not in response.headers
    assert body == b'["' + b"a" * 4096 + b'"]'
