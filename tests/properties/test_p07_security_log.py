"""P7 (SEC-10): each sign-in, denial and look at others' data leaves an entry: when, who, what, in which request."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.app.composition import Composition
from lyceum.identity import facade
from lyceum.identity.proving import PASSWORD_REFUSED
from lyceum.identity.sessions import SIGNED_IN
from lyceum.platform.access_log import OTHERS_DATA_READ, REFUSED
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock
from tests.identity.site import PASSWORD, Json, Site, bearer, open_site

ADMIN, STUDENT = "root@example.org", "student@example.org"
# What can happen, and the entry it leaves: of which account, and of what kind. What is one's own leaves none.
LEAVES: Mapping[str, tuple[str, str] | None] = MappingProxyType(
    {
        "sign in": (STUDENT, SIGNED_IN),
        "sign in with a wrong password": (STUDENT, PASSWORD_REFUSED),
        "be denied": (STUDENT, REFUSED),
        "look at another's account": (ADMIN, OTHERS_DATA_READ),
        "look at one's own": None,
        "be somewhere unknown": None,
    }
)


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def _people(site: Site) -> dict[str, Json]:
    if not await site.sql("select 1 from identity.account where email = $1", ADMIN):
        async with unit_of_work(site.kernel) as uow:
            await facade.create_administrator(uow, ADMIN, PASSWORD, "Root Person")
        await site.registered(email=STUDENT)
    return {email: dict((await site.login(email)).json()) for email in (ADMIN, STUDENT)}


async def _happen(site: Site, people: dict[str, Json], what: str) -> None:
    student, admin = (bearer(people[email]["access_token"]) for email in (STUDENT, ADMIN))
    match what:
        case "sign in":
            await site.login(STUDENT)
        case "sign in with a wrong password":
            await site.login(STUDENT, "Another-Giraffe-80-sings")
        case "be denied":
            await site.http.get("/users", headers=student)
        case "look at another's account":
            await site.http.get(f"/users/{people[STUDENT]['user_id']}", headers=admin)
        case "look at one's own":
            await site.http.get("/users/me", headers=student)
        case _:
            await site.http.get("/nowhere", headers=student)


async def _entries(site: Site) -> list[Any]:
    return await site.sql("select kind, account_id, occurred_at, request_id from platform.security_event order by id")


@given(st.lists(st.tuples(st.sampled_from(sorted(LEAVES)), st.integers(0, 3)), max_size=6))
# One database for all examples: each looks at what it adds itself.
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_p07_what_concerns_safety_leaves_an_entry_and_what_does_not_leaves_none(
    site: Site, happenings: list[tuple[str, int]]
) -> None:
    for what, minutes in happenings:
        site.clock.move(timedelta(minutes=minutes, hours=1))
        people = await _people(site)
        before = len(await _entries(site))

        await _happen(site, people, what)

        found = (await _entries(site))[before:]
        expected = LEAVES[what]
        if expected is None:
            assert found == []
        else:
            email, kind = expected
            entry = next(each for each in found if each["kind"] == kind)
            assert entry["account_id"] == UUID(people[email]["user_id"])
            assert entry["occurred_at"] == site.clock.now()
            assert entry["request_id"]
