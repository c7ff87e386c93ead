"""What one does, and even that one leaves, changes nothing that lies between others, and is not taken for theirs."""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import httpx
import pytest

from lyceum.identity.contracts.people import AccountStatus
from lyceum.people import bonds, circles, facade, joining
from lyceum.people.contracts import CircleKind, Relations
from lyceum.people.store import circles as circle_rows
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import PageRequest
from lyceum.platform.principal import PermissionMissing, Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.people.site import Person, Site, fine, refused

TABLES = ("follow", "block", "person", "membership", "guardianship", "guardian_code", "held_plan")
MOST_PENDING = 10


async def between_others(site: Site, one: Person) -> dict[str, list[str]]:
    """Every row that somebody stands in with whom they are bound to, but for those that one person stands in."""
    found = {}
    for table in TABLES:
        query = f"select t::text as row from people.{table} t where position($1 in t::text) = 0 order by 1"  # noqa: S608  names of ours
        found[table] = [row["row"] for row in await site.sql(query, str(one.id))]
    return found


class Neighbourhood:
    """Ada and Ben, who stand in the same way to everybody else."""

    def __init__(self, site: Site, ada: Person, ben: Person) -> None:
        self.site, self.ada, self.ben = site, ada, ben

    async def gathers(self) -> None:
        self.eve, self.mallory = await self.site.person(), await self.site.person()
        self.guardian, self.admin = await self.site.person(), await self.site.person("admin")
        self.group = await self.site.group_of(self.eve, self.ada, self.ben)
        self.other = await self.eve.make("groups")
        for one in (self.ada, self.ben):
            fine(await one.put(f"/people/{self.eve.id}/follow"), 204)
            fine(await one.put(f"/people/{self.mallory.id}/block"), 204)
            fine(await one.patch("/people/me/privacy", {"jurisdiction": "DE"}))
            await self.looked_after(one)
            for side in ("learner", "guardian"):
                fine(await one.post("/guardianships/codes", {"side": side}), 201)
            fine(await self.admin.put(f"/people/{one.id}/plan", {"plan": "premium"}))
            fine(await self.eve.post(f"/groups/{self.other['id']}/invitations", {"username": one.username}), 201)

    async def looked_after(self, learner: Person) -> None:
        code = fine(await learner.post("/guardianships/codes", {"side": "learner"}), 201)["code"]
        fine(await self.guardian.post("/guardianships/join", {"side": "guardian", "code": code}))


@pytest.fixture
async def circle(site: Site, ada: Person, ben: Person) -> Neighbourhood:
    circle = Neighbourhood(site, ada, ben)
    await circle.gathers()
    return circle


async def test_what_one_undoes_is_undone_for_nobody_else(circle: Neighbourhood) -> None:
    ada, members = circle.ada, f"/groups/{circle.group['id']}/members"
    before = await between_others(circle.site, ada)
    assert all(before.values())

    fine(await circle.eve.put(f"{members}/{ada.id}/role", {"role": "moderator"}))
    fine(await ada.delete(f"{members}/{ada.id}"), 204)
    fine(await circle.eve.delete(f"/groups/{circle.other['id']}/members/{ada.id}"), 204)
    fine(await ada.delete(f"/people/{circle.eve.id}/follow"), 204)
    fine(await ada.delete(f"/people/{circle.mallory.id}/block"), 204)
    fine(await ada.post("/guardianships/codes", {"side": "learner"}), 201)
    fine(await circle.admin.put(f"/people/{ada.id}/plan", {"plan": "free"}))

    assert await between_others(circle.site, ada) == before


async def test_who_leaves_altogether_takes_nothing_of_others_along(circle: Neighbourhood) -> None:
    before = await between_others(circle.site, circle.ada)

    await circle.site.set_status(circle.ada, AccountStatus.DELETED)

    assert await between_others(circle.site, circle.ada) == before


async def test_nobody_is_taken_for_whom_others_follow_or_look_after(circle: Neighbourhood) -> None:
    fine(await circle.ben.put(f"/people/{circle.ada.id}/follow"), 204)

    shown = fine(await circle.ada.get(f"/people/{circle.ada.id}"))

    assert (shown["followers"], shown["following"]) == (1, 1)
    async with unit_of_work(circle.site.kernel) as uow:
        assert await facade.wards_of(uow, circle.guardian.id) == {circle.ada.id, circle.ben.id}
        assert await facade.wards_of(uow, circle.eve.id) == set()
        assert await facade.relation(uow, circle.eve.id, circle.guardian.id) == Relations()
        kind, group_id = CircleKind.GROUP, UUID(circle.other["id"])
        assert await circle_rows.kind_inviting(uow, circle.ben.id, group_id) is kind
        assert await circle_rows.kind_inviting(uow, circle.mallory.id, group_id) is None


@pytest.mark.parametrize("side", ["guardian", "learner"])
async def test_what_others_wait_for_leaves_room_for_ones_own_requests(site: Site, ada: Person, side: str) -> None:
    impatient = await site.person()
    answers = [await asked(impatient, side, number) for number in range(MOST_PENDING + 1)]

    mine = [await asked(ada, each, 99) for each in ("guardian", "learner")]

    assert refused(answers[-1]) == (409, "TOO_MANY_PENDING")
    assert [answer.status_code for answer in [*answers[:-1], *mine]] == [202] * (MOST_PENDING + 2)


async def asked(one: Person, side: str, number: int) -> httpx.Response:
    return await one.post("/guardianships", {"side": side, "email": f"somebody{number}@example.org"})


Act = Callable[[UnitOfWork, Principal], Awaitable[object]]


@pytest.mark.parametrize(
    ("act", "permissions"),
    [
        (lambda uow, who: circles.list_open(uow, who, CircleKind.GROUP, PageRequest()), ()),
        (lambda uow, who: joining.join_by_code(uow, who, CircleKind.GROUP, "ABCD-EFGH"), ("people:view",)),
        (lambda uow, who: joining.join_open(uow, who, CircleKind.GROUP, uuid4()), ("people:view",)),
        (lambda uow, who: bonds.change_privacy(uow, who, {}), ("people:view",)),
    ],
    ids=["look for a group", "join with a code", "join an open group", "change what others see"],
)
async def test_who_may_only_look_changes_nothing_and_who_may_not_sees_nothing(
    kernel: Kernel, act: Act, permissions: tuple[str, ...]
) -> None:
    async with unit_of_work(kernel) as uow:
        with pytest.raises(PermissionMissing):
            await act(uow, Principal(uuid4(), None, frozenset(), frozenset(permissions)))
