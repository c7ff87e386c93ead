"""`lyceum seed`: an account for demonstrations, with a chapter learned and a month of answers that are simulated.

Nothing is written past the front door: the chapter is handed in as `lyceum learn` does, and every answer is asked for,
graded and folded as any learner's is, under a clock that is moved. All answers are one transaction, so that there are
all of them or none.
"""

import argparse
import asyncio
import secrets
import string
from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

import lyceum
from lyceum.app.composition import Role
from lyceum.app.invocation import program
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.learning import chapter_of, hand_in_and_watch
from lyceum.cli.screen import Screen
from lyceum.cli.simulating import Material, Simulation
from lyceum.documents import facade as documents
from lyceum.identity import facade as identity
from lyceum.identity.contracts.people import AccountStatus, NewPerson, Person
from lyceum.library.contracts import PracticeScope
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice

EMAIL = "demo@localhost"
_USERNAME = "lyceum-demonstration"
_EXAMPLES = Path(lyceum.__file__).parents[2] / "examples"
_CHAPTERS = ("demand-and-supply.pdf", "spaced-practice.md")
_LONGEST_HEARING_S = 60.0
_SIGNS = string.ascii_letters + string.digits


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the demonstration, or put it away."""
    work = partial(put_away if arguments.remove else seed, arguments)
    return act(settings, work, email=None, screen=machine_screen(), roles=frozenset({Role.WORKER, Role.RELAY}))


async def seed(arguments: argparse.Namespace, desk: Desk) -> int:
    """Make the demonstration, unless it is there."""
    screen = desk.screen
    paths = arguments.files or [path for name in _CHAPTERS if (path := _EXAMPLES / name).is_file()]
    if not paths:
        screen.refuse(screen.text("seed.no_chapter", program=program()))
        return 1
    found = await _find(desk)
    if found is not None and (status := await _refused(desk, found)) is not None:
        return status
    password = _new_password()
    person = await _account(desk, found, password)
    simulation = Simulation.of(arguments.seed, desk.kernel.clock.now(), screen.zone, days=arguments.days)
    theirs = await _desk_of(desk, simulation)
    material = await _learn(theirs, paths)
    if material is None:
        return 1
    with screen.busy("seed.practising"):
        answered = await _unless_closing(desk, simulation.practise(theirs.kernel, theirs.learner, material))
        if answered is None:
            screen.refuse(screen.text("seed.not_learned", program=program()))
            return 1
        await desk.hear_all(_LONGEST_HEARING_S)
    _tell(desk, person, password, answered=answered, days=arguments.days)
    return 0


async def put_away(arguments: argparse.Namespace, desk: Desk) -> int:  # noqa: ARG001  a command's shape
    """Archive the demonstration's documents and close its account; its answers are kept, as all are."""
    found = await _find(desk)
    if found is None or found.username != _USERNAME:
        desk.screen.say("seed.nothing_to_remove")
        return 1
    if found.status is AccountStatus.ACTIVE:
        async with unit_of_work(desk.kernel) as uow:
            learner = await identity.local_operator(uow, EMAIL)
            for document in await documents.documents_of(uow, learner):
                await documents.archive_document(uow, learner, document.id)
            await identity.close_account(uow, found.id)
        await desk.hear_all()
    desk.screen.say("seed.removed", email=EMAIL)
    return 0


async def _find(desk: Desk) -> Person | None:
    async with unit_of_work(desk.kernel) as uow:
        return await identity.find_by_email(uow, EMAIL)


async def _refused(desk: Desk, found: Person) -> int | None:
    """The exit status if there is nothing to do or nothing may be done, once that is said."""
    screen = desk.screen
    if found.username != _USERNAME:
        screen.refuse(screen.text("seed.not_ours", email=EMAIL))
        return 1
    if found.status is not AccountStatus.ACTIVE:
        screen.refuse(screen.text("seed.was_removed", program=program()))
        return 1
    async with unit_of_work(desk.kernel) as uow:
        answers = len(await practice.answers_of(uow, found.id))
    if not answers:
        return None
    screen.say("seed.there", email=EMAIL, answers=screen.counted("progress.times", answers))
    _tell_ways(screen)
    return 0


async def _account(desk: Desk, found: Person | None, password: str) -> Person:
    """The account with this password: made, or taken over from a seeding that was interrupted."""
    async with unit_of_work(desk.kernel) as uow:
        if found is not None:
            await identity.set_password(uow, found.id, password)
            return found
        new = NewPerson(
            email=EMAIL,
            password=password,
            full_name=desk.screen.text("seed.name"),
            username=_USERNAME,
            language=desk.screen.language,
            time_zone=desk.screen.zone.key,
        )
        return await identity.create_student(uow, new)


async def _desk_of(desk: Desk, simulation: Simulation) -> Desk:
    """The demonstration learner's own desk, on which it is the past."""
    async with unit_of_work(desk.kernel) as uow:
        learner = await identity.local_operator(uow, EMAIL)
    return replace(desk, learner=learner, email=EMAIL, kernel=simulation.in_its_time(desk.kernel))


async def _learn(desk: Desk, paths: list[Path]) -> Material | None:
    """Learn the chapters, into one subject that says what it is; None if that did not come to an end."""
    chapters = [chapter_of(path, desk.screen) for path in paths]
    await hand_in_and_watch(desk, chapters, desk.screen.text("seed.subject"), silent=False)
    for chapter in chapters:
        if chapter.error is not None:
            desk.screen.say("learn.failed", "red", file=chapter.path, why=chapter.error[1])
    learned = [chapter.result for chapter in chapters if chapter.result is not None]
    if len(learned) < len(chapters):
        desk.screen.refuse(desk.screen.text("seed.not_learned", program=program()))
        return None
    first, subject = (UUID(learned[0][name]) for name in ("document_id", "subject_id"))
    return Material(PracticeScope(document_id=first), PracticeScope(subject_id=subject))


async def _unless_closing(desk: Desk, work: Coroutine[None, None, int]) -> int | None:
    """What the work comes to; None if the command was ended meanwhile, and with it the work's transaction."""
    working, closing = asyncio.create_task(work), asyncio.create_task(desk.closing.wait())
    await asyncio.wait((working, closing), return_when=asyncio.FIRST_COMPLETED)
    closing.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.wait((working,))
    return None


def _new_password() -> str:
    """Four groups of five signs; thrown again until it has what the policy asks for."""
    while True:
        password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))
        if any(map(str.islower, password)) and any(map(str.isupper, password)) and any(map(str.isdigit, password)):
            return password


def _tell(desk: Desk, person: Person, password: str, *, answered: int, days: int) -> None:
    screen, settings = desk.screen, desk.kernel.settings
    screen.say("seed.done", "green", answers=screen.counted("progress.times", answered), days=days)
    screen.say("seed.simulated", indent=2)
    screen.say("seed.account", indent=2, email=person.email, password=password)
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    screen.say("seed.address", indent=2, address=f"{base}/api/v1/auth/login")
    _tell_ways(screen)


def _tell_ways(screen: Screen) -> None:
    screen.show_command("seed.look", f"{program()} progress --as {EMAIL}", indent=2)
    screen.show_command("seed.practise", f"{program()} practise --as {EMAIL}", indent=2)
    screen.show_command("seed.remove", f"{program()} seed --remove", indent=2)
