"""Whose progress one may see: one's own, that of students of one's classes, that of one's wards; nobody else's."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from lyceum.app.composition import Composition
from lyceum.platform.access_log import OTHERS_DATA_READ, REFUSED
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.people.site import Person, Site, fine, open_site, refused

NOT_THERE = (404, "PERSON_NOT_FOUND")


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


def figures(who: Person) -> str:
    return f"/progress/users/{who.id}"


async def test_a_teacher_sees_the_students_of_their_own_classes_only(site: Site) -> None:
    ada, eve = await site.person(), await site.person()
    teacher, _ = await site.class_of(ada)

    seen = fine(await teacher.get(figures(ada)))

    assert seen == fine(await ada.get("/progress/me/stats"))
    assert fine(await teacher.get(f"{figures(ada)}/skills"))["items"] == []
    assert refused(await teacher.get(figures(eve))) == NOT_THERE
    assert refused(await ada.get(figures(teacher))) == NOT_THERE
    assert refused(await (await site.teacher()).get(figures(ada))) == NOT_THERE


async def test_a_teacher_sees_a_student_no_longer_who_has_left(site: Site) -> None:
    ada = await site.person()
    teacher, made = await site.class_of(ada)

    await ada.delete(f"/classes/{made['id']}/members/{ada.id}")

    assert refused(await teacher.get(figures(ada))) == NOT_THERE


async def test_who_teaches_a_class_but_may_not_teach_any_more_sees_nobody(site: Site) -> None:
    ada = await site.person()
    teacher, _ = await site.class_of(ada)

    admin = await site.person("super_admin")
    fine(await admin.put(f"/users/{teacher.id}/role", {"role": "student"}))

    assert refused(await teacher.get(figures(ada))) == NOT_THERE


async def test_a_guardian_sees_the_child_until_either_ends_it(site: Site) -> None:
    ada, guardian = await site.person(), await site.person()
    code = fine(await guardian.post("/guardianships/codes", {"side": "guardian"}), 201)["code"]
    link = fine(await ada.post("/guardianships/join", {"code": code, "side": "learner"}))

    fine(await guardian.get(figures(ada)))
    assert refused(await ada.get(figures(guardian))) == NOT_THERE
    await ada.delete(f"/guardianships/{link['id']}")

    assert refused(await guardian.get(figures(ada))) == NOT_THERE


async def test_a_block_outweighs_being_the_teacher(site: Site) -> None:
    ada = await site.person()
    teacher, _ = await site.class_of(ada)

    await ada.put(f"/people/{teacher.id}/block")

    assert refused(await teacher.get(figures(ada))) == NOT_THERE


async def test_each_look_and_each_refusal_is_noted_and_looks_at_ones_own_are_not(site: Site) -> None:
    ada = await site.person()
    teacher, _ = await site.class_of(ada)
    nobody = uuid4()

    await teacher.get(figures(ada))
    await ada.get(figures(ada))
    await ada.get(f"/progress/users/{nobody}")

    look = {"action": "progress:view", "kind": "learner", "id": str(ada.id), "rule": "teacher"}
    denial = {"action": "progress:view", "kind": "learner", "id": str(nobody), "rule": None}
    assert [tuple(each) for each in await site.noted(OTHERS_DATA_READ)] == [(teacher.id, look)]
    assert [tuple(each) for each in await site.noted(REFUSED)] == [(ada.id, {"code": "PERSON_NOT_FOUND", **denial})]


async def test_the_fourth_sources_address_answers_the_same(site: Site) -> None:
    ada = await site.person()

    assert fine(await ada.get(f"/progress/user/{ada.id}")) == fine(await ada.get(figures(ada)))
