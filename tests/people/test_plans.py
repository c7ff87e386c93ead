"""Plans: data that is assigned, ends, and reaches the request by way of the account."""

from datetime import timedelta

import pytest

from lyceum.people import facade
from lyceum.people.contracts import PlanSource
from lyceum.people.workflows import END_PLANS
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import start_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from tests.people.site import Json, Person, Site, fine, refused


@pytest.fixture
async def admin(site: Site) -> Person:
    return await site.person("admin")


async def plan_at_sign_in(person: Person) -> Json:
    return fine(await person.get("/users/me"))


async def test_everybody_has_the_free_plan_and_reads_what_there_is(ada: Person) -> None:
    plans = fine(await ada.get("/plans"))["items"]
    own = fine(await ada.get("/people/me/plan"))

    assert [(each["name"], each["entitlements"]["requests_per_hour"]) for each in plans] == [
        ("free", 1000),
        ("premium", 10000),
    ]
    assert own == {"plan": plans[0], "source": None, "since": None, "expires_at": None}
    assert (await plan_at_sign_in(ada))["plan"] == "free"


async def test_an_administrator_assigns_a_plan_and_takes_it_back(site: Site, ada: Person, admin: Person) -> None:
    held = fine(await admin.put(f"/people/{ada.id}/plan", {"plan": "premium"}))
    await site.relay.drain()

    assert (held["plan"]["name"], held["source"], held["expires_at"]) == ("premium", "administrator", None)
    assert fine(await ada.get("/people/me/plan")) == held
    assert (await plan_at_sign_in(ada))["plan"] == "premium"
    fine(await admin.put(f"/people/{ada.id}/plan", {"plan": "premium"}))  # Nothing new, so nothing is told.
    fine(await admin.put(f"/people/{ada.id}/plan", {"plan": "free"}))
    await site.relay.drain()

    assert (await plan_at_sign_in(ada))["plan"] == "free"
    assert [each["plan"] for each in await site.events("people.plan_changed.v1")] == ["premium", "free"]
    noted = await site.noted("people.plan_changed")
    assert [(row["account_id"], row["details"]["by"]) for row in noted] == [(ada.id, str(admin.id))] * 2


async def test_a_plan_ends_by_itself(site: Site, ada: Person, admin: Person) -> None:
    soon = (site.clock.now() + timedelta(minutes=5)).isoformat()
    fine(await admin.put(f"/people/{ada.id}/plan", {"plan": "premium", "expires_at": soon}))
    await site.relay.drain()
    site.clock.move(timedelta(minutes=5))

    assert fine(await ada.get("/people/me/plan"))["plan"]["name"] == "free"
    async with unit_of_work(site.kernel) as uow:
        assert (await facade.entitlements_of(uow, ada.id))["requests_per_hour"] == 1000
        assert (await facade.plan_of(uow, ada.id)).plan.name == "free"
        job_id = await start_job(uow, END_PLANS, {}, owner_id=None)
    await run_to_end(site.kernel, END_PLANS, job_id, {})
    await site.relay.drain()

    assert (await plan_at_sign_in(ada))["plan"] == "free"
    assert [each["source"] for each in await site.events("people.plan_changed.v1")] == ["administrator", None]


async def test_a_payment_gives_a_plan_through_the_facade(site: Site, ada: Person) -> None:
    async with unit_of_work(site.kernel) as uow:
        held = await facade.give_plan(uow, ada.id, "premium", source=PlanSource.PAYMENT)

    assert held.source is PlanSource.PAYMENT
    assert fine(await ada.get("/people/me/plan"))["source"] == "payment"


async def test_nobody_gives_themselves_a_plan(site: Site, ada: Person, admin: Person) -> None:
    teacher = await site.teacher()
    for person in (ada, teacher):
        answer = await person.put(f"/people/{person.id}/plan", {"plan": "premium"})
        assert refused(answer) == (403, "PERMISSION_MISSING")
    assert refused(await ada.patch("/users/me", {"plan": "premium"}))[0] == 422

    assert refused(await admin.put(f"/people/{new_id()}/plan", {"plan": "premium"})) == (404, "PERSON_NOT_FOUND")
    assert refused(await admin.put(f"/people/{ada.id}/plan", {"plan": "gold"})) == (422, "PLAN_UNKNOWN")
    past = (site.clock.now() - timedelta(days=1)).isoformat()
    answer = await admin.put(f"/people/{ada.id}/plan", {"plan": "premium", "expires_at": past})
    assert refused(answer) == (422, "EXPIRY_INVALID")
