"""Another e-mail address: asked for with the password, confirmed from the new one, undone from the old one."""

import asyncio

import pytest

from tests.identity.site import PASSWORD, Json, Site, bearer, code_of

OLD, NEW = "ada@example.org", "ada.king@example.org"


async def ask(site: Site, person: Json, email: str = NEW, password: str = PASSWORD) -> tuple[int, bytes]:
    body = {"email": email, "password": password}
    response = await site.http.put("/users/me/email", json=body, headers=bearer(person["access_token"]))
    return response.status_code, b"" if response.status_code == 202 else code_of(response).encode()


async def follow(site: Site, route: str, token: str) -> int:
    return (await site.http.post(f"/auth/{route}", json={"token": token})).status_code


async def changed(site: Site) -> tuple[Json, str]:
    """A person whose address was changed, and the token that undoes it."""
    person = await site.registered(email=OLD)
    await ask(site, person)
    assert await follow(site, "confirm-email", await site.token_to(NEW)) == 204
    return person, await site.token_to(OLD)


async def test_the_new_address_is_the_accounts_once_its_letter_is_answered(site: Site) -> None:
    person = await site.registered(email=OLD)

    asked = await ask(site, person)
    before = (await site.me(person["access_token"])).json()
    (letter,) = await site.letters(NEW)
    status = await follow(site, "confirm-email", letter.token)
    after = (await site.me(person["access_token"])).json()

    assert (asked, status) == ((202, b""), 204)
    assert (before["email"], before["pending_email"]) == (OLD, NEW)
    assert (after["email"], after["email_verified"], "pending_email" in after) == (NEW, True, False)
    assert (await site.login(NEW)).status_code == 200
    assert (await site.login(OLD)).status_code == 401
    assert "/confirm-email#token=" in letter.link


async def test_nothing_is_asked_for_with_a_wrong_password(site: Site) -> None:
    person = await site.registered(email=OLD)

    assert await ask(site, person, password="Wrong-password-1") == (403, b"PASSWORD_WRONG")
    assert await site.letters(NEW) == []


async def test_somebody_elses_address_is_answered_the_same_and_its_owner_is_told(site: Site) -> None:
    person = await site.registered(email=OLD)
    await site.registered(email="eve@example.org")
    before = await site.letters("eve@example.org")

    asked = await ask(site, person, "eve@example.org")

    assert asked == (202, b"")
    told = (await site.letters("eve@example.org"))[len(before) :]
    assert [letter.subject for letter in told] == ["Your e-mail address was given for another account"]
    assert told[0].link == ""
    assert (await site.me(person["access_token"])).json()["pending_email"] == "eve@example.org"


async def test_an_address_that_somebody_got_meanwhile_is_not_taken_from_them(site: Site) -> None:
    person = await site.registered(email=OLD)
    await ask(site, person)
    token = await site.token_to(NEW)
    await site.registered(email=NEW)

    response = await site.http.post("/auth/confirm-email", json={"token": token})

    assert (response.status_code, code_of(response)) == (409, "EMAIL_TAKEN")
    assert (await site.me(person["access_token"])).json()["email"] == OLD


async def test_of_two_who_want_the_same_address_at_once_one_gets_it(site: Site) -> None:
    people = [await site.registered() for _ in range(2)]
    tokens = []
    for person in people:
        await ask(site, person)
        tokens.append((await site.letters(NEW))[-1].token)

    answers = await asyncio.gather(*(follow(site, "confirm-email", token) for token in tokens))

    assert sorted(answers) == [204, 409]


async def test_the_old_address_gets_a_letter_that_undoes_the_change_for_three_days(site: Site) -> None:
    person, undo = await changed(site)
    site.wait(hours=71)

    status = await follow(site, "undo-email", undo)

    assert status == 204
    assert code_of(await site.me(person["access_token"])) in {"SESSION_REVOKED", "TOKEN_EXPIRED"}
    assert (await site.login(NEW)).status_code == 401
    assert (await site.letters(OLD))[-1].link.count("/reset-password#token=") == 1


async def test_after_an_undone_change_only_the_letter_leads_in(site: Site) -> None:
    person, undo = await changed(site)
    await follow(site, "undo-email", undo)

    with_the_old_password = await site.login(OLD)
    again = await site.refresh(person["refresh_token"])
    reset = {"token": await site.token_to(OLD), "password": "Small-Otter-31-swims"}
    chosen = await site.http.post("/auth/password/reset", json=reset)

    assert (code_of(with_the_old_password), code_of(again)) == ("CREDENTIALS_WRONG", "SESSION_REVOKED")
    assert chosen.status_code == 204
    assert (await site.login(OLD, "Small-Otter-31-swims")).status_code == 200


async def test_after_three_days_the_change_stays(site: Site) -> None:
    _, undo = await changed(site)
    site.wait(hours=72)

    assert await follow(site, "undo-email", undo) == 403


async def test_whoever_had_the_address_first_wins_over_several_changes(site: Site) -> None:
    person, undo_first = await changed(site)
    site.wait(minutes=2)
    await ask(site, person, "thief@example.org")
    await follow(site, "confirm-email", await site.token_to("thief@example.org"))
    undo_second = await site.token_to(NEW)

    assert await follow(site, "undo-email", undo_first) == 204
    assert await follow(site, "undo-email", undo_second) == 403
    emails = await site.sql("select email from identity.account")
    assert [row["email"] for row in emails] == [OLD]


async def test_nobody_takes_the_old_address_while_it_can_be_taken_back(site: Site) -> None:
    _, undo = await changed(site)
    eve = await site.registered(email="eve@example.org")

    registering = await site.register(email=OLD)
    asking = await ask(site, eve, OLD)
    back = await follow(site, "undo-email", undo)

    assert (registering.status_code, code_of(registering)) == (409, "EMAIL_TAKEN")
    assert asking == (202, b"")
    assert back == 204


async def test_whoever_left_an_address_may_go_back_to_it_at_once(site: Site) -> None:
    person, _ = await changed(site)
    site.wait(minutes=2)

    asked = await ask(site, person, OLD)

    assert asked == (202, b"")
    assert await follow(site, "confirm-email", await site.token_to(OLD)) == 204


async def test_a_change_ends_the_links_that_were_sent_to_the_old_address(site: Site) -> None:
    person = await site.registered(email=OLD)
    verifying = await site.token_to(OLD)
    await site.http.post("/auth/password/forgot", json={"email": OLD})
    resetting = await site.token_to(OLD)
    await ask(site, person)
    await follow(site, "confirm-email", await site.token_to(NEW))

    reset = {"token": resetting, "password": "Small-Otter-31-swims"}
    assert (await site.http.post("/auth/password/reset", json=reset)).status_code == 403
    assert await follow(site, "verify-email", verifying) == 403


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("no address", "EMAIL_INVALID"),
        ("a@example.org\r\nBcc: all@example.org", "EMAIL_INVALID"),
        (OLD, "EMAIL_UNCHANGED"),
    ],
)
async def test_an_address_that_cannot_be_is_refused(site: Site, email: str, code: str) -> None:
    person = await site.registered(email=OLD)

    assert (await ask(site, person, email))[1].decode() == code


async def test_a_new_request_ends_the_one_before(site: Site) -> None:
    person = await site.registered(email=OLD)
    await ask(site, person, "typo@example.org")
    first = await site.token_to("typo@example.org")
    at_once = await ask(site, person)
    site.wait(minutes=2)
    await ask(site, person)

    assert at_once == (429, b"LETTER_JUST_SENT")
    assert await follow(site, "confirm-email", first) == 403
    assert await follow(site, "confirm-email", await site.token_to(NEW)) == 204
