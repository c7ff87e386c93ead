"""What attackers do to accounts, route after route: fields nobody may set, redirects, planted sessions, shut doors."""

from collections.abc import Iterator
from typing import Any

import pytest

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api
from tests.identity.site import PASSWORD, Json, Site, bearer, code_of

DOCUMENT: Json = describe_api(compose(DOMAINS)).openapi()
OURS = ("/api/v1/auth/", "/api/v1/users/")
PLANTED: dict[str, object] = {
    "roles": ["super_admin"],
    "role": "super_admin",
    "permissions": ["users:manage"],
    "status": "active",
    "email_verified": True,
    "email_verified_at": "2026-01-01T00:00:00Z",
    "is_verified": True,
    "plan": "premium",
    "user_id": "0198c0de-7a11-7000-8000-000000000001",
    "account_id": "0198c0de-7a11-7000-8000-000000000001",
    "password_hash": "x",
    "failed_login_attempts": 0,
    "locked_until": None,
    "confirmed_at": "2026-01-01T00:00:00Z",
    "redirect": "https://evil.example",
}


def resolve(schema: Json) -> Json:
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def bodies() -> Iterator[Any]:
    """Every operation of identity that takes a body, with an example of it."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if path.startswith(OURS) and content is not None:
                schema = content["schema"]
                options = [resolve(each) for each in schema.get("anyOf", [schema])]
                example = next(each["example"] for each in options if "example" in each)
                yield pytest.param(method, path.removeprefix("/api/v1"), example, id=f"{method} {path}")


def parameters() -> Iterator[str]:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            yield from (each["name"].lower() for each in operation.get("parameters", ()))


@pytest.mark.parametrize(("method", "path", "example"), list(bodies()))
async def test_no_body_sets_a_field_that_is_not_its_own(site: Site, method: str, path: str, example: Json) -> None:
    person = await site.registered(email="mallory@example.org")
    address = path.replace("{user_id}", person["user_id"]).replace("{key_id}", person["user_id"])
    before = await site.sql("select account::text from identity.account")

    for name, value in PLANTED.items():
        if name in example:
            continue
        body = example | {name: value}
        response = await site.http.request(method, address, json=body, headers=bearer(person["access_token"]))
        assert response.status_code in {403, 422}, (name, response.text)

    assert await site.sql("select account::text from identity.account") == before


def test_no_route_is_told_where_to_lead_on_to() -> None:
    """There is no redirect to abuse: no parameter and no field of any body names an address to go to."""
    leading = {"redirect", "redirect_uri", "redirect_url", "return", "return_to", "returnurl", "next", "url", "goto"}
    leading |= {"continue", "callback", "target", "dest", "destination", "link"}
    fields = {
        name.lower()
        for path, methods in DOCUMENT["paths"].items()
        for operation in methods.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for name in resolve(content["schema"]).get("properties", {})
        if path.startswith(OURS)
    }

    assert fields
    assert leading & {*parameters(), *fields} == set()
    answers = {
        status for methods in DOCUMENT["paths"].values() for each in methods.values() for status in each["responses"]
    }
    assert [status for status in answers if status.startswith("3") and status != "304"] == []


@pytest.mark.parametrize("field", ["redirect", "next", "return_to"])
async def test_a_redirect_that_is_asked_for_is_not_given(site: Site, field: str) -> None:
    response = await site.http.post(f"/auth/verify-email?{field}=https://evil.example", json={"token": "x"})

    assert response.status_code == 403
    assert "location" not in response.headers


async def test_a_session_that_was_planted_is_not_the_one_that_signing_in_begins(site: Site) -> None:
    mallory = await site.registered(email="mallory@example.org")
    await site.registered(email="ada@example.org")
    async with site.browser() as browser:
        for name, value, path in (
            ("lyceum_access", mallory["access_token"], "/api/v1"),
            ("lyceum_refresh", mallory["refresh_token"], "/api/v1/auth"),
        ):
            browser.http.cookies.set(name, value, domain="lyceum.test", path=path)
        body = {"email": "ada@example.org", "password": PASSWORD, "session": "cookie"}

        signed_in = await browser.http.post("/auth/login", json=body)
        me = (await browser.http.get("/users/me", headers=browser.csrf)).json()

    assert signed_in.status_code == 200, signed_in.text
    assert me["email"] == "ada@example.org"
    owners = await site.sql("select account_id, count(*) as sessions from identity.session group by 1")
    assert sorted(row["sessions"] for row in owners) == [1, 2]
    assert (await site.me(mallory["access_token"])).json()["email"] == "mallory@example.org"


async def test_every_sign_in_is_a_session_of_its_own(site: Site) -> None:
    await site.registered(email="ada@example.org")
    for _ in range(3):
        await site.login("ada@example.org")

    (row,) = await site.sql("select count(distinct id) as sessions from identity.session")
    assert row["sessions"] == 4


@pytest.mark.parametrize("status", ["suspended", "deleted"])
async def test_an_account_that_may_not_be_used_is_shut_on_every_path(site: Site, status: str) -> None:
    person = await site.registered(email="ada@example.org")
    headers = bearer(person["access_token"])
    await site.http.post("/auth/password/forgot", json={"email": "ada@example.org"})
    reset = {"token": await site.token_to("ada@example.org"), "password": "Small-Otter-31-swims"}
    change = {"current_password": PASSWORD, "new_password": "Small-Otter-31-swims"}
    await site.sql("update identity.account set status = $1", status)

    answers = [
        await site.login("ada@example.org"),
        await site.refresh(person["refresh_token"]),
        await site.me(person["access_token"]),
        await site.http.post("/auth/password/reset", json=reset),
        await site.http.put("/users/me/password", json=change, headers=headers),
        await site.http.put("/users/me/email", json={"email": "b@example.org", "password": PASSWORD}, headers=headers),
        await site.http.post("/auth/confirm", json={"password": PASSWORD}, headers=headers),
        await site.http.post("/auth/verify-email/send", headers=headers),
        await site.http.get("/users/me/sessions", headers=headers),
        await site.http.get("/users/me/security", headers=headers),
    ]

    assert {answer.status_code for answer in answers} <= {401, 403}
    expected = {"suspended": "ACCOUNT_SUSPENDED", "deleted": "SESSION_REVOKED"}[status]
    assert {code_of(answer) for answer in answers} <= {expected, "CREDENTIALS_WRONG", "LINK_INVALID"}


async def test_a_deleted_accounts_link_verifies_nothing(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await site.token_to("ada@example.org")
    await site.sql("update identity.account set status = 'deleted'")

    response = await site.http.post("/auth/verify-email", json={"token": token})

    assert (response.status_code, code_of(response)) == (403, "LINK_INVALID")
    (row,) = await site.sql("select email_verified_at from identity.account")
    assert row["email_verified_at"] is None


async def test_what_is_dangerous_takes_a_proof_that_is_ten_minutes_old_at_the_most(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    headers = bearer(person["access_token"])
    site.wait(minutes=11)
    key = {"name": "For my script", "scopes": ["progress:read"]}

    refused = await site.http.post("/users/me/api-keys", json=key, headers=headers)
    wrong = await site.http.post("/auth/confirm", json={"password": "Wrong-password-1"}, headers=headers)
    confirmed = await site.http.post("/auth/confirm", json={"password": PASSWORD}, headers=headers)
    made = await site.http.post("/users/me/api-keys", json=key, headers=headers)

    assert (refused.status_code, code_of(refused)) == (403, "CONFIRMATION_NEEDED")
    assert refused.json()["error"]["details"] == {"way": "password"}
    assert (wrong.status_code, confirmed.status_code, made.status_code) == (403, 204, 201)
