"""Feature flags: switched by who runs the installation, seen everywhere at once, otherwise for single people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lyceum.app.composition import Composition
from lyceum.identity.contracts.people import SELF_REGISTRATION, RegistrationClosed
from lyceum.platform import flags
from lyceum.platform.flag import Flag
from lyceum.platform.flags import FlagUnknown, stands
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import PermissionMissing, Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock, eventually, open_kernel
from tests.identity.site import Site, bearer, code_of, open_site

NEW = Flag("probe.new_page", default=False)


def somebody(*permissions: str) -> Principal:
    return Principal(uuid4(), None, frozenset(), frozenset(permissions))


ROOT = somebody("system:configure")


@pytest.fixture
async def processes(
    database_url: str, servers: dict[str, str], composition: Composition, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[list[Kernel]]:
    """Two processes of one installation."""
    async with AsyncExitStack() as stack:
        kernels = [
            await stack.enter_async_context(
                open_kernel(database_url, servers["valkey"], composition, home=tmp_path, clock=clock)
            )
            for _ in range(2)
        ]
        for kernel in kernels:
            kernel.flags = {**kernel.flags, NEW.name: NEW}
        yield kernels


async def is_on(kernel: Kernel, who: Principal | None = None, flag: Flag = NEW) -> bool:
    async with unit_of_work(kernel) as uow:
        return await flags.is_on(uow, who, flag)


async def switch(kernel: Kernel, share: int | None) -> None:
    async with unit_of_work(kernel) as uow:
        await flags.switch(uow, ROOT, NEW.name, share)


async def turn(kernel: Kernel, who: Principal, *, turned: bool | None) -> None:
    async with unit_of_work(kernel) as uow:
        await flags.except_person(uow, ROOT, NEW.name, person_id=who.user_id, turned=turned)


async def test_what_one_process_switches_every_other_sees_within_a_second(processes: list[Kernel]) -> None:
    here, there = processes
    for _ in range(3):
        assert not await is_on(there)
        await asyncio.sleep(0.02)

    await switch(here, 100)

    assert await is_on(here)
    await eventually(lambda: is_on(there))


async def test_what_a_person_was_given_wins_over_what_is_for_everybody(processes: list[Kernel]) -> None:
    here, there = processes
    ada, eve = somebody(), somebody()

    await turn(here, ada, turned=True)
    assert [await is_on(here, who) for who in (ada, eve)] == [True, False]
    await switch(here, 100)
    await turn(here, ada, turned=False)
    assert [await is_on(here, who) for who in (ada, eve)] == [False, True]
    await turn(here, ada, turned=None)

    assert await is_on(here, ada)
    await eventually(lambda: is_on(there, ada))


async def test_a_flag_that_is_reset_stands_as_its_domain_has_it(processes: list[Kernel]) -> None:
    here, _ = processes
    await switch(here, 100)

    await switch(here, None)

    assert not await is_on(here)


def test_a_share_has_the_same_people_at_every_request_and_more_when_it_grows() -> None:
    people = [Principal(UUID(int=number), None, frozenset(), frozenset()) for number in range(4000)]

    def those(share: int, flag: Flag = NEW) -> set[UUID]:
        return {who.user_id for who in people if stands(flag, who, {flag.name: share}, {})}

    assert those(0) == set()
    assert those(10) == those(10) < those(50) < those(100) == {who.user_id for who in people}
    assert 340 <= len(those(10)) <= 460
    # Nobody is the first to get everything.
    assert len(those(10) & those(10, Flag("probe.other", default=False))) < 80


def test_for_nobody_in_particular_a_flag_is_on_only_if_it_is_for_everybody() -> None:
    assert [stands(NEW, None, {NEW.name: share}, {}) for share in (0, 99, 100)] == [False, False, True]


async def test_only_who_may_configure_the_installation_turns_flags(kernel: Kernel) -> None:
    async with unit_of_work(kernel) as uow:
        with pytest.raises(PermissionMissing):
            await flags.switch(uow, somebody("users:manage"), SELF_REGISTRATION.name, 0)
        with pytest.raises(PermissionMissing):
            await flags.except_person(uow, somebody(), SELF_REGISTRATION.name, person_id=uuid4(), turned=True)
        with pytest.raises(PermissionMissing):
            await flags.every(uow, somebody())
        with pytest.raises(FlagUnknown):
            await flags.switch(uow, ROOT, "never.heard_of", 0)


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def administrator(site: Site) -> dict[str, str]:
    ada = await site.registered()
    await site.sql("update identity.account set roles = '{super_admin}' where id = $1::uuid", ada["user_id"])
    return bearer(ada["access_token"])


async def test_over_http_a_flag_is_switched_read_and_noted_in_the_security_log(site: Site) -> None:
    ada, admin = await site.registered(), await administrator(site)
    mine = bearer(ada["access_token"])
    name = SELF_REGISTRATION.name
    on_person = f"/admin/flags/{name}/people/{ada['user_id']}"

    assert (await site.http.get("/flags", headers=mine)).json() == {"flags": {name: True}}
    assert (await site.http.put(f"/admin/flags/{name}", json={"share": 0}, headers=mine)).status_code == 403
    assert (await site.http.put(f"/admin/flags/{name}", json={"share": 0}, headers=admin)).status_code == 204
    assert (await site.http.get("/flags", headers=mine)).json() == {"flags": {name: False}}
    assert (await site.http.put(on_person, json={"is_on": True}, headers=admin)).status_code == 204
    assert (await site.http.get("/flags", headers=mine)).json() == {"flags": {name: True}}

    (listed,) = (await site.http.get("/admin/flags", headers=admin)).json()["items"]
    assert (listed["share"], listed["people"], listed["default"]) == (0, 1, True)
    assert listed["about"] == "People may make accounts for themselves."
    assert (await site.http.delete(on_person, headers=admin)).status_code == 204
    assert (await site.http.delete(f"/admin/flags/{name}", headers=admin)).status_code == 204
    assert (await site.http.get("/flags", headers=mine)).json() == {"flags": {name: True}}
    noted = await site.sql("select kind from platform.security_event where kind like 'platform.flag%' order by id")
    assert [row["kind"] for row in noted] == [flags.SWITCHED, flags.EXCEPTED, flags.EXCEPTED, flags.SWITCHED]


@pytest.mark.parametrize("body", [{"share": 101}, {"share": -1}, {"share": None}, {}, {"share": 1, "more": 1}])
async def test_a_share_that_is_none_is_refused(site: Site, body: dict[str, object]) -> None:
    admin = await administrator(site)

    response = await site.http.put(f"/admin/flags/{SELF_REGISTRATION.name}", json=body, headers=admin)

    assert response.status_code == 422


async def test_where_registration_is_closed_nobody_makes_an_account_for_themselves(site: Site) -> None:
    admin = await administrator(site)
    address = f"/admin/flags/{SELF_REGISTRATION.name}"

    await site.http.put(address, json={"share": 0}, headers=admin)
    refused = await site.register()
    await site.http.delete(address, headers=admin)

    assert (refused.status_code, code_of(refused)) == (403, RegistrationClosed.code)
    assert (await site.register()).status_code == 201


def test_a_flag_of_a_domain_bears_its_name(composition: Composition) -> None:
    stranger = Flag("probe.new_page", default=False)

    with pytest.raises(ValueError, match="must start with"):
        replace(composition.domains[0], flags=(stranger,))
