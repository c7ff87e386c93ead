"""What happens when many come at once: requests that truly overlap, each on a connection of its own."""

import asyncio
from collections import Counter

import httpx
import pytest

from lyceum.people import facade
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.site import Json, Person, Site, fine

TURNS = 8


async def outcomes(*requests: asyncio.Future[httpx.Response]) -> Counter[str]:
    """What each of some requests, sent at once, was answered with."""
    answers = await asyncio.gather(*requests)
    return Counter("done" if answer.is_success else str(answer.json()["error"]["code"]) for answer in answers)


async def crowd(site: Site, size: int) -> list[Person]:
    return [await site.person(name=f"Person {number}") for number in range(size)]


async def test_of_many_who_join_at_once_no_more_get_in_than_there_is_room_for(site: Site, ada: Person) -> None:
    people = await crowd(site, 12)
    group = await site.group_of(ada, member_limit=5)

    found = await outcomes(*(asyncio.ensure_future(each.join("groups", group)) for each in people))

    assert found == Counter({"CIRCLE_FULL": 8, "done": 4})
    assert len(await ada.all(f"/groups/{group['id']}/members")) == 5


async def test_a_code_for_one_lets_one_in(site: Site, ada: Person) -> None:
    people = await crowd(site, 8)
    group = await site.group_of(ada)
    code = fine(await ada.post(f"/groups/{group['id']}/code", {"max_uses": 1}))["code"]

    found = await outcomes(*(asyncio.ensure_future(each.post("/groups/join", {"code": code})) for each in people))

    assert found == Counter({"CODE_INVALID": 7, "done": 1})


async def test_an_invitation_that_is_accepted_five_times_at_once_makes_one_member(
    site: Site, ada: Person, ben: Person
) -> None:
    group = await site.group_of(ada)
    fine(await ada.post(f"/groups/{group['id']}/invitations", {"username": ben.username}), 201)
    place = f"/people/me/invitations/{group['id']}/accept"

    found = await outcomes(*(asyncio.ensure_future(ben.post(place)) for _ in range(5)))

    assert found == Counter({"INVITATION_NOT_FOUND": 4, "done": 1})
    joined = await site.events("people.member_joined.v1")
    assert [each["account_id"] for each in joined] == [str(ada.id), str(ben.id)]


async def test_of_two_owners_who_leave_at_once_one_stays(site: Site, ada: Person, ben: Person) -> None:
    for _ in range(TURNS):
        group = await site.group_of(ada, ben)
        place = f"/groups/{group['id']}/members"
        fine(await ada.put(f"{place}/{ben.id}/role", {"role": "owner"}))

        found = await outcomes(
            asyncio.ensure_future(ada.delete(f"{place}/{ada.id}")),
            asyncio.ensure_future(ben.put(f"{place}/{ben.id}/role", {"role": "member"})),
        )

        assert found == Counter({"LAST_HEAD": 1, "done": 1})


async def test_who_is_removed_while_they_join_again_is_out(site: Site, ada: Person, ben: Person) -> None:
    for _ in range(TURNS):
        group: Json = await site.group_of(ada, ben)
        await asyncio.gather(
            ada.delete(f"/groups/{group['id']}/members/{ben.id}"),
            ben.join("groups", group),
            ben.join("groups", group),
        )

        assert (await ben.get(f"/groups/{group['id']}")).status_code == httpx.codes.NOT_FOUND


async def test_nobody_gets_into_what_is_put_away_meanwhile(site: Site, ada: Person, ben: Person) -> None:
    for _ in range(TURNS):
        group = await site.group_of(ada)

        await asyncio.gather(ada.delete(f"/groups/{group['id']}"), ben.join("groups", group))

    assert await ben.all("/groups") == []
    async with unit_of_work(site.kernel) as uow:
        assert await facade.groups_of(uow, ben.id) == []


async def test_who_follows_while_they_are_blocked_does_not_follow(site: Site, ada: Person, ben: Person) -> None:
    for _ in range(TURNS):
        await asyncio.gather(ben.put(f"/people/{ada.id}/follow"), ada.put(f"/people/{ben.id}/block"))

        async with unit_of_work(site.kernel) as uow:
            how = await facade.relation(uow, ada.id, ben.id)
        assert (how.has_blocked, how.followed_by) == (True, False)
        fine(await ada.delete(f"/people/{ben.id}/block"), 204)


async def test_of_privacy_settings_that_are_changed_at_once_none_is_lost(ada: Person) -> None:
    for turn in range(TURNS):
        wanted = {
            "profile_visibility": ("private", "public")[turn % 2],
            "show_activity": turn % 2 == 1,
            "show_leaderboard": turn % 2 == 1,
            "jurisdiction": ("DE", "AT")[turn % 2],
        }

        await asyncio.gather(*(ada.patch("/people/me/privacy", {name: value}) for name, value in wanted.items()))

        assert fine(await ada.get("/people/me/privacy")) == wanted


async def test_a_guardian_code_links_one_of_those_who_give_it_back_at_once(site: Site, ada: Person) -> None:
    people = await crowd(site, 6)
    code = fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)["code"]

    found = await outcomes(
        *(
            asyncio.ensure_future(each.post("/guardianships/join", {"side": "guardian", "code": code}))
            for each in people
        )
    )

    assert found == Counter({"CODE_INVALID": 5, "done": 1})


async def test_of_guardian_codes_that_are_made_at_once_one_holds(site: Site, ada: Person) -> None:
    people = await crowd(site, 6)
    made = await asyncio.gather(*(ada.post("/guardianships/codes", {"side": "learner"}) for _ in people))

    found = Counter[str]()
    for each, answer in zip(people, made, strict=True):
        given = {"side": "guardian", "code": fine(answer, 201)["code"]}
        found += await outcomes(asyncio.ensure_future(each.post("/guardianships/join", given)))

    assert found == Counter({"CODE_INVALID": 5, "done": 1})


@pytest.mark.parametrize("side", ["guardian", "learner"])
async def test_accepting_and_ending_at_once_leaves_nothing_half_done(
    site: Site, ada: Person, ben: Person, side: str
) -> None:
    for _ in range(TURNS):
        asked = fine(await ben.post("/guardianships", {"side": side, "email": ada.email}), 202)
        place = f"/guardianships/{asked['id']}"

        await asyncio.gather(ada.post(f"{place}/accept"), ben.delete(place))

        assert await ada.all("/guardianships") == await ben.all("/guardianships") == []
    linked = await site.events("people.guardian_linked.v1")
    unlinked = await site.events("people.guardian_unlinked.v1")
    assert len(linked) == len(unlinked)
