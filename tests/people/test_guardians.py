"""Guardians: both agree, either ends it at once, and nobody learns who has an account."""

from datetime import timedelta

from lyceum.people import facade
from lyceum.people.contracts import Relations
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.site import Json, Person, Site, fine, refused


async def relation(site: Site, viewer: Person, subject: Person) -> Relations:
    async with unit_of_work(site.kernel) as uow:
        return await facade.relation(uow, viewer.id, subject.id)


async def waiting_for(person: Person) -> Json:
    """The one guardianship that waits for somebody's answer."""
    (found,) = [each for each in await person.all("/guardianships") if not each["asked_by_me"]]
    return found


async def linked(guardian: Person, learner: Person) -> Json:
    """A guardianship that both agreed to."""
    fine(await guardian.post("/guardianships", {"side": "guardian", "email": learner.email}), 202)
    asked = await waiting_for(learner)
    return fine(await learner.post(f"/guardianships/{asked['id']}/accept"))


async def test_a_guardian_asks_and_the_learner_agrees(site: Site, ada: Person, ben: Person) -> None:
    asked = fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email.upper()}), 202)
    assert (asked["side"], asked["person"], asked["is_active"]) == ("guardian", None, False)
    assert await relation(site, ben, ada) == Relations()
    assert refused(await ben.post(f"/guardianships/{asked['id']}/accept")) == (403, "NOT_YOURS_TO_ACCEPT")

    waiting = await waiting_for(ada)
    assert (waiting["side"], waiting["person"]["username"]) == ("learner", ben.username)
    accepted = fine(await ada.post(f"/guardianships/{waiting['id']}/accept"))

    assert accepted["is_active"]
    assert await relation(site, ben, ada) == Relations(guardian_of=True)
    assert await relation(site, ada, ben) == Relations(ward_of=True)
    assert [each["person"]["username"] for each in await ben.all("/guardianships")] == [ada.username]
    events = await site.events("people.guardian_linked.v1")
    assert [(each["guardian_id"], each["learner_id"]) for each in events] == [(str(ben.id), str(ada.id))]
    assert [row["account_id"] for row in await site.noted("people.guardian_linked")] == [ada.id]
    async with unit_of_work(site.kernel) as uow:
        assert await facade.wards_of(uow, ben.id) == {ada.id}
        assert await facade.guardians_of(uow, [ada.id, ben.id]) == {ada.id: {ben.id}}
        assert await facade.guardians_of(uow, []) == {}


async def test_a_learner_asks_and_the_guardian_agrees(site: Site, ada: Person, ben: Person) -> None:
    fine(await ada.post("/guardianships", {"side": "learner", "email": ben.email}), 202)
    waiting = await waiting_for(ben)

    fine(await ben.post(f"/guardianships/{waiting['id']}/accept"))
    again = fine(await ben.post(f"/guardianships/{waiting['id']}/accept"))

    assert (again["side"], again["is_active"]) == ("guardian", True)
    assert await relation(site, ben, ada) == Relations(guardian_of=True)
    assert len(await site.events("people.guardian_linked.v1")) == 1


async def test_either_ends_it_at_once(site: Site, ada: Person, ben: Person) -> None:
    for who in (ada, ben):
        link = await linked(ben, ada)
        fine(await who.delete(f"/guardianships/{link['id']}"), 204)

        assert await relation(site, ben, ada) == Relations()
        assert refused(await ada.post(f"/guardianships/{link['id']}/accept")) == (404, "GUARDIANSHIP_NOT_FOUND")
    assert len(await site.noted("people.guardian_unlinked")) == 2
    assert len(await site.events("people.guardian_unlinked.v1")) == 2


async def test_whoever_asks_never_learns_who_has_an_account(site: Site, ada: Person, ben: Person) -> None:
    blocker = await site.person()
    fine(await blocker.put(f"/people/{ben.id}/block"), 204)
    await linked(ben, ada)

    answers = [
        fine(await ben.post("/guardianships", {"side": "guardian", "email": email}), 202)
        for email in ("nobody@example.org", blocker.email, ada.email, (await site.person()).email)
    ]

    shapes = [{name: value for name, value in each.items() if name != "id"} for each in answers]
    assert all(each == shapes[0] for each in shapes)
    mine = [each for each in await ben.all("/guardianships") if not each["is_active"]]
    assert {each["id"] for each in mine} == {each["id"] for each in answers}
    assert all(each["person"] is None for each in mine)
    assert await blocker.all("/guardianships") == []
    assert len(await ada.all("/guardianships")) == 1


async def test_a_request_can_be_refused_untold_and_taken_back(site: Site, ada: Person, ben: Person) -> None:
    for ending, still_waits in ((ada, True), (ben, False)):
        asked = fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email}), 202)
        fine(await ending.delete(f"/guardianships/{asked['id']}"), 204)

        answer = await ada.post(f"/guardianships/{asked['id']}/accept")
        assert refused(answer) == (404, "GUARDIANSHIP_NOT_FOUND")
        assert await ada.all("/guardianships") == []
        assert (asked in await ben.all("/guardianships")) is still_waits
    assert await site.events("people.guardian_unlinked.v1") == []


async def test_a_request_does_not_wait_for_ever(site: Site, ada: Person, ben: Person) -> None:
    asked = fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email}), 202)
    site.clock.move(timedelta(days=30))
    ada, ben = await site.again(ada), await site.again(ben)

    assert await ada.all("/guardianships") == []
    answer = await ada.post(f"/guardianships/{asked['id']}/accept")
    assert refused(answer) == (404, "GUARDIANSHIP_NOT_FOUND")
    await linked(ben, ada)
    assert (await relation(site, ben, ada)).guardian_of


async def test_nobody_asks_a_hundred_people(ada: Person) -> None:
    for number in range(10):
        fine(await ada.post("/guardianships", {"side": "guardian", "email": f"child{number}@example.org"}), 202)

    answer = await ada.post("/guardianships", {"side": "guardian", "email": "child@example.org"})
    assert refused(answer) == (409, "TOO_MANY_PENDING")


async def test_a_guardianship_is_nobody_elses(site: Site, ada: Person, ben: Person) -> None:
    stranger = await site.person()
    fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email}), 202)
    asked = await waiting_for(ada)

    for link_id in (asked["id"], new_id()):
        for answer in (
            await stranger.post(f"/guardianships/{link_id}/accept"),
            await stranger.delete(f"/guardianships/{link_id}"),
        ):
            assert refused(answer) == (404, "GUARDIANSHIP_NOT_FOUND")
    assert await stranger.all("/guardianships") == []


async def test_a_code_links_the_two_sides_once(site: Site, ada: Person, ben: Person) -> None:
    stranger = await site.person()
    made = await ada.post("/guardianships/codes", {"side": "learner"})
    code = fine(made, 201)["code"]
    assert made.headers["cache-control"] == "no-store"

    wrong_side = await ben.post("/guardianships/join", {"side": "learner", "code": code})
    assert refused(wrong_side) == (404, "CODE_INVALID")
    own = await ada.post("/guardianships/join", {"side": "guardian", "code": code})
    assert refused(own) == (409, "ONESELF")
    link = fine(await ben.post("/guardianships/join", {"side": "guardian", "code": code.lower()}))

    assert (link["side"], link["is_active"], link["person"]["username"]) == ("guardian", True, ada.username)
    again = await stranger.post("/guardianships/join", {"side": "guardian", "code": code})
    assert refused(again) == (404, "CODE_INVALID")
    kept = await site.sql("select count(*) as codes from people.guardian_code")
    assert kept[0]["codes"] == 0


async def test_a_code_holds_for_a_week_and_a_newer_one_ends_it(site: Site, ada: Person, ben: Person) -> None:
    first = fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)["code"]
    second = fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)["code"]
    old = await ben.post("/guardianships/join", {"side": "guardian", "code": first})
    assert refused(old) == (404, "CODE_INVALID")

    site.clock.move(timedelta(days=7))
    ben = await site.again(ben)

    late = await ben.post("/guardianships/join", {"side": "guardian", "code": second})
    assert refused(late) == (404, "CODE_INVALID")


async def test_a_code_is_not_kept_readable(site: Site, ada: Person) -> None:
    code = fine(await ada.post("/guardianships/codes", {"side": "guardian"}), 201)["code"]

    rows = await site.sql("select code_hash from people.guardian_code")

    assert code.replace("-", "").encode() not in bytes(rows[0]["code_hash"])
    assert len(bytes(rows[0]["code_hash"])) == 32


async def test_a_code_settles_what_was_asked_for(ada: Person, ben: Person) -> None:
    fine(await ben.post("/guardianships", {"side": "guardian", "email": ada.email}), 202)
    code = fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)["code"]

    fine(await ben.post("/guardianships/join", {"side": "guardian", "code": code}))

    assert [each["is_active"] for each in await ada.all("/guardianships")] == [True]


async def test_a_block_ends_a_guardianship_and_its_codes_link_nobody(site: Site, ada: Person, ben: Person) -> None:
    await linked(ben, ada)
    code = fine(await ben.post("/guardianships/codes", {"side": "guardian"}), 201)["code"]

    fine(await ada.put(f"/people/{ben.id}/block"), 204)

    assert await relation(site, ben, ada) == Relations(blocked_by=True)
    assert await ben.all("/guardianships") == []
    answer = await ada.post("/guardianships/join", {"side": "learner", "code": code})
    assert refused(answer) == (404, "CODE_INVALID")


async def test_asking_by_address_takes_addresses_that_are_verified(site: Site, ada: Person) -> None:
    unsure = await site.person(is_verified=False)

    answer = await unsure.post("/guardianships", {"side": "guardian", "email": ada.email})
    assert refused(answer) == (403, "EMAIL_NOT_VERIFIED")
    fine(await ada.post("/guardianships", {"side": "guardian", "email": unsure.email}), 202)
    assert await unsure.all("/guardianships") == []


async def test_one_does_not_guard_oneself(ada: Person) -> None:
    answer = await ada.post("/guardianships", {"side": "guardian", "email": ada.email})
    assert refused(answer) == (409, "ONESELF")
    answer = await ada.post("/guardianships", {"side": "guardian", "email": "not an address"})
    assert refused(answer) == (422, "EMAIL_INVALID")
