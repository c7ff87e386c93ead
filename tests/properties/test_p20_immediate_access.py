"""P20 (SOC-04): who has joined a group is in it for whatever they ask next, and who has left is not."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from lyceum.app.composition import Composition
from lyceum.people import facade
from lyceum.people.contracts import Rank
from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock
from tests.people.site import Json, Person, Site, fine, open_site


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def come_in(way: str, owner: Person, person: Person, group: Json) -> None:
    place = f"/groups/{group['id']}"
    match way:
        case "code":
            fine(await person.join("groups", group))
        case "open":
            fine(await person.post(f"{place}/join"))
        case _:
            fine(await owner.post(f"{place}/invitations", {"username": person.username}), 201)
            fine(await person.post(f"/people/me/invitations/{group['id']}/accept"), 204)


@pytest.mark.parametrize("way", ["code", "open", "invitation"])
async def test_p20_joining_acts_at_once_and_so_does_leaving(site: Site, way: str) -> None:
    owner, person = await site.person(), await site.person(name="Ben Okri")
    group = await owner.make("groups", is_private=way != "open")
    members = f"/groups/{group['id']}/members"

    for _ in range(3):
        assert (await person.get(members)).status_code != httpx.codes.OK
        await come_in(way, owner, person, group)

        assert len(await person.all(members)) == 2
        assert [each["id"] for each in await person.all("/groups")] == [group["id"]]
        async with unit_of_work(site.kernel) as uow:
            assert await facade.rank_in(uow, UUID(group["id"]), person.id) is Rank.MEMBER
            assert (await facade.relation(uow, person.id, owner.id)).shares_group

        fine(await person.delete(f"{members}/{person.id}"), 204)
        async with unit_of_work(site.kernel) as uow:
            assert await facade.rank_in(uow, UUID(group["id"]), person.id) is None
