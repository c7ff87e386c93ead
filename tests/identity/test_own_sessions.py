"""One's own sign-ins: seen, ended one by one or all at once, and nobody else's (AUTH-17)."""

from tests.identity.site import PASSWORD, Json, Site, bearer, code_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


async def signed_in(site: Site, agent: str, **more: object) -> Json:
    body = {"email": "ada@example.org", "password": PASSWORD, **more}
    response = await site.http.post("/auth/login", json=body, headers={"user-agent": agent})
    assert response.status_code == 200, response.text
    return dict(response.json())


async def listed(site: Site, token: str, **headers: str) -> list[Json]:
    response = await site.http.get("/users/me/sessions", headers=bearer(token) | headers)
    assert response.status_code == 200, response.text
    return list(response.json()["items"])


async def test_ones_sign_ins_are_listed_with_device_and_place_the_newest_first(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    site.wait(minutes=5)
    await signed_in(site, FIREFOX)
    telephone = await signed_in(site, SAFARI)

    found = await listed(site, person["access_token"])

    assert [each["device"] for each in found] == ["Safari on iOS", "Firefox on Linux", "a program"]
    assert [each["is_current"] for each in found] == [False, False, True]
    assert {each["place"] for each in found} == {"network 127.0.0.0/16"}
    assert [each["is_current"] for each in await listed(site, telephone["access_token"])] == [True, False, False]


async def test_the_list_is_in_the_readers_language_and_in_pages(site: Site) -> None:
    person = await site.registered(email="ada@example.org", language="de")
    await signed_in(site, FIREFOX)

    first = (await site.http.get("/users/me/sessions?limit=1", headers=bearer(person["access_token"]))).json()
    cursor = first["next_cursor"]
    second = await site.http.get(f"/users/me/sessions?limit=1&cursor={cursor}", headers=bearer(person["access_token"]))

    assert first["items"][0]["device"] == "Firefox unter Linux"
    assert (second.json()["items"][0]["device"], second.json()["next_cursor"]) == ("ein Programm", None)


async def test_a_sign_in_is_ended_by_its_owner(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    other = await signed_in(site, FIREFOX)
    other_id = (await listed(site, person["access_token"]))[0]["id"]

    response = await site.http.delete(f"/users/me/sessions/{other_id}", headers=bearer(person["access_token"]))

    assert response.status_code == 204
    assert code_of(await site.me(other["access_token"])) == "SESSION_REVOKED"
    assert code_of(await site.refresh(other["refresh_token"])) == "SESSION_REVOKED"
    assert len(await listed(site, person["access_token"])) == 1


async def test_nobody_sees_or_ends_anybody_elses_sign_in(site: Site) -> None:
    ada = await site.registered(email="ada@example.org")
    eve = await site.registered(email="eve@example.org")
    hers = (await listed(site, ada["access_token"]))[0]["id"]

    response = await site.http.delete(f"/users/me/sessions/{hers}", headers=bearer(eve["access_token"]))

    assert (response.status_code, code_of(response)) == (404, "SESSION_NOT_FOUND")
    assert (await site.me(ada["access_token"])).status_code == 200
    assert hers not in [each["id"] for each in await listed(site, eve["access_token"])]


async def test_all_other_sign_ins_end_at_once(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    others = [await signed_in(site, FIREFOX) for _ in range(2)]
    eve = await site.registered(email="eve@example.org")

    response = await site.http.delete("/users/me/sessions", headers=bearer(person["access_token"]))

    assert response.status_code == 204
    assert {code_of(await site.me(other["access_token"])) for other in others} == {"SESSION_REVOKED"}
    assert (await site.me(person["access_token"])).status_code == 200
    assert (await site.me(eve["access_token"])).status_code == 200


async def test_a_refresh_tells_where_and_when_a_sign_in_was_last_used(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    begun = (await listed(site, person["access_token"]))[0]
    site.wait(minutes=20)

    tokens = (await site.refresh(person["refresh_token"])).json()

    (found,) = await listed(site, tokens["access_token"])
    assert found["created_at"] == begun["created_at"] == begun["last_used_at"]
    assert found["last_used_at"] > begun["last_used_at"]


async def test_the_address_of_a_sign_in_lies_sealed_and_is_forgotten(site: Site) -> None:
    person = await site.registered(email="ada@example.org")

    (row,) = await site.sql("select address_sealed, network_key, session::text as told from identity.session")

    assert row["address_sealed"]
    assert "127.0" not in row["told"] + row["address_sealed"].decode("latin-1")
    await site.forget(days=91)
    (after,) = await site.sql("select address_sealed, network_key from identity.session")
    assert tuple(after) == (None, None)
    assert person


async def test_what_happened_to_ones_account_is_told_in_words(site: Site) -> None:
    person = await site.registered(email="ada@example.org", language="de")
    await site.login("ada@example.org", "Wrong-password-1")

    response = await site.http.get("/users/me/security", headers=bearer(person["access_token"]))

    entries = response.json()["items"]
    assert [each["text"] for each in entries] == ["Ein falsches Passwort wurde eingegeben", "Angemeldet"]
    assert [each["kind"] for each in entries] == ["identity.password_refused", "identity.signed_in"]
    assert "127.0.0.1" not in response.text


async def test_what_happened_to_others_is_told_to_nobody(site: Site) -> None:
    await site.registered(email="ada@example.org")
    eve = await site.registered(email="eve@example.org")

    response = await site.http.get("/users/me/security", headers=bearer(eve["access_token"]))

    assert [each["kind"] for each in response.json()["items"]] == ["identity.signed_in"]
