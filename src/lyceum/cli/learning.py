"""`lyceum learn FILE…`: hands files in, shows how far their jobs are, and says what came of each."""

import argparse
import asyncio
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO
from uuid import UUID

from lyceum.app.composition import Role
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.chapters import Chapter
from lyceum.cli.learning_display import open_display
from lyceum.cli.learning_report import report, report_as_json
from lyceum.cli.screen import Screen
from lyceum.documents import facade as documents
from lyceum.library import facade as library
from lyceum.platform.errors import LyceumError
from lyceum.platform.jobs import find_job
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

_LOOK_EVERY_S = 0.1


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Learn from some files; status 1 if one of them could not be learned from."""
    screen = machine_screen()
    chapters = [Chapter(path) for path in arguments.files]
    for chapter in chapters:
        _refuse_what_is_no_file(chapter, screen)
    tell = partial(_tell, chapters, email=arguments.email, as_json=arguments.json)
    if all(chapter.error for chapter in chapters):
        # Nothing to open an installation for.
        return tell(screen, settings)
    wanted = _Wanted(chapters, arguments.subject, as_json=arguments.json, tell=tell)
    working = frozenset({Role.WORKER, Role.RELAY})
    return act(settings, partial(_learn, wanted), email=arguments.email, screen=screen, roles=working)


@dataclass(slots=True)
class _Wanted:
    """What was asked for on the command line."""

    chapters: list[Chapter]
    subject: str | None
    as_json: bool
    tell: Callable[[Screen, Settings], int]
    unheard: list[Chapter] = field(init=False)

    def __post_init__(self) -> None:
        self.unheard = [chapter for chapter in self.chapters if not chapter.error]


async def _learn(wanted: _Wanted, desk: Desk) -> int:
    if subject_id := _as_id(wanted.subject):
        async with unit_of_work(desk.kernel) as uow:
            await library.find_subject(uow, desk.learner.user_id, subject_id)
    with open_display(desk.screen, silent=wanted.as_json) as display:
        for chapter in wanted.unheard:
            await _hand_in(desk, chapter, wanted.subject)
            display.show(chapter)
        while not all(chapter.is_over for chapter in wanted.unheard):
            if await desk.closed_within(_LOOK_EVERY_S):
                break
            await _look(desk, wanted.unheard)
            for chapter in wanted.unheard:
                display.show(chapter)
    status = wanted.tell(desk.screen, desk.kernel.settings)
    if not all(chapter.is_over for chapter in wanted.chapters):
        desk.screen.refuse(desk.screen.text("learn.interrupted"))
    return status


async def _hand_in(desk: Desk, chapter: Chapter, subject: str | None) -> None:
    try:
        handle = await asyncio.to_thread(chapter.path.open, "rb")
    except OSError as error:
        chapter.refuse("FILE_UNREADABLE", desk.screen.text("learn.file.unreadable", why=error.strerror))
        return
    with handle:
        try:
            received = await documents.receive_file(
                desk.kernel, desk.learner, _LocalFile(handle), name=chapter.path.name
            )
            async with unit_of_work(desk.kernel) as uow:
                subject_id = await _subject(uow, desk, subject)
                upload = await documents.add_upload(uow, desk.learner, received, subject_id=subject_id)
        except LyceumError as error:
            chapter.refuse(error.code, desk.screen.refusal(error.code, error.message, **error.details))
            return
    chapter.hand_in(upload.document_id, upload.job_id, is_known=upload.is_known)


async def _subject(uow: UnitOfWork, desk: Desk, wanted: str | None) -> UUID | None:
    """The subject that is named, by its id or its title; made in the transaction of the first file that needs it."""
    if wanted is None:
        return None
    if subject_id := _as_id(wanted):
        return subject_id
    known = await library.subjects_of(uow, desk.learner)
    title = wanted.strip()
    same = next((subject for subject in known if subject.title.casefold() == title.casefold()), None)
    return (same or await library.create_subject(uow, desk.learner.user_id, title)).id


async def _look(desk: Desk, chapters: Sequence[Chapter]) -> None:
    async with unit_of_work(desk.kernel) as uow:
        for chapter in chapters:
            if chapter.job_id is not None and not chapter.is_over:
                chapter.see(await find_job(uow, desk.learner, chapter.job_id), desk.screen)


def _tell(chapters: Sequence[Chapter], screen: Screen, settings: Settings, *, email: str | None, as_json: bool) -> int:
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    for chapter in chapters:
        command = ["lyceum", "practise", "--document", str(chapter.document_id)]
        practise = shlex.join([*command, "--as", email] if email else command)
        address = f"{base}/api/v1/practice/sessions"
        if as_json:
            report_as_json(chapter, practise, address)
        else:
            # The machine's own learner cannot sign in, so that an address would lead them nowhere.
            report(screen, chapter, practise, address if email else None)
    return 1 if any(chapter.error for chapter in chapters) else 0


def _refuse_what_is_no_file(chapter: Chapter, screen: Screen) -> None:
    path = chapter.path
    try:
        if path.is_file():
            return
        state = "directory" if path.is_dir() else "special" if path.exists() else "missing"
    except OSError:
        # A name no file system could hold.
        state = "missing"
    chapter.refuse(f"FILE_{state.upper()}", screen.text(f"learn.file.{state}"))


def _as_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


class _LocalFile:
    """A file of this machine, read in a thread."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle

    async def read(self, size: int = -1) -> bytes:
        return await asyncio.to_thread(self._handle.read, size)

    async def seek(self, offset: int) -> None:
        await asyncio.to_thread(self._handle.seek, offset)
