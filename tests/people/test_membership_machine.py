"""Whatever members do, in whatever order: limits hold, somebody leads, and nobody rises but by who leads."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from lyceum.people import belonging, circles, joining
from lyceum.people.contracts import CircleKind, CircleRole, CircleText, Membership, MembershipStatus, Rank
from lyceum.people.store import members
from lyceum.platform.errors import LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.people.crowd import Somebody, crowd

GROUP, PEOPLE, LIMIT = CircleKind.GROUP, 6, 4
Act = Callable[[UnitOfWork, Principal], Awaitable[object]]


@dataclass(frozen=True)
class Step:
    """Somebody does something, perhaps to somebody."""

    what: str
    actor: int
    target: int
    role: CircleRole


STEPS = st.builds(
    Step,
    what=st.sampled_from(
        ["join", "join", "join", "leave", "remove", "role", "role", "role", "invite", "accept", "decline", "code"]
    ),
    actor=st.integers(0, PEOPLE - 1),
    target=st.integers(0, PEOPLE - 1),
    role=st.sampled_from([CircleRole.OWNER, CircleRole.MODERATOR, CircleRole.MEMBER]),
)
PROMOTION = Step("role", 0, 1, CircleRole.MODERATOR)
# Those of one list are done at once.
ROUNDS = st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=4, max_size=14)


@dataclass
class World:
    """One group, and some people who may or may not be in it."""

    kernel: Kernel
    people: list[Principal]
    usernames: list[str]
    group_id: UUID
    code: str

    async def take(self, step: Step) -> None:
        with suppress(LyceumError):
            async with unit_of_work(self.kernel) as uow:
                await self._act(uow, step)

    async def _act(self, uow: UnitOfWork, step: Step) -> None:
        who, other = self.people[step.actor], self.people[step.target].user_id
        match step.what:
            case "join":
                await joining.join_by_code(uow, who, GROUP, self.code)
            case "leave":
                await belonging.end_membership(uow, who, GROUP, self.group_id, who.user_id)
            case "remove":
                await belonging.end_membership(uow, who, GROUP, self.group_id, other)
            case "role":
                await belonging.set_role(uow, who, GROUP, self.group_id, account_id=other, role=step.role)
            case "invite":
                await joining.invite(uow, who, GROUP, self.group_id, username=self.usernames[step.target])
            case "accept":
                await joining.accept_invitation(uow, who, self.group_id)
            case "decline":
                await joining.decline_invitation(uow, who, self.group_id)
            case _:
                code = await joining.renew_code(uow, who, GROUP, self.group_id, max_uses=3)
                self.code = code.code or ""

    async def look(self) -> tuple[dict[UUID, Rank], dict[UUID, MembershipStatus]]:
        async with unit_of_work(self.kernel) as uow:
            active: list[Membership] = await members.active_in(uow, self.group_id)
            standings = [await members.find(uow, self.group_id, each.user_id) for each in self.people]
        known = {each.account_id: each.status for each in standings if each is not None}
        return {each.account_id: each.rank for each in active}, known


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(rounds=ROUNDS)
async def test_limits_hold_and_somebody_always_leads(kernel: Kernel, rounds: list[list[Step]]) -> None:
    memory: dict[str, Any] = kernel.memory
    if "test.people" not in memory:
        memory["test.people"] = await crowd(kernel, PEOPLE)
    everybody: list[Somebody] = memory["test.people"]
    people, usernames = [each.principal for each in everybody], [each.username for each in everybody]
    async with unit_of_work(kernel) as uow:
        made = await circles.create(uow, people[0], GROUP, CircleText(name="Ours", member_limit=LIMIT))
    assert made.join_code is not None
    world = World(kernel, people, usernames, made.id, made.join_code.code or "")
    # An owner, a moderator, a member, and three who are not in it yet.
    for step in (Step("join", 1, 1, CircleRole.MEMBER), Step("join", 2, 2, CircleRole.MEMBER), PROMOTION):
        await world.take(step)
    before, known = await world.look()
    assert sorted(before.values()) == [Rank.MEMBER, Rank.STEWARD, Rank.HEAD]

    for steps in rounds:
        note(str(steps))
        await asyncio.gather(*(world.take(step) for step in steps))
        after, knows = await world.look()

        assert len(after) <= LIMIT
        assert Rank.HEAD in after.values()
        raised = {each for each in after if after[each] > before.get(each, Rank.MEMBER)}
        raisers = {people[step.actor].user_id for step in steps if step.what == "role"}
        assert not raised or any(before.get(each) is Rank.HEAD for each in raisers)
        back = {each for each in after if known.get(each) is MembershipStatus.REMOVED}
        assert not back or {"invite", "accept"} <= {step.what for step in steps}
        before, known = after, knows
