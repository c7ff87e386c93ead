"""API keys: shown once, kept as a sealed digest, no wider than their scopes and their owner, ended at once."""

import asyncio
import json
import re
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.identity import api_key_tokens as tokens
from lyceum.platform.ids import new_id
from lyceum.platform.sealing import changing
from lyceum.platform.sealing.sealer import ANNOUNCED_FOR
from tests.identity.site import Json, Site, bearer, code_of

# The same in every process that collects these tests.
NOBODYS = UUID(int=7)
KEYS = "/users/me/api-keys"
ALL = ["library:read", "library:write", "practice:read"]


async def made(site: Site, person: Json, **fields: object) -> Json:
    """A key of a person, as its maker sees it."""
    body = {"name": "Notebook", "scopes": ALL} | fields
    response = await site.http.post(KEYS, json=body, headers=bearer(person["access_token"]))
    assert response.status_code == 201, response.text
    return dict(response.json())


async def asked(site: Site, key: str, method: str = "GET", path: str = "/subjects", **more: object) -> httpx.Response:
    body = {"title": "Biology"} if method == "POST" else None
    return await site.http.request(method, path, headers=bearer(key), json=more.get("json", body))


async def security_log(site: Site, kind: str) -> list[Json]:
    rows = await site.sql("select details::text as said from platform.security_event where kind = $1 order by id", kind)
    return [json.loads(row["said"]) for row in rows]


async def test_a_key_does_what_it_was_made_for_in_its_owners_name(site: Site) -> None:
    person = await site.registered()
    key = (await made(site, person))["key"]

    posted = await asked(site, key, "POST")
    listed = await site.http.get("/subjects", headers=bearer(person["access_token"]))

    assert posted.status_code == 201
    assert [subject["id"] for subject in listed.json()["items"]] == [posted.json()["id"]]


async def test_a_key_is_shown_once_and_lies_nowhere(site: Site) -> None:
    person = await site.registered()
    headers = bearer(person["access_token"]) | {"idempotency-key": "once"}

    response = await site.http.post(KEYS, json={"name": "Notebook", "scopes": ALL}, headers=headers)

    key = response.json()["key"]
    secret = key.rpartition("_")[2]
    assert response.headers["cache-control"] == "no-store"
    listed = await site.http.get(KEYS, headers=bearer(person["access_token"]))
    assert key.startswith(listed.json()["items"][0]["prefix"])
    assert secret[:8] not in listed.text
    for table in ("identity.api_key", "platform.idempotency_key", "platform.event", "platform.security_event"):
        rows = await site.sql(f"select to_jsonb(each)::text as row from {table} each")  # noqa: S608  names of tables
        assert not [row for row in rows if secret[:20] in row["row"] or secret.encode().hex()[:40] in row["row"]]


async def test_the_list_tells_when_a_key_was_used_to_the_minute(site: Site) -> None:
    person = await site.registered()
    key = (await made(site, person))["key"]

    async def last_used() -> str | None:
        items = (await site.http.get(KEYS, headers=bearer(person["access_token"]))).json()["items"]
        return str(items[0]["last_used_at"]) if items[0]["last_used_at"] else None

    assert await last_used() is None
    await asked(site, key)
    first = await last_used()
    site.wait(seconds=59)
    await asked(site, key)
    assert await last_used() == first
    site.wait(seconds=1)
    await asked(site, key)
    assert await last_used() != first


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/subjects", "library:write"),
        ("GET", "/progress/me", "progress:read"),
        ("GET", "/documents", "documents:read"),
    ],
)
async def test_a_key_does_nothing_it_was_not_made_for(site: Site, method: str, path: str, scope: str) -> None:
    key = (await made(site, await site.registered(), scopes=["library:read"]))["key"]

    response = await asked(site, key, method, path)

    assert (response.status_code, code_of(response)) == (403, "API_KEY_SCOPE_MISSING")
    assert response.json()["error"]["details"] == {"scope": scope}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/me"),
        ("PATCH", "/users/me"),
        ("GET", KEYS),
        ("POST", KEYS),
        ("GET", f"{KEYS}/scopes"),
        ("DELETE", f"{KEYS}/{NOBODYS}"),
        ("PUT", f"/users/{NOBODYS}/role"),
        ("PUT", f"/users/{NOBODYS}/status"),
        ("POST", "/auth/introspect"),
        ("POST", "/auth/logout"),
    ],
)
async def test_no_key_reaches_what_concerns_the_account(site: Site, method: str, path: str) -> None:
    key = (await made(site, await site.registered()))["key"]
    body = {"token": "x"} if path == "/auth/introspect" else None

    response = await site.http.request(method, path, headers=bearer(key), json=body)

    assert (response.status_code, code_of(response)) == (403, "API_KEY_NOT_ALLOWED")


async def test_a_key_is_no_access_token_and_no_cookie(site: Site) -> None:
    person = await site.registered()
    key = (await made(site, person))["key"]

    told = await site.http.post("/auth/introspect", json={"token": key}, headers=bearer(person["access_token"]))
    cookie = await site.http.get("/subjects", headers={"cookie": f"lyceum_access={key}"})

    assert told.json() == {"active": False}
    assert (cookie.status_code, code_of(cookie)) == (401, "TOKEN_INVALID")
    assert (await site.refresh(key)).status_code == 401


async def test_a_revoked_key_is_refused_from_the_next_request_on(site: Site) -> None:
    person = await site.registered()
    key = await made(site, person)
    assert (await asked(site, key["key"])).status_code == 200

    revoked = await site.http.delete(f"{KEYS}/{key['id']}", headers=bearer(person["access_token"]))
    refused = [await asked(site, key["key"]) for _ in range(3)]

    assert revoked.status_code == 204
    assert {(each.status_code, code_of(each)) for each in refused} == {(401, "API_KEY_REVOKED")}
    assert (await site.http.get(KEYS, headers=bearer(person["access_token"]))).json()["items"] == []
    shown = key["prefix"]
    assert await security_log(site, "identity.api_key_revoked") == [{"key": shown}]
    assert await security_log(site, "identity.api_key_refused") == [{"key": shown, "why": "revoked"}], "once a minute"


async def test_a_key_expires(site: Site) -> None:
    person = await site.registered()
    expires_at = (site.clock.now() + timedelta(hours=1)).isoformat()
    key = (await made(site, person, expires_at=expires_at))["key"]
    assert (await asked(site, key)).status_code == 200

    site.wait(hours=1)

    assert code_of(await asked(site, key)) == "API_KEY_EXPIRED"


async def test_a_key_that_has_expired_already_is_not_made(site: Site) -> None:
    headers = bearer((await site.registered())["access_token"])
    body = {"name": "Old", "scopes": ALL, "expires_at": site.clock.now().isoformat()}

    response = await site.http.post(KEYS, json=body, headers=headers)

    assert (response.status_code, code_of(response)) == (422, "INVALID")


async def test_an_account_has_twenty_keys_at_the_most_also_when_asked_at_once(site: Site) -> None:
    person = await site.registered()
    headers = bearer(person["access_token"])

    answers = await asyncio.gather(
        *(site.http.post(KEYS, json={"name": f"{n}", "scopes": ALL}, headers=headers) for n in range(24))
    )

    assert [answer.status_code for answer in answers].count(201) == 20
    assert {code_of(answer) for answer in answers if answer.status_code != 201} == {"TOO_MANY_API_KEYS"}
    first = (await site.http.get(KEYS, headers=headers)).json()["items"][0]
    await site.http.delete(f"{KEYS}/{first['id']}", headers=headers)
    assert (await site.http.post(KEYS, json={"name": "One more", "scopes": ALL}, headers=headers)).status_code == 201


async def test_the_keys_of_an_account_are_listed_in_pages(site: Site) -> None:
    person = await site.registered()
    ids = [(await made(site, person, name=f"Key {number}"))["id"] for number in range(5)]
    headers, found, cursor = bearer(person["access_token"]), list[str](), None

    while True:
        page = (
            await site.http.get(KEYS, params={"limit": 2} | ({"cursor": cursor} if cursor else {}), headers=headers)
        ).json()
        found += [key["id"] for key in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert found == ids


@pytest.mark.parametrize("status", ["suspended", "deleted"])
async def test_the_key_of_an_account_that_may_not_be_used_is_refused(site: Site, status: str) -> None:
    person = await site.registered()
    key = (await made(site, person))["key"]

    await site.sql("update identity.account set status = $2 where id = $1", UUID(person["user_id"]), status)

    response = await asked(site, key)
    expected = (403, "ACCOUNT_SUSPENDED") if status == "suspended" else (401, "API_KEY_INVALID")
    assert (response.status_code, code_of(response)) == expected


async def test_somebody_elses_key_is_not_there_to_be_revoked(site: Site) -> None:
    key = await made(site, await site.registered())
    stranger = await site.registered()

    response = await site.http.delete(f"{KEYS}/{key['id']}", headers=bearer(stranger["access_token"]))

    assert (response.status_code, code_of(response)) == (404, "API_KEY_NOT_FOUND")
    assert (await asked(site, key["key"])).status_code == 200
    assert (await site.http.get(KEYS, headers=bearer(stranger["access_token"]))).json()["items"] == []


async def test_a_mistyped_key_is_told_from_an_unknown_one(site: Site) -> None:
    key = (await made(site, await site.registered()))["key"]
    slip = key[:-10] + ("x" if key[-10] != "x" else "y") + key[-9:]
    unknown = tokens.write(new_id())[0]

    answers = [await asked(site, each) for each in (slip, unknown, "lyk_", "lyk_" + "a" * 5000)]

    assert {(answer.status_code, code_of(answer)) for answer in answers} == {(401, "API_KEY_INVALID")}
    messages = [answer.json()["error"]["message"] for answer in answers]
    assert "mistyped" in messages[0]
    assert "mistyped" not in messages[1]


async def test_the_id_of_a_key_with_another_secret_opens_nothing(site: Site) -> None:
    key = await made(site, await site.registered())

    forged = tokens.write(UUID(key["id"]))[0]

    assert code_of(await asked(site, forged)) == "API_KEY_INVALID"


async def test_whoever_can_write_to_the_database_alone_makes_no_key(site: Site) -> None:
    victim, thief = await site.registered(), await site.registered()
    theirs, other = await made(site, thief), await made(site, victim)
    row = "update identity.api_key set {} where id = $1"

    await site.sql(row.format("account_id = $2"), UUID(theirs["id"]), UUID(victim["user_id"]))
    moved = await asked(site, theirs["key"])
    sealed = "secret_sealed = (select secret_sealed from identity.api_key where id = $2)"
    await site.sql(row.format(sealed), UUID(other["id"]), UUID(theirs["id"]))
    copied = await asked(site, tokens.PREFIX + UUID(other["id"]).hex + theirs["key"][36:])
    digest = tokens.digest("a" * 43, UUID(victim["user_id"]))
    await site.sql(row.format("secret_sealed = $2"), UUID(other["id"]), digest)

    assert code_of(moved) == code_of(copied) == "API_KEY_INVALID"
    assert code_of(await asked(site, other["key"])) == "API_KEY_INVALID"


async def test_a_key_outlives_a_change_of_the_secret_key(site: Site) -> None:
    key = (await made(site, await site.registered()))["key"]
    changing.rotate(site.kernel.settings, site.clock.now())
    site.clock.move(ANNOUNCED_FOR)

    assert (await asked(site, key)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"scopes": ALL},
        {"name": "", "scopes": ALL},
        {"name": "a" * 101, "scopes": ALL},
        {"name": "a\x00b", "scopes": ALL},
        {"name": "a", "scopes": []},
        {"name": "a", "scopes": ["users:manage"]},
        {"name": "a", "scopes": ["*"]},
        {"name": "a", "scopes": ALL, "requests_per_hour": 0},
        {"name": "a", "scopes": ALL, "expires_at": "2030-01-01T00:00:00"},
        {"name": "a", "scopes": ALL, "account_id": str(new_id())},
    ],
)
async def test_a_key_is_made_of_nothing_but_what_it_takes(site: Site, body: Json) -> None:
    headers = bearer((await site.registered())["access_token"])

    response = await site.http.post(KEYS, json=body, headers=headers)

    assert response.status_code == 422
    assert (await site.http.get(KEYS, headers=headers)).json()["items"] == []


async def test_the_scopes_are_told_in_the_readers_language(site: Site) -> None:
    headers = bearer((await site.registered())["access_token"])

    told = [
        (await site.http.get(f"{KEYS}/scopes", headers=headers | {"accept-language": language})).json()["items"]
        for language in ("en", "de")
    ]

    assert [each["scope"] for each in told[0]] == [each["scope"] for each in told[1]]
    assert all(english["text"] != german["text"] for english, german in zip(*told, strict=True))


async def test_making_a_key_is_in_the_security_log(site: Site) -> None:
    key = await made(site, await site.registered())

    assert await security_log(site, "identity.api_key_made") == [
        {"key": key["prefix"], "scopes": " ".join(sorted(ALL))}
    ]


@given(st.uuids(version=4))
def test_every_key_is_read_back_and_no_slip_of_one_sign_is(key_id: UUID) -> None:
    text, secret = tokens.write(key_id)

    read = tokens.read(text)

    assert read is not None
    assert (read.id, read.secret) == (key_id, secret)
    assert secret not in repr(read)
    assert re.fullmatch(r"lyk_[0-9a-f]{32}_[0-9A-Za-z]{49}", text)
    for place in range(len(text)):
        slip = text[:place] + ("a" if text[place] != "a" else "b") + text[place + 1 :]
        assert tokens.read(slip) is None, slip
