"""What a stranger tries at the door: nothing of it is a server error, costs others anything, or lasts."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.identity.site import PASSWORD, Site, bearer, code_of


@pytest.mark.parametrize("email", ["a\x00@example.org", "\x00", "a@example.org\x00", "nobody", "", "a" * 254])
async def test_an_address_that_nobody_can_have_signs_nobody_in(site: Site, email: str) -> None:
    response = await site.login(email)

    assert (response.status_code, code_of(response)) == (401, "CREDENTIALS_WRONG")


async def test_signing_in_with_an_idempotency_key_holds_no_connection_while_it_waits(site: Site) -> None:
    headers = bearer((await site.registered())["access_token"])
    body = {"email": "nobody@example.org", "password": PASSWORD}

    answers = await asyncio.gather(
        *(
            site.http.post("/auth/login", json=body, headers=headers | {"idempotency-key": f"key {number}"})
            for number in range(4 * site.kernel.settings.database_pool)
        )
    )

    assert {answer.status_code for answer in answers} == {401}


async def test_a_planted_csrf_token_does_not_survive_signing_in(site: Site) -> None:
    async with site.browser() as browser:
        browser.http.cookies.set("lyceum_csrf", "planted", domain="lyceum.test", path="/")

        response = await browser.post(
            "/auth/register",
            {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"},
        )

        assert response.status_code == 201
        assert browser.http.cookies.get("lyceum_csrf", path="/", domain="lyceum.test") != "planted"


async def test_a_kept_answer_is_not_given_to_a_browser_without_the_csrf_header(site: Site) -> None:
    async with site.browser() as browser:
        account = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
        await browser.post("/auth/register", account)
        key = {"idempotency-key": "once"}
        first = await browser.http.post("/subjects", json={"title": "Biology"}, headers=key | browser.csrf)

        again = await browser.http.post("/subjects", json={"title": "Biology"}, headers=key)

        assert (first.status_code, again.status_code, code_of(again)) == (201, 403, "CSRF_FAILED")


@pytest.mark.parametrize("headers", [{}, {"x-csrf-token": ""}])
async def test_no_csrf_cookie_and_no_header_are_not_alike_enough(site: Site, headers: dict[str, str]) -> None:
    async with site.browser() as browser:
        account = {"email": "ada@example.org", "password": PASSWORD, "full_name": "Ada", "session": "cookie"}
        await browser.post("/auth/register", account)
        browser.http.cookies.delete("lyceum_csrf")

        response = await browser.http.post("/subjects", json={"title": "Biology"}, headers=headers)

        assert (response.status_code, code_of(response)) == (403, "CSRF_FAILED")


@pytest.mark.parametrize("turn", ["\u202e", "\u2066", "\x9b"])
async def test_a_name_cannot_turn_the_direction_of_what_stands_beside_it(site: Site, turn: str) -> None:
    response = await site.register(full_name=f"Ada{turn}nimda")

    assert (response.status_code, code_of(response)) == (422, "FULL_NAME_INVALID")


async def test_a_body_that_is_wrong_everywhere_is_answered_briefly(site: Site) -> None:
    response = await site.http.post("/auth/register", json={f"field{number}": 1 for number in range(10_000)})

    assert response.status_code == 422
    assert len(response.content) < 10_000


async def test_a_form_of_megabytes_is_refused_unread(site: Site) -> None:
    body = b'{"email": "' + b"a" * (2 * 1024 * 1024) + b'"}'

    announced = await site.http.post("/auth/login", content=body, headers={"content-type": "application/json"})

    assert (announced.status_code, code_of(announced)) == (413, "TOO_LARGE")


async def test_a_form_that_grows_to_megabytes_is_refused(site: Site) -> None:
    async def growing() -> AsyncIterator[bytes]:
        yield b"["
        for _ in range(40):
            yield b"1," * 50_000

    response = await site.http.post("/auth/login", content=growing(), headers={"content-type": "application/json"})

    assert (response.status_code, code_of(response)) == (413, "TOO_LARGE")


async def test_no_byte_of_a_file_is_read_from_somebody_unknown(site: Site) -> None:
    read = 0

    async def file() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--edge\r\ncontent-disposition: form-data; name="file"; filename="x.md"\r\n\r\n'
        for _ in range(20):
            read += 1
            yield bytes(65536)
        yield b"\r\n--edge--\r\n"

    kind = {"content-type": "multipart/form-data; boundary=edge"}
    response = await site.http.post("/documents", content=file(), headers=kind)

    assert response.status_code == 401
    assert read <= 1


async def test_a_made_up_method_is_no_label_of_the_metrics(site: Site) -> None:
    await site.http.request("PWNED", "/users/me")

    assert "PWNED" not in (await _metrics(site)).text


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "X-Real-IP"])
async def test_metrics_are_not_told_through_a_proxy_of_this_machine(site: Site, header: str) -> None:
    assert (await _metrics(site)).status_code == 200
    assert (await _metrics(site, **{header: "203.0.113.7"})).status_code == 404


async def _metrics(site: Site, **headers: str) -> httpx.Response:
    return await site.http.get("http://localhost/metrics", headers=headers)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "a.localhost"])
async def test_metrics_are_told_by_every_name_of_this_machine(site: Site, host: str) -> None:
    assert (await _metrics(site, host=host)).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", "[", ""]
)
async def test_metrics_are_not_told_to_a_page_whose_name_leads_here(site: Site, host: str) -> None:
    refused = await _metrics(site, host=host)

    assert refused.status_code == 404
    assert "lyceum_http" not in refused.text
