"""`lyceum practise`: a session at the terminal, one question after another, each with its reasons and its effect."""

import argparse
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import lyceum
from lyceum.app.composition import Role
from lyceum.app.invocation import program
from lyceum.cli import questions
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.lines import Lines
from lyceum.library import facade as library
from lyceum.library.contracts import Item, PracticeScope
from lyceum.platform.ids import new_id
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.practice import facade as practice
from lyceum.practice.contracts.attempts import Device, NewAttempt, Recorded, Response
from lyceum.practice.contracts.sessions import MixMisfit, NextItem, NoMoreHints, Session, SessionKind, StartSession

_DEVICE = Device("terminal", lyceum.__version__)
# What it means that a session ends before its length.
_OVER = {SessionKind.REVIEW: "practise.nothing_due", SessionKind.PLACEMENT: "practise.placed"}


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Hold a session."""
    working = frozenset({Role.WORKER, Role.RELAY})
    work = partial(hold_session, arguments)
    return act(settings, work, email=arguments.email, screen=machine_screen(), roles=working)


@dataclass(slots=True)
class _Tally:
    """What a session has come to: `skills` holds (name, mastery before, mastery now) of each that was asked for."""

    answered: int = 0
    right: int = 0
    skills: dict[str, tuple[str, float, float]] = field(default_factory=dict)

    def count(self, recorded: Recorded) -> None:
        """Count an answer."""
        self.answered += 1
        self.right += recorded.attempt.correct
        for name, skill_id, before, after in questions.moved_skills(recorded):
            _, first, _ = self.skills.get(skill_id, (name, before, after))
            self.skills[skill_id] = (name, first, after)


async def hold_session(arguments: argparse.Namespace, desk: Desk) -> int:
    """Ask until there is nothing left to ask, or nobody left to answer."""
    session = await _start(arguments, desk)
    if session is None:
        desk.screen.say("practise.nothing", program=program())
        return 1
    if session.left_out:
        desk.screen.show(desk.screen.counted("practise.left_out", session.left_out))
    lines, tally = Lines(desk.answers, desk.closing), _Tally()
    if lines.is_typed:
        desk.screen.say("practise.how", "dim")
    while (asked := await _next(desk, session)).item is not None:
        desk.screen.gap()
        questions.show_question(desk.screen, asked, number=tally.answered + 1, length=session.length)
        recorded = await _answered(desk, session, asked, lines)
        if recorded is None:
            if not tally.answered:
                desk.screen.gap()
                desk.screen.say("practise.unanswered")
            break
        tally.count(recorded)
        questions.show_effect(desk.screen, recorded, desk.kernel.clock.now())
    else:
        if tally.answered < session.length:
            desk.screen.gap()
            desk.screen.say(_OVER.get(arguments.kind, "practise.all_done"))
    async with unit_of_work(desk.kernel) as uow:
        await practice.end_session(uow, desk.learner, session.id)
    await _sum_up(desk, tally)
    return 0


async def _start(arguments: argparse.Namespace, desk: Desk) -> Session | None:
    """A session over what was named, or over all the learner has; None if they have nothing."""
    named: dict[str, Any] = {f"{name}_id": getattr(arguments, name) for name in ("document", "subject", "deck")}
    async with unit_of_work(desk.kernel) as uow:
        if not any(named.values()):
            skills = await library.skills_of_subject(uow, desk.learner, None)
            if not skills:
                return None
            named = {"skill_ids": tuple(skill.id for skill in skills)}
        scope, kind = PracticeScope(**named), SessionKind(arguments.kind)
        mix = await _mix(uow, desk, scope, arguments.mix) if arguments.mix else None
        request = StartSession(scope=scope, kind=kind, length=arguments.count, mix=mix)
        return await practice.start_session(uow, desk.learner, request)


async def _mix(
    uow: UnitOfWork, desk: Desk, scope: PracticeScope, named: Iterable[tuple[str, float]]
) -> dict[UUID, float]:
    """The share of each skill that was named; of several skills of one name, it is the one that was learned first."""
    asked_for = (await library.items_for_practice(uow, desk.learner, scope)).places_of
    ids: dict[str, UUID] = {}
    for skill in await library.skills_of_subject(uow, desk.learner, None):
        if skill.id in asked_for:
            ids.setdefault(skill.name.casefold(), skill.id)
    mix = {ids.get(name.casefold()): share for name, share in named}
    if None in mix:
        known = ", ".join(sorted(ids))
        raise MixMisfit(f"A mix names skills that the questions ask for. Here these are: {known}.")
    return {skill_id: share for skill_id, share in mix.items() if skill_id is not None}


async def _next(desk: Desk, session: Session) -> NextItem:
    async with unit_of_work(desk.kernel) as uow:
        return await practice.next_item(uow, desk.learner, session.id)


async def _answered(desk: Desk, session: Session, asked: NextItem, lines: Lines) -> Recorded | None:
    """The answer, judged; None if there was none before the session was ended."""
    item = asked.item
    if item is None:
        return None
    begun = time.perf_counter()
    response = await questions.ask(desk.screen, lines, item, _Help(desk, session, item))
    if response is None:
        return None
    # Whoever pipes answers in has not thought about them here.
    time_ms = round((time.perf_counter() - begun) * 1000) if lines.is_typed else None
    async with unit_of_work(desk.kernel) as uow:
        return await practice.record_attempt(uow, desk.learner, _attempt(session, item.id, response, time_ms))


@dataclass(frozen=True, slots=True)
class _Help:
    """What practice tells before the answer."""

    desk: Desk
    session: Session
    item: Item

    async def turn(self) -> None:
        """The answer is about to be seen."""
        async with unit_of_work(self.desk.kernel) as uow:
            await practice.reveal(uow, self.desk.learner, self.session.id, self.item.id)

    async def hint(self) -> str:
        """The next hint, or why there is none."""
        screen = self.desk.screen
        try:
            async with unit_of_work(self.desk.kernel) as uow:
                hint = await practice.give_hint(uow, self.desk.learner, self.session.id, self.item.id)
        except NoMoreHints:
            return screen.text("practise.hint.none")
        letters = {option["id"]: letter for letter, option in questions.lettered(self.item)}
        if hint.clue.struck in letters:
            return screen.text("practise.hint.strike", letter=letters[hint.clue.struck])
        return screen.text("practise.hint", text=practice.hint_in_words(hint, screen.language))


def _attempt(session: Session, item_id: UUID, response: Response, time_ms: int | None) -> NewAttempt:
    return NewAttempt(
        client_attempt_id=new_id(),
        session_id=session.id,
        item_id=item_id,
        response=response,
        time_ms=time_ms,
        device=_DEVICE,
    )


async def _sum_up(desk: Desk, tally: _Tally) -> None:
    screen = desk.screen
    screen.gap()
    if tally.answered:
        answered = screen.counted("practise.answered", tally.answered)
        screen.say("practise.summary", "bold", answered=answered, right=tally.right)
    for name, before, after in sorted(tally.skills.values(), key=lambda each: each[1] - each[2]):
        values = {"before": screen.percent(before), "after": screen.percent(after)}
        screen.say("practise.moved", indent=2, skill=name, **values)
    async with unit_of_work(desk.kernel) as uow:
        due = await practice.count_due(uow, desk.learner)
        following = await practice.next_due_at(uow, desk.learner)
    if due:
        screen.show(screen.counted("practise.due_now", due))
    if following is not None:
        screen.say("practise.next_due", day=screen.day(following, desk.kernel.clock.now()))
