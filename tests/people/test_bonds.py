"""Following and blocking, profiles and privacy."""

import pytest

from lyceum.people import facade
from lyceum.people.contracts import Privacy, Relations
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.site import Person, Site, fine, refused


async def relation(site: Site, viewer: Person, subject: Person) -> Relations:
    async with unit_of_work(site.kernel) as uow:
        return await facade.relation(uow, viewer.id, subject.id)


async def test_who_follows_is_among_the_followers_and_it_is_told(site: Site, ada: Person, ben: Person) -> None:
    for _ in range(2):
        fine(await ada.put(f"/people/{ben.id}/follow"), 204)

    followers, following = await ben.all("/people/me/followers"), await ada.all("/people/me/following")
    assert [each["person"]["username"] for each in followers] == [ada.username]
    assert [each["person"]["username"] for each in following] == [ben.username]
    assert await relation(site, ada, ben) == Relations(follows=True)
    assert await relation(site, ben, ada) == Relations(followed_by=True)
    assert await site.events("people.followed.v1") == [{"follower_id": str(ada.id), "followed_id": str(ben.id)}]
    async with unit_of_work(site.kernel) as uow:
        assert await facade.followers_of(uow, [ben.id]) == {ada.id}
        assert await facade.followers_of(uow, []) == set()


async def test_a_follow_ends_from_either_side(site: Site, ada: Person, ben: Person) -> None:
    for end in (ada.delete(f"/people/{ben.id}/follow"), ben.delete(f"/people/me/followers/{ada.id}")):
        fine(await ada.put(f"/people/{ben.id}/follow"), 204)
        fine(await end, 204)
        assert await relation(site, ada, ben) == Relations()
    fine(await ada.delete(f"/people/{ben.id}/follow"), 204)

    assert len(await site.events("people.unfollowed.v1")) == 2


async def test_nobody_follows_or_blocks_themselves_or_nobody(ada: Person) -> None:
    for what in ("follow", "block"):
        assert refused(await ada.put(f"/people/{ada.id}/{what}")) == (409, "ONESELF")
        assert refused(await ada.put(f"/people/{new_id()}/{what}")) == (404, "PERSON_NOT_FOUND")
        assert refused(await ada.put(f"/people/me/{what}"))[0] == 422


async def test_a_block_ends_what_was_and_hides_each_from_the_other(site: Site, ada: Person, ben: Person) -> None:
    fine(await ada.put(f"/people/{ben.id}/follow"), 204)
    fine(await ben.put(f"/people/{ada.id}/follow"), 204)

    fine(await ada.put(f"/people/{ben.id}/block"), 204)

    for one, another in ((ada, ben), (ben, ada)):
        assert refused(await one.put(f"/people/{another.id}/follow")) == (404, "PERSON_NOT_FOUND")
        assert refused(await one.get(f"/people/{another.id}")) == (404, "PERSON_NOT_FOUND")
        assert await one.all("/people/me/followers") == await one.all("/people/me/following") == []
    assert await relation(site, ada, ben) == Relations(has_blocked=True)
    assert await relation(site, ben, ada) == Relations(blocked_by=True)
    assert [each["person"]["id"] for each in await ada.all("/people/me/blocked")] == [str(ben.id)]
    assert await ben.all("/people/me/blocked") == []


async def test_who_is_blocked_is_answered_as_if_the_other_were_not_there(site: Site, ada: Person, ben: Person) -> None:
    nobody = new_id()
    fine(await ada.put(f"/people/{ben.id}/block"), 204)

    hidden, absent = await ben.get(f"/people/{ada.id}"), await ben.get(f"/people/{nobody}")

    assert hidden.json()["error"]["message"] == absent.json()["error"]["message"]
    group = await site.group_of(ben)
    for username in (ada.username, "nobody-at-all"):
        answer = await ben.post(f"/groups/{group['id']}/invitations", {"username": username})
        assert refused(answer) == (404, "PERSON_NOT_FOUND")


async def test_a_block_withdraws_what_the_blocked_invited_to(site: Site, ada: Person, ben: Person) -> None:
    group = await site.group_of(ben)
    fine(await ben.post(f"/groups/{group['id']}/invitations", {"username": ada.username}), 201)

    fine(await ada.put(f"/people/{ben.id}/block"), 204)

    assert await ada.all("/people/me/invitations") == []


async def test_a_block_taken_back_brings_nothing_back(site: Site, ada: Person, ben: Person) -> None:
    fine(await ben.put(f"/people/{ada.id}/follow"), 204)
    fine(await ada.put(f"/people/{ben.id}/block"), 204)
    fine(await ada.put(f"/people/{ben.id}/block"), 204)

    fine(await ben.delete(f"/people/{ada.id}/block"), 204)
    assert (await relation(site, ada, ben)).has_blocked
    fine(await ada.delete(f"/people/{ben.id}/block"), 204)

    assert await relation(site, ada, ben) == Relations()
    assert len(await site.events("people.blocked.v1")) == len(await site.events("people.unblocked.v1")) == 1


async def test_members_who_blocked_each_other_do_not_see_each_other_but_their_teacher_sees_both(
    site: Site, ada: Person, ben: Person
) -> None:
    teacher, made = await site.class_of(ada, ben)
    fine(await ada.put(f"/people/{ben.id}/block"), 204)
    fine(await ada.put(f"/people/{teacher.id}/block"), 204)

    async def seen_by(viewer: Person) -> set[str]:
        return {each["person"]["id"] for each in await viewer.all(f"/classes/{made['id']}/members")}

    assert await seen_by(ada) == {str(teacher.id), str(ada.id)}
    assert await seen_by(ben) == {str(teacher.id), str(ben.id)}
    assert await seen_by(teacher) == {str(teacher.id), str(ada.id), str(ben.id)}


@pytest.mark.parametrize(
    ("visibility", "stranger", "follower", "classmate"),
    [("public", 200, 200, 200), ("followers", 404, 200, 200), ("private", 404, 404, 200)],
)
async def test_a_profile_is_seen_by_whom_its_owner_lets(
    site: Site, ada: Person, visibility: str, stranger: int, follower: int, classmate: int
) -> None:
    other, fan, mate = [await site.person(name=name) for name in ("Stranger", "Fan", "Mate")]
    await site.class_of(ada, mate)
    fine(await fan.put(f"/people/{ada.id}/follow"), 204)

    assert fine(await ada.patch("/people/me/privacy", {"profile_visibility": visibility}))["show_activity"] is True

    answers = [(await viewer.get(f"/people/{ada.id}")).status_code for viewer in (other, fan, mate, ada)]
    assert answers == [stranger, follower, classmate, 200]
    profile = fine(await mate.get(f"/people/{ada.id}"))
    assert (profile["followers"], profile["following"], profile["relations"]["shares_class"]) == (1, 0, True)
    assert profile["person"].keys() == {"id", "full_name", "username"}
    assert "blocked_by" not in profile["relations"]


async def test_who_is_private_is_followed_by_nobody_new(site: Site, ada: Person, ben: Person) -> None:
    mate = await site.person()
    await site.class_of(ada, mate)
    fine(await ada.patch("/people/me/privacy", {"profile_visibility": "private"}))

    assert refused(await ben.put(f"/people/{ada.id}/follow")) == (404, "PERSON_NOT_FOUND")
    assert refused(await mate.put(f"/people/{ada.id}/follow")) == (403, "FOLLOW_REFUSED")


async def test_privacy_and_jurisdiction_are_kept_and_asked_for_at_once(site: Site, ada: Person, ben: Person) -> None:
    fine(await ada.patch("/people/me/privacy", {"show_leaderboard": False, "jurisdiction": "de"}))
    assert refused(await ada.patch("/people/me/privacy", {"jurisdiction": "ZZ"})) == (422, "JURISDICTION_UNKNOWN")
    assert refused(await ada.patch("/people/me/privacy", {"account_id": str(ben.id)}))[0] == 422

    assert fine(await ada.get("/people/me/privacy"))["jurisdiction"] == "DE"
    async with unit_of_work(site.kernel) as uow:
        found = await facade.privacy_of(uow, [ada.id, ben.id])
    assert found == {ada.id: Privacy(show_leaderboard=False, jurisdiction="DE"), ben.id: Privacy()}


async def test_lists_of_people_come_in_pages(site: Site, ada: Person) -> None:
    fans = [await site.person(name=f"Fan {number}") for number in range(5)]
    for fan in fans:
        fine(await fan.put(f"/people/{ada.id}/follow"), 204)

    listed = await ada.all("/people/me/followers", limit=2)

    assert {each["person"]["id"] for each in listed} == {str(fan.id) for fan in fans}
    assert len(listed) == 5
