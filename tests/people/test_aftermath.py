"""What becomes of places between people when an account is closed or suspended."""

from uuid import UUID

from lyceum.identity.contracts.people import AccountStatus
from lyceum.people import facade
from lyceum.people.contracts import Relations
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.site import Json, Person, Site, fine, refused


async def roles(viewer: Person, group: Json) -> dict[str, str]:
    members = await viewer.all(f"/groups/{group['id']}/members")
    return {each["person"]["id"]: each["role"] for each in members}


async def test_a_group_passes_to_the_moderator_who_is_there_longest(site: Site, ada: Person, ben: Person) -> None:
    group = await site.group_of(ada, ben)
    other = await site.person()
    fine(await other.join("groups", group))
    place = f"/groups/{group['id']}/members"
    await site.sql("update people.membership set since = since - interval '1 day' where account_id = $1", other.id)
    for person in (ben, other):
        fine(await ada.put(f"{place}/{person.id}/role", {"role": "moderator"}))

    await site.set_status(ada, AccountStatus.DELETED)

    assert await roles(ben, group) == {str(other.id): "owner", str(ben.id): "moderator"}
    assert [each["account_id"] for each in await site.events("people.member_left.v1")] == [str(ada.id)]
    changed = await site.events("people.member_role_changed.v1")
    assert (changed[-1]["account_id"], changed[-1]["role"], changed[-1]["changed_by"]) == (str(other.id), "owner", None)


async def test_a_group_nobody_leads_any_more_is_put_away(site: Site, ada: Person, ben: Person) -> None:
    group = await site.group_of(ada, ben)

    await site.set_status(ada, AccountStatus.DELETED)

    assert refused(await ben.get(f"/groups/{group['id']}")) == (404, "CIRCLE_NOT_FOUND")
    archived = await site.events("people.circle_archived.v1")
    assert [(each["circle_id"], each["archived_by"]) for each in archived] == [(group["id"], None)]


async def test_a_group_with_another_owner_goes_on_as_it_was(site: Site, ada: Person, ben: Person) -> None:
    group = await site.group_of(ada, ben)
    fine(await ada.put(f"/groups/{group['id']}/members/{ben.id}/role", {"role": "owner"}))

    await site.set_status(ada, AccountStatus.DELETED)

    assert await roles(ben, group) == {str(ben.id): "owner"}


async def test_nothing_of_a_closed_account_is_left_between_people(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada)
    fan = await site.person()
    fine(await fan.put(f"/people/{ada.id}/follow"), 204)
    fine(await ada.put(f"/people/{fan.id}/follow"), 204)
    code = fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)["code"]
    fine(await ben.post("/guardianships/join", {"side": "guardian", "code": code}))
    left = fine(await ada.post("/guardianships/codes", {"side": "guardian"}), 201)["code"]
    fine(await ada.patch("/people/me/privacy", {"jurisdiction": "DE"}))

    await site.set_status(ada, AccountStatus.DELETED)

    async with unit_of_work(site.kernel) as uow:
        for viewer in (teacher, fan, ben):
            assert await facade.relation(uow, viewer.id, ada.id) == Relations()
        assert [each.account_id for each in await facade.members_of(uow, UUID(made["id"]))] == [teacher.id]
    assert await fan.all("/people/me/followers") == await ben.all("/guardianships") == []
    answer = await ben.post("/guardianships/join", {"side": "learner", "code": left})
    assert refused(answer) == (404, "CODE_INVALID")
    assert await site.sql("select * from people.person where account_id = $1", ada.id) == []
    assert len(await site.events("people.guardian_unlinked.v1")) == 1


async def test_who_is_suspended_keeps_their_places_and_leads_nothing_alone(
    site: Site, ada: Person, ben: Person
) -> None:
    led = await site.group_of(ada, ben)
    fine(await ada.put(f"/groups/{led['id']}/members/{ben.id}/role", {"role": "moderator"}))
    alone = await site.group_of(ada)
    _, made = await site.class_of(ada)

    await site.set_status(ada, AccountStatus.SUSPENDED)
    await site.set_status(ada, AccountStatus.ACTIVE)

    assert await roles(ben, led) == {str(ben.id): "owner", str(ada.id): "moderator"}
    assert await roles(ada, alone) == {str(ada.id): "owner"}
    assert fine(await ada.get(f"/classes/{made['id']}"))["role"] == "student"
