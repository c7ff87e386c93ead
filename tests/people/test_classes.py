"""Classes: who makes them, who comes in and how, who sees what, and that it acts at once."""

from datetime import timedelta

import pytest

from tests.people.site import Person, Site, fine, refused


async def test_only_who_teaches_makes_a_class(site: Site, ada: Person) -> None:
    assert refused(await ada.post("/classes", {"name": "Mine"})) == (403, "PERMISSION_MISSING")

    teacher = await site.teacher()
    made = await teacher.make("classes", name="  Economics,   year 11 ")

    assert (made["name"], made["role"], made["members"]) == ("Economics, year 11", "teacher", 1)
    assert [each["id"] for each in await teacher.all("/classes")] == [made["id"]]


async def test_a_class_is_joined_by_its_code_however_it_is_typed(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of()
    typed = made["join_code"]["code"].lower().replace("-", " ").replace("0", "o").replace("1", "l")

    joined = fine(await ada.post("/classes/join", {"code": typed}))

    assert (joined["role"], joined["status"], joined["members"], joined["join_code"]) == ("student", "active", 2, None)
    members = await teacher.all(f"/classes/{made['id']}/members")
    assert [(each["person"]["username"], each["role"]) for each in members] == [
        (teacher.username, "teacher"),
        (ada.username, "student"),
    ]
    assert members[1]["person"].keys() == {"id", "full_name", "username"}
    assert [(each["account_id"], each["role"]) for each in await site.events("people.member_joined.v1")] == [
        (str(teacher.id), "teacher"),
        (str(ada.id), "student"),
    ]


async def test_joining_twice_changes_nothing_and_demotes_nobody(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)

    again = fine(await ada.join("classes", made))
    his = fine(await teacher.join("classes", made))

    assert (again["role"], his["role"], his["members"]) == ("student", "teacher", 2)
    assert len(await site.events("people.member_joined.v1")) == 2


async def test_a_stranger_finds_no_class(site: Site, ada: Person, ben: Person) -> None:
    _, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"

    for answer in (
        await ben.get(place),
        await ben.patch(place, {"name": "Mine"}),
        await ben.delete(place),
        await ben.get(f"{place}/members"),
        await ben.post(f"{place}/code"),
        await ben.delete(f"{place}/code"),
        await ben.post(f"{place}/invitations", {"username": ada.username}),
        await ben.delete(f"{place}/members/{ada.id}"),
        await ben.delete(f"{place}/members/{ben.id}"),
        await ben.put(f"{place}/members/{ben.id}/role", {"role": "teacher"}),
    ):
        assert refused(answer) == (404, "CIRCLE_NOT_FOUND")


async def test_a_student_sees_the_class_and_leads_nothing(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"

    assert fine(await ada.get(place))["join_code"] is None
    for answer in (
        await ada.patch(place, {"name": "Mine"}),
        await ada.delete(place),
        await ada.post(f"{place}/code"),
        await ada.delete(f"{place}/code"),
        await ada.post(f"{place}/invitations", {"username": ben.username}),
        await ada.delete(f"{place}/members/{teacher.id}"),
        await ada.put(f"{place}/members/{ada.id}/role", {"role": "co_teacher"}),
    ):
        assert refused(answer) == (403, "CIRCLE_ROLE_MISSING")


async def test_a_new_code_ends_the_old_one_and_a_revoked_one_lets_nobody_in(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of()

    renewed = fine(await teacher.post(f"/classes/{made['id']}/code"))
    assert refused(await ada.join("classes", made)) == (404, "CODE_INVALID")
    fine(await teacher.delete(f"/classes/{made['id']}/code"), 204)
    assert refused(await ada.post("/classes/join", {"code": renewed["code"]})) == (404, "CODE_INVALID")
    assert fine(await teacher.get(f"/classes/{made['id']}"))["join_code"]["code"] is None


async def test_a_code_ends_when_its_time_or_its_uses_are_over(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of()
    place = f"/classes/{made['id']}/code"
    soon = (site.clock.now() + timedelta(minutes=5)).isoformat()

    once = fine(await teacher.post(place, {"max_uses": 1}))
    fine(await ada.post("/classes/join", {"code": once["code"]}))
    fine(await ada.post("/classes/join", {"code": once["code"]}))  # That she is in already uses nothing up.
    assert refused(await ben.post("/classes/join", {"code": once["code"]})) == (404, "CODE_INVALID")

    brief = fine(await teacher.post(place, {"expires_at": soon}))
    site.clock.move(timedelta(minutes=5))
    assert refused(await ben.post("/classes/join", {"code": brief["code"]})) == (404, "CODE_INVALID")
    assert refused(await teacher.post(place, {"expires_at": soon})) == (422, "EXPIRY_INVALID")


async def test_the_code_of_a_class_opens_no_group_and_the_other_way_round(site: Site, ada: Person) -> None:
    _, made = await site.class_of()
    group = await site.group_of(await site.person())

    assert refused(await ada.join("groups", made)) == (404, "CODE_INVALID")
    assert refused(await ada.join("classes", group)) == (404, "CODE_INVALID")
    assert refused(await ada.get(f"/groups/{made['id']}")) == (404, "CIRCLE_NOT_FOUND")


async def test_an_invitation_is_one_persons_and_is_accepted_once(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of()
    place = f"/classes/{made['id']}"

    invited = fine(await teacher.post(f"{place}/invitations", {"username": ada.username.upper()}), 201)
    assert (invited["status"], invited["role"]) == ("invited", "student")
    assert invited["person"]["full_name"] == invited["person"]["username"] == ada.username
    assert (await teacher.all(f"{place}/members"))[1] == invited
    assert refused(await ada.get(f"{place}/members")) == (403, "CIRCLE_ROLE_MISSING")
    accept = f"/people/me/invitations/{made['id']}"
    assert refused(await ben.post(f"{accept}/accept")) == (404, "INVITATION_NOT_FOUND")

    assert [each["name"] for each in await ada.all("/people/me/invitations")] == ["Economics"]
    fine(await ada.post(f"{accept}/accept"), 204)

    assert fine(await ada.get(place))["role"] == "student"
    assert refused(await ada.post(f"{accept}/accept")) == (404, "INVITATION_NOT_FOUND")
    assert await ada.all("/people/me/invitations") == []


async def test_an_invitation_can_be_declined_and_withdrawn(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of()
    for person in (ada, ben):
        fine(await teacher.post(f"/classes/{made['id']}/invitations", {"username": person.username}), 201)

    fine(await ada.delete(f"/people/me/invitations/{made['id']}"), 204)
    fine(await teacher.delete(f"/classes/{made['id']}/members/{ben.id}"), 204)

    for person in (ada, ben):
        assert refused(await person.get(f"/classes/{made['id']}")) == (404, "CIRCLE_NOT_FOUND")
        answer = await person.post(f"/people/me/invitations/{made['id']}/accept")
        assert refused(answer) == (404, "INVITATION_NOT_FOUND")


async def test_who_was_removed_is_out_at_once_and_comes_back_by_invitation_only(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"

    fine(await teacher.delete(f"{place}/members/{ada.id}"), 204)

    assert refused(await ada.get(place)) == (404, "CIRCLE_NOT_FOUND")
    assert await ada.all("/classes") == []
    assert refused(await ada.join("classes", made)) == (403, "REMOVED_MEMBER")
    assert [row["account_id"] for row in await site.noted("people.member_removed")] == [ada.id]
    fine(await teacher.post(f"{place}/invitations", {"username": ada.username}), 201)
    fine(await ada.post(f"/people/me/invitations/{made['id']}/accept"), 204)
    assert fine(await ada.get(place))["role"] == "student"


@pytest.mark.parametrize("ending", ["declined", "withdrawn"])
async def test_an_invitation_that_comes_to_nothing_lets_nobody_back_in(site: Site, ada: Person, ending: str) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"
    fine(await teacher.delete(f"{place}/members/{ada.id}"), 204)
    fine(await teacher.post(f"{place}/invitations", {"username": ada.username}), 201)

    if ending == "declined":
        fine(await ada.delete(f"/people/me/invitations/{made['id']}"), 204)
    else:
        fine(await teacher.delete(f"{place}/members/{ada.id}"), 204)

    assert refused(await ada.join("classes", made)) == (403, "REMOVED_MEMBER")
    assert [each["person"]["id"] for each in await teacher.all(f"{place}/members")] == [str(teacher.id)]


async def test_who_teaches_here_no_longer_leads_no_class(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"
    admin = await site.person("super_admin")

    fine(await admin.put(f"/users/{teacher.id}/role", {"role": "student"}))

    found = fine(await teacher.get(place))
    assert (found["role"], found["join_code"]) == ("student", None)
    assert [(each["role"], each["join_code"]) for each in await teacher.all("/classes")] == [("student", None)]
    assert refused(await teacher.patch(place, {"name": "Mine"})) == (403, "CIRCLE_ROLE_MISSING")
    assert refused(await teacher.post(f"{place}/code")) == (403, "CIRCLE_ROLE_MISSING")
    assert refused(await teacher.post(f"{place}/invitations", {"username": ada.username})) == (
        403,
        "CIRCLE_ROLE_MISSING",
    )
    assert refused(await teacher.delete(f"{place}/members/{ada.id}")) == (403, "CIRCLE_ROLE_MISSING")
    fine(await admin.put(f"/users/{teacher.id}/role", {"role": "teacher"}))
    assert fine(await teacher.get(place))["role"] == "teacher"


async def test_who_left_may_come_back_as_a_student_only(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of()
    second = await site.teacher()
    fine(await second.join("classes", made))
    place = f"/classes/{made['id']}/members"
    fine(await teacher.put(f"{place}/{second.id}/role", {"role": "teacher"}))

    fine(await teacher.delete(f"{place}/{teacher.id}"), 204)
    back = fine(await teacher.join("classes", made))

    assert back["role"] == "student"
    assert ada.id not in {each["account_id"] for each in await site.events("people.member_left.v1")}


async def test_nobody_teaches_a_class_who_does_not_teach_here(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}/members/{ada.id}/role"

    for role in ("co_teacher", "teacher"):
        assert refused(await teacher.put(place, {"role": role})) == (409, "TEACHER_NEEDED")
    for role in ("owner", "admin", "moderator"):
        assert refused(await teacher.put(place, {"role": role})) == (422, "CIRCLE_ROLE_UNKNOWN")
    assert refused(await teacher.put(place, {"role": "super_admin"}))[0] == 422


async def test_a_co_teacher_leads_students_but_no_teacher(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)
    helper = await site.teacher("Co Teacher")
    fine(await helper.join("classes", made))
    place = f"/classes/{made['id']}"

    fine(await teacher.put(f"{place}/members/{helper.id}/role", {"role": "co_teacher"}))

    assert fine(await helper.get(place))["join_code"]["code"]
    for answer in (
        await helper.delete(f"{place}/members/{teacher.id}"),
        await helper.put(f"{place}/members/{helper.id}/role", {"role": "teacher"}),
        await helper.put(f"{place}/members/{teacher.id}/role", {"role": "student"}),
        await helper.patch(place, {"name": "Mine"}),
        await helper.delete(place),
    ):
        assert refused(answer) == (403, "CIRCLE_ROLE_MISSING")
    fine(await helper.delete(f"{place}/members/{ada.id}"), 204)


async def test_the_last_teacher_stays_until_somebody_else_teaches(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}/members"
    assert refused(await teacher.delete(f"{place}/{teacher.id}")) == (409, "LAST_HEAD")
    assert refused(await teacher.put(f"{place}/{teacher.id}/role", {"role": "student"})) == (409, "LAST_HEAD")

    second = await site.teacher()
    fine(await second.join("classes", made))
    fine(await teacher.put(f"{place}/{second.id}/role", {"role": "teacher"}))
    assert refused(await second.delete(f"{place}/{teacher.id}")) == (403, "CIRCLE_ROLE_MISSING")
    fine(await teacher.delete(f"{place}/{teacher.id}"), 204)

    assert refused(await second.delete(f"{place}/{second.id}")) == (409, "LAST_HEAD")
    assert [row["account_id"] for row in await site.noted("people.member_role_changed")] == [second.id]


async def test_a_limit_is_kept_and_is_never_below_the_members(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada)
    place = f"/classes/{made['id']}"

    assert refused(await teacher.patch(place, {"member_limit": 1})) == (409, "LIMIT_BELOW_MEMBERS")
    fine(await teacher.patch(place, {"member_limit": 2}))

    assert refused(await ben.join("classes", made)) == (409, "CIRCLE_FULL")
    fine(await ada.delete(f"{place}/members/{ada.id}"), 204)
    assert fine(await ben.join("classes", made))["members"] == 2


async def test_a_class_that_was_put_away_is_there_for_nobody(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of(ada)

    fine(await teacher.delete(f"/classes/{made['id']}"), 204)

    for person in (ada, teacher):
        assert refused(await person.get(f"/classes/{made['id']}")) == (404, "CIRCLE_NOT_FOUND")
        assert await person.all("/classes") == []
    assert refused(await ada.join("classes", made)) == (404, "CODE_INVALID")
    assert [each["kind"] for each in await site.events("people.circle_archived.v1")] == ["class"]


async def test_lists_come_in_pages(site: Site) -> None:
    students = [await site.person(name=f"Student {number}") for number in range(5)]
    teacher, made = await site.class_of(*students)
    for number in range(3):
        await teacher.make("classes", name=f"Class {number}")

    members = await teacher.all(f"/classes/{made['id']}/members", limit=2)
    classes = await teacher.all("/classes", limit=3)

    assert [each["person"]["id"] for each in members] == [str(each.id) for each in (teacher, *students)]
    assert [each["name"] for each in classes] == ["Class 2", "Class 1", "Class 0", "Economics"]
    assert refused(await teacher.get("/classes", cursor="nonsense")) == (422, "INVALID_CURSOR")


@pytest.mark.parametrize("field", ["role", "rank", "status", "join_code", "created_by", "is_private", "kind", "id"])
async def test_nobody_gives_themselves_what_a_route_does_not_give(site: Site, field: str) -> None:
    teacher, made = await site.class_of()

    for answer in (
        await teacher.post("/classes", {"name": "A class", field: "teacher"}),
        await teacher.patch(f"/classes/{made['id']}", {field: "teacher"}),
        await teacher.post("/classes/join", {"code": made["join_code"]["code"], field: "teacher"}),
        await teacher.post(f"/classes/{made['id']}/invitations", {"username": "somebody", field: "teacher"}),
    ):
        assert refused(answer)[0] == 422


@pytest.mark.parametrize(
    "name", ["", " ", "\u200b\u200d", "a\u202eb", "a\u2066b", "a\u0000b", "x" * 121, "a\u0085\u200fb"]
)
async def test_a_name_shows_what_it_is(site: Site, name: str) -> None:
    teacher = await site.teacher()
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in name)
    body = f'{{"name": "{escaped}"}}'

    answer = await teacher.http.post(
        "/classes",
        content=body,
        headers={"authorization": f"Bearer {teacher.token}", "content-type": "application/json"},
    )

    assert refused(answer) == (422, "CIRCLE_NAME_INVALID")
