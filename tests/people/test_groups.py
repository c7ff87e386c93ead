"""Study groups: open and private ones, their roles, and who may act on whom."""

from datetime import timedelta

from tests.identity.site import PASSWORD
from tests.people.site import Person, Site, fine, refused


async def test_anybody_makes_a_group_and_owns_it(site: Site, ada: Person) -> None:
    made = await ada.make("groups", name="Exam in June", tags=["Economics", "economics", "June"], description="Mondays")

    assert (made["role"], made["is_private"], made["tags"]) == ("owner", True, ["economics", "june"])
    assert fine(await ada.get(f"/groups/{made['id']}")) == made
    assert [each["created_by"] for each in await site.events("people.circle_created.v1")] == [str(ada.id)]


async def test_a_private_group_is_joined_by_its_code_only(ada: Person, ben: Person) -> None:
    made = await ada.make("groups")

    assert refused(await ben.get(f"/groups/{made['id']}")) == (404, "CIRCLE_NOT_FOUND")
    assert refused(await ben.post(f"/groups/{made['id']}/join")) == (404, "CIRCLE_NOT_FOUND")
    assert await ben.all("/groups", among="open") == []
    assert fine(await ben.join("groups", made))["role"] == "member"


async def test_who_is_invited_to_a_private_group_accepts_and_does_not_just_join(ada: Person, ben: Person) -> None:
    made = await ada.make("groups")
    fine(await ada.post(f"/groups/{made['id']}/invitations", {"username": ben.username}), 201)

    assert fine(await ben.get(f"/groups/{made['id']}"))["status"] == "invited"
    assert refused(await ben.post(f"/groups/{made['id']}/join")) == (403, "JOIN_NEEDS_CODE")


async def test_an_open_group_is_seen_and_joined_by_anybody_but_tells_its_members_to_members(
    ada: Person, ben: Person
) -> None:
    made = await ada.make("groups", is_private=False)
    place = f"/groups/{made['id']}"

    seen = fine(await ben.get(place))
    assert (seen["role"], seen["status"], seen["join_code"]) == (None, None, None)
    assert [each["id"] for each in await ben.all("/groups", among="open")] == [made["id"]]
    for answer in (
        await ben.get(f"{place}/members"),
        await ben.patch(place, {"name": "Mine"}),
        await ben.delete(place),
        await ben.post(f"{place}/code"),
        await ben.delete(f"{place}/members/{ada.id}"),
        await ben.put(f"{place}/members/{ben.id}/role", {"role": "owner"}),
    ):
        assert refused(answer) == (403, "CIRCLE_ROLE_MISSING")
    assert fine(await ben.post(f"{place}/join"))["role"] == "member"
    assert len(await ben.all(f"{place}/members")) == 2


async def test_who_was_removed_does_not_walk_into_an_open_group(site: Site, ada: Person, ben: Person) -> None:
    made = await site.group_of(ada, ben, is_private=False)

    fine(await ada.delete(f"/groups/{made['id']}/members/{ben.id}"), 204)

    assert refused(await ben.post(f"/groups/{made['id']}/join")) == (403, "REMOVED_MEMBER")
    assert refused(await ben.get(f"/groups/{made['id']}/members")) == (403, "CIRCLE_ROLE_MISSING")


async def test_roles_are_given_by_owners_and_nobody_acts_against_their_equal(site: Site, ada: Person) -> None:
    mod, other, plain = [await site.person(name=name) for name in ("Mod One", "Mod Two", "Plain")]
    made = await site.group_of(ada, mod, other, plain)
    place = f"/groups/{made['id']}/members"
    for person in (mod, other):
        assert fine(await ada.put(f"{place}/{person.id}/role", {"role": "moderator"}))["role"] == "moderator"

    for answer in (
        await mod.delete(f"{place}/{other.id}"),
        await mod.delete(f"{place}/{ada.id}"),
        await mod.put(f"{place}/{plain.id}/role", {"role": "moderator"}),
        await mod.put(f"{place}/{plain.id}/role", {"role": "owner"}),
        await mod.put(f"{place}/{mod.id}/role", {"role": "owner"}),
        await mod.put(f"{place}/{ada.id}/role", {"role": "member"}),
    ):
        assert refused(answer) == (403, "CIRCLE_ROLE_MISSING")
    fine(await mod.delete(f"{place}/{plain.id}"), 204)
    assert fine(await mod.put(f"{place}/{mod.id}/role", {"role": "member"}))["role"] == "member"


async def test_two_owners_cannot_throw_each_other_out(site: Site, ada: Person, ben: Person) -> None:
    made = await site.group_of(ada, ben)
    place = f"/groups/{made['id']}/members"
    fine(await ada.put(f"{place}/{ben.id}/role", {"role": "owner"}))

    for one, another in ((ada, ben), (ben, ada)):
        assert refused(await one.delete(f"{place}/{another.id}")) == (403, "CIRCLE_ROLE_MISSING")
        answer = await one.put(f"{place}/{another.id}/role", {"role": "member"})
        assert refused(answer) == (403, "CIRCLE_ROLE_MISSING")


async def test_an_organisation_is_made_by_administrators_and_has_a_jurisdiction(site: Site, ada: Person) -> None:
    admin = await site.person("admin")
    assert refused(await ada.post("/organisations", {"name": "Mine"})) == (403, "PERMISSION_MISSING")

    school = await admin.make("organisations", name="Hill Street School", jurisdiction="gb")

    assert (school["jurisdiction"], school["role"]) == ("GB", "owner")
    place = f"/organisations/{school['id']}"
    assert refused(await admin.patch(place, {"jurisdiction": "XX"})) == (422, "JURISDICTION_UNKNOWN")
    assert fine(await admin.patch(place, {"jurisdiction": "IE"}))["jurisdiction"] == "IE"


async def test_an_organisation_is_put_away_by_who_has_just_proved_who_they_are(site: Site) -> None:
    admin = await site.person("admin")
    school = await admin.make("organisations")
    site.clock.move(timedelta(minutes=11))

    assert refused(await admin.delete(f"/organisations/{school['id']}")) == (403, "CONFIRMATION_NEEDED")
    fine(await admin.post("/auth/confirm", {"password": PASSWORD}), 204)
    fine(await admin.delete(f"/organisations/{school['id']}"), 204)


async def test_who_administers_an_organisation_sees_its_classes_and_leads_none(site: Site, ada: Person) -> None:
    admin = await site.person("admin")
    school = await admin.make("organisations")
    teacher = await site.teacher()
    assert refused(await teacher.post("/classes", {"name": "Ours", "organisation_id": school["id"]}))[0] == 404
    fine(await teacher.join("organisations", school))
    made = await teacher.make("classes", organisation_id=school["id"])
    fine(await ada.join("classes", made))
    place = f"/classes/{made['id']}"

    seen = fine(await admin.get(place))

    assert (seen["role"], seen["join_code"], seen["organisation_id"]) == (None, None, school["id"])
    assert refused(await admin.get(f"{place}/members")) == (403, "CIRCLE_ROLE_MISSING")
    assert refused(await admin.delete(place)) == (403, "CIRCLE_ROLE_MISSING")
    fine(await admin.delete(f"/organisations/{school['id']}"), 204)
    assert refused(await admin.get(place)) == (404, "CIRCLE_NOT_FOUND")
    assert fine(await ada.get(place))["role"] == "student"
