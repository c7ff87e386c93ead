"""Verifying that letters to an address reach its owner (AUTH-19)."""

import asyncio

from tests.identity.site import Site, bearer, code_of


async def verify(site: Site, token: str) -> int:
    return (await site.http.post("/auth/verify-email", json={"token": token})).status_code


async def test_whoever_registers_gets_a_letter_whose_link_verifies_the_address(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    (letter,) = await site.letters("ada@example.org")

    before = (await site.me(person["access_token"])).json()["email_verified"]
    status = await verify(site, letter.token)
    after = (await site.me(person["access_token"])).json()["email_verified"]

    assert letter.subject == "Welcome to Lyceum"
    assert letter.link.startswith("http://127.0.0.1:8000/verify-email#token=")
    assert (before, status, after) == (False, 204, True)
    assert "identity.email_verified.v1" in [name for name, _ in await site.emitted()]


async def test_a_link_works_once_even_for_two_at_the_same_time(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await site.token_to("ada@example.org")

    at_once = await asyncio.gather(*(verify(site, token) for _ in range(4)))

    assert sorted(at_once) == [204, 403, 403, 403]


async def test_a_link_holds_for_a_day(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await site.token_to("ada@example.org")
    site.wait(hours=24)

    response = await site.http.post("/auth/verify-email", json={"token": token})

    assert (response.status_code, code_of(response)) == (403, "LINK_INVALID")


async def test_the_database_holds_no_token_and_no_address_of_a_letter(site: Site) -> None:
    await site.registered(email="ada@example.org")
    rows = await site.sql("select letter::text from identity.letter")
    token = await site.token_to("ada@example.org")

    links = await site.sql("select mailed_link::text from identity.mailed_link")
    queued = await site.sql("select workflow_status::text from dbos.workflow_status")

    told = str(rows) + str(links) + str(queued) + str(await site.emitted())
    assert rows
    assert token not in told
    assert "ada@example.org" not in str(rows) + str(queued) + str(await site.emitted())
    assert await site.sql("select 1 from identity.letter") == []


async def test_a_token_for_one_purpose_is_none_for_another(site: Site) -> None:
    await site.registered(email="ada@example.org")
    token = await site.token_to("ada@example.org")

    reset = {"token": token, "password": "Small-Otter-31-swims"}
    answers = [await site.http.post("/auth/password/reset", json=reset)]
    answers += [
        await site.http.post(f"/auth/{other}", json={"token": token})
        for other in ("confirm-email", "undo-email", "end-session")
    ]

    assert {code_of(answer) for answer in answers} == {"LINK_INVALID"}
    assert await verify(site, token) == 204


async def test_another_letter_can_be_had_once_a_minute_and_ten_times_a_day(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    headers = bearer(person["access_token"])

    at_once = await site.http.post("/auth/verify-email/send", headers=headers)
    answers = []
    for _ in range(11):
        site.wait(seconds=61)
        answers.append(await site.http.post("/auth/verify-email/send", headers=headers))

    assert (at_once.status_code, code_of(at_once)) == (429, "LETTER_JUST_SENT")
    assert int(at_once.headers["retry-after"]) <= 60
    assert [answer.status_code for answer in answers] == [202] * 9 + [429] * 2
    assert len(await site.letters("ada@example.org")) == 10


async def test_a_verified_address_gets_no_more_letters(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    await verify(site, await site.token_to("ada@example.org"))
    site.wait(minutes=2)

    response = await site.http.post("/auth/verify-email/send", headers=bearer(person["access_token"]))

    assert response.status_code == 202
    assert len(await site.letters("ada@example.org")) == 1


async def test_a_letter_is_in_the_language_of_the_account(site: Site) -> None:
    await site.registered(email="ada@example.org", language="de-AT")

    (letter,) = await site.letters("ada@example.org")

    assert letter.subject == "Willkommen bei Lyceum"
    assert letter.text.startswith("Hallo,")
    assert '<html lang="de">' in letter.html
    assert f'<a href="{letter.link}">' in letter.html


async def test_a_letter_to_an_address_that_was_changed_since_verifies_nothing(site: Site) -> None:
    person = await site.registered(email="ada@example.org")
    token = await site.token_to("ada@example.org")
    await site.sql("update identity.account set email = 'b@example.org', email_key = 'b@example.org'")

    assert await verify(site, token) == 403
    assert not (await site.me(person["access_token"])).json()["email_verified"]


async def test_nothing_a_person_typed_about_themselves_is_in_a_letter(site: Site) -> None:
    spam = "Cheap watches at http://spam.example <b>now</b>"
    await site.registered(email="victim@example.org", full_name=spam)

    (letter,) = await site.letters("victim@example.org")

    assert "spam" not in str(letter.message)
