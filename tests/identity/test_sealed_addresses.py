"""Addresses that are not an account's own, or not any more, lie sealed; those that lay there plain are moved."""

from collections.abc import Awaitable, Callable
from typing import Any

from lyceum.platform.sealing.resealing import reseal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.identity.site import PASSWORD, Json, Site, bearer
from tests.identity.test_changing_email import NEW, OLD, ask, changed, follow

EVERYTHING = """
    select coalesce(string_agg(a::text, ' '), '') || (select coalesce(string_agg(l::text, ' '), '')
    from identity.mailed_link l) as written from identity.account a"""
# As a version before would have left it: the sealed columns empty, the plain ones filled.
PENDING = """
    update identity.account set pending_email = $1, pending_email_sealed = null where pending_email_until is not null"""
LINKS = """
    update identity.mailed_link set email = $1, email_key = $1, email_sealed = null, email_index = null
    where purpose = $2"""
LEFT = """
    select (select count(*) from identity.account where pending_email is not null) as accounts,
           (select count(*) from identity.mailed_link where email is not null or email_key is not null) as links"""


async def made_plain(site: Site) -> None:
    await site.sql(PENDING, NEW)
    await site.sql(LINKS, NEW, "confirm_email")
    await site.sql(LINKS, OLD, "undo_email")


async def resealed(site: Site) -> int:
    async def step(_name: str, action: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:  # noqa: ANN401  as the step gives
        async with unit_of_work(site.kernel) as uow:
            return await action(uow)

    return await reseal(step, site.kernel.sealed)


async def taken_by_somebody_else(site: Site, email: str) -> bool:
    """Whether a second person who asks for the address is told that it is in use, by letter as ever."""
    other = await site.registered(email="eve@example.org")
    before = len(await site.letters(email))
    await ask(site, other, email)
    letters = (await site.letters(email))[before:]
    return [letter.link for letter in letters] == [""]


async def pending_of(site: Site, person: Json) -> object:
    return (await site.http.get("/users/me", headers=bearer(person["access_token"]))).json().get("pending_email")


async def test_an_address_that_is_waited_for_lies_nowhere_in_plain(site: Site) -> None:
    person = await site.registered(email=OLD)
    await ask(site, person)

    (row,) = await site.sql(EVERYTHING)

    assert OLD in row["written"]
    assert NEW not in row["written"]
    assert await pending_of(site, person) == NEW


async def test_an_address_that_was_given_up_lies_nowhere_in_plain_and_stays_reserved(site: Site) -> None:
    _, undo = await changed(site)

    (row,) = await site.sql(EVERYTHING)

    assert OLD not in row["written"]
    assert await taken_by_somebody_else(site, OLD)
    assert await follow(site, "undo-email", undo) == 204
    assert (await site.login(OLD, PASSWORD)).status_code in {200, 401}


async def test_what_lay_plain_is_read_before_it_is_moved_and_sealed_after(site: Site) -> None:
    person = await site.registered(email=OLD)
    await ask(site, person)
    await made_plain(site)
    assert await pending_of(site, person) == NEW

    moved = await resealed(site)

    (left,) = await site.sql(LEFT)
    assert tuple(left) == (0, 0)
    assert moved == 2
    assert await resealed(site) == 0
    assert await pending_of(site, person) == NEW
    assert await follow(site, "confirm-email", await site.token_to(NEW)) == 204


async def test_a_plain_reservation_holds_before_it_is_moved_and_after(site: Site) -> None:
    _, undo = await changed(site)
    await made_plain(site)
    before = await taken_by_somebody_else(site, OLD)

    await resealed(site)
    other = await site.registered(email="bob@example.org")
    count = len(await site.letters(OLD))
    await ask(site, other, OLD)

    assert before
    assert [letter.link for letter in (await site.letters(OLD))[count:]] == [""]
    assert await follow(site, "undo-email", undo) == 204
