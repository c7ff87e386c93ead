"""What the facade says of how people stand to each other, and that it follows what happens at once."""

from uuid import UUID

from lyceum.people import facade
from lyceum.people.contracts import CircleKind, Rank, Relations
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.site import Person, Site, fine


async def relations(site: Site, viewer: Person, *subjects: Person) -> list[Relations]:
    async with unit_of_work(site.kernel) as uow:
        found = await facade.relations(uow, viewer.id, [each.id for each in subjects])
    return [found[each.id] for each in subjects]


async def test_a_stranger_is_a_stranger_and_so_is_oneself(site: Site, ada: Person, ben: Person) -> None:
    await site.class_of(ada)

    assert await relations(site, ada, ben, ada) == [Relations(), Relations()]
    async with unit_of_work(site.kernel) as uow:
        nobody = new_id()
        assert await facade.relations(uow, ada.id, [nobody, nobody]) == {nobody: Relations()}
        assert await facade.relations(uow, ada.id, []) == {}


async def test_a_class_relates_teachers_co_teachers_and_students(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada, ben)
    helper = await site.teacher("Co Teacher")
    fine(await helper.join("classes", made))
    fine(await teacher.put(f"/classes/{made['id']}/members/{helper.id}/role", {"role": "co_teacher"}))

    teaches, student = Relations(teacher_of=True, shares_class=True), Relations(student_of=True, shares_class=True)
    together = Relations(shares_class=True)
    assert await relations(site, teacher, ada, ben, helper) == [teaches, teaches, together]
    assert await relations(site, helper, ada, teacher) == [teaches, together]
    assert await relations(site, ada, teacher, helper, ben) == [student, student, together]


async def test_relations_end_with_the_membership_and_with_the_class(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada, ben)

    fine(await teacher.delete(f"/classes/{made['id']}/members/{ada.id}"), 204)
    assert [each.teacher_of for each in await relations(site, teacher, ada, ben)] == [False, True]
    fine(await teacher.delete(f"/classes/{made['id']}"), 204)

    assert await relations(site, teacher, ada, ben) == [Relations(), Relations()]


async def test_who_is_only_invited_has_no_relation(site: Site, ada: Person) -> None:
    teacher, made = await site.class_of()
    fine(await teacher.post(f"/classes/{made['id']}/invitations", {"username": ada.username}), 201)

    assert await relations(site, teacher, ada) == [Relations()]


async def test_a_group_relates_its_members_and_makes_nobody_a_teacher(site: Site, ada: Person, ben: Person) -> None:
    await site.group_of(ada, ben)

    assert await relations(site, ada, ben) == [Relations(shares_group=True)]


async def test_who_administers_an_organisation_administers_its_members_and_its_students(
    site: Site, ada: Person, ben: Person
) -> None:
    admin = await site.person("admin")
    school = await admin.make("organisations")
    teacher = await site.teacher()
    for person in (teacher, ben):
        fine(await person.join("organisations", school))
    made = await teacher.make("classes", organisation_id=school["id"])
    fine(await ada.join("classes", made))

    member = Relations(administers=True, shares_organisation=True)
    assert await relations(site, admin, ada, ben, teacher) == [Relations(administers=True), member, member]
    assert await relations(site, ben, ada) == [Relations()]


async def test_the_facade_lists_circles_and_members(site: Site, ada: Person, ben: Person) -> None:
    teacher, made = await site.class_of(ada)
    group = await site.group_of(ada, ben)
    class_id, group_id = UUID(made["id"]), UUID(group["id"])

    async with unit_of_work(site.kernel) as uow:
        members = await facade.members_of(uow, class_id)
        assert {each.account_id: each.rank for each in members} == {teacher.id: Rank.HEAD, ada.id: Rank.MEMBER}
        assert [each.circle_id for each in await facade.classes_of(uow, ada.id)] == [class_id]
        assert [each.circle_id for each in await facade.groups_of(uow, ada.id)] == [group_id]
        assert await facade.organisations_of(uow, ada.id) == []
        both = await facade.circles_of(uow, [ada.id, ben.id])
        assert {(each.circle_id, each.account_id) for each in both} == {
            (class_id, ada.id),
            (group_id, ada.id),
            (group_id, ben.id),
        }
        assert await facade.circles_of(uow, [], CircleKind.GROUP) == []
        assert await facade.rank_in(uow, group_id, ada.id) is Rank.HEAD
        assert await facade.rank_in(uow, group_id, teacher.id) is None
        assert {card.username for card in (await facade.cards(uow, [ada.id, new_id()])).values()} == {ada.username}
