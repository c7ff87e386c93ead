"""Lets a simulated learner live through some weeks: under a clock that is moved, and through the front door."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import lyceum
from lyceum.cli.simulated_learner import SimulatedLearner, Sitting, sittings
from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice import facade as practice
from lyceum.practice.contracts.attempts import Device, NewAttempt
from lyceum.practice.contracts.sessions import Session, SessionKind, StartSession

DEVICE = Device("simulation", lyceum.__version__)
_ENOUGH_DUE = 5
_LAST_EVENINGS = 3
_READS_FEEDBACK = timedelta(seconds=3)
_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class MovedClock:
    """Tells the time of the simulation."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was moved to."""
        return self.moment


@dataclass(frozen=True, slots=True)
class Material:
    """What the learner has: a document to begin with, and all of it."""

    first: PracticeScope
    all: PracticeScope


@dataclass(frozen=True, slots=True)
class Simulation:
    """Some weeks of a learner.

    Attributes:
        plan: when they sit down; `learner`: what they remember.
        clock: an hour before the first sitting, until it is moved.
        choice: the dice that practice throws for them.
    """

    plan: tuple[Sitting, ...]
    learner: SimulatedLearner
    clock: MovedClock
    choice: random.Random

    @classmethod
    def of(cls, seed: int, now: datetime, zone: ZoneInfo, *, days: int) -> "Simulation":
        """The weeks up to yesterday. The same seed gives the same evenings and the same luck."""
        planning, luck, choice = (_dice(seed, what) for what in ("evenings", "luck", "choice"))
        plan = tuple(sittings(planning, now.astimezone(zone).date(), zone, days=days))
        return cls(plan, SimulatedLearner(luck), MovedClock(plan[0].begins_at - _HOUR), choice)

    def in_its_time(self, kernel: Kernel) -> Kernel:
        """The same resources, at the time and with the dice of the simulation."""
        return replace(kernel, clock=self.clock, rng=self.choice)

    async def practise(self, kernel: Kernel, principal: Principal, material: Material) -> int:
        """Live through all of it, in one transaction; how many answers were given. `kernel` as `in_its_time` gave it.

        The first document is practised alone until the last evenings, so that the others are still begun.
        """
        answered = 0
        async with unit_of_work(kernel) as uow:
            for number, sitting in enumerate(self.plan):
                self.clock.moment = max(self.clock.moment, sitting.begins_at)
                is_alone = number < len(self.plan) - _LAST_EVENINGS
                seat = _Seat(self, uow, principal, material.first if is_alone else material.all)
                answered += await seat.for_an_evening(sitting.answers, is_first=not answered)
            await practice.gather_again(uow, self.plan[0].begins_at)
        return answered


@dataclass(frozen=True, slots=True)
class _Seat:
    """The simulated learner in front of the questions."""

    simulation: Simulation
    uow: UnitOfWork
    principal: Principal
    scope: PracticeScope

    async def for_an_evening(self, answers: int, *, is_first: bool) -> int:
        """Answer what is due if that is much, then what helps most, and a quiz if that was not enough."""
        kinds = [SessionKind.PRACTICE, SessionKind.QUIZ]
        if is_first:
            kinds.insert(0, SessionKind.PLACEMENT)
        elif await practice.count_due(self.uow, self.principal) >= _ENOUGH_DUE:
            kinds.insert(0, SessionKind.REVIEW)
        answered = 0
        for kind in kinds:
            if answered < answers:
                request = StartSession(scope=self.scope, kind=kind, length=answers - answered)
                answered += await self._hold(await practice.start_session(self.uow, self.principal, request))
        return answered

    async def _hold(self, session: Session) -> int:
        answered = 0
        while (item := (await practice.next_item(self.uow, self.principal, session.id)).item) is not None:
            await self._answer(session, item)
            answered += 1
        return answered

    async def _answer(self, session: Session, item: Item) -> None:
        clock, learner = self.simulation.clock, self.simulation.learner
        is_right = learner.answers_right(item.id, [skill.id for skill in item.skills], clock.now())
        took = learner.takes(is_right=is_right)
        clock.moment += took
        new = NewAttempt(
            client_attempt_id=new_id(),
            session_id=session.id,
            item_id=item.id,
            response=learner.says(item, is_right=is_right),
            time_ms=round(took / timedelta(milliseconds=1)),
            device=DEVICE,
        )
        await practice.record_attempt(self.uow, self.principal, new)
        clock.moment += _READS_FEEDBACK


def _dice(seed: int, what: str) -> random.Random:
    return random.Random(f"{what} {seed}")  # noqa: S311  a simulated learner's luck, no secret
