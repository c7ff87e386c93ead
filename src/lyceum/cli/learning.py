"""`lyceum learn FILE…`: hands files in, shows how far their jobs are, and says what came of each."""

import argparse
import asyncio
import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from lyceum.app.composition import Role
from lyceum.app.invocation import program
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
    chapters = [chapter_of(path, screen) for path in arguments.files]
    if all(chapter.error for chapter in chapters):
        # Nothing to open an installation for.
        return _tell(arguments, chapters, screen, settings)
    working = frozenset({Role.WORKER, Role.RELAY})
    work = partial(learn_from, arguments, chapters)
    return act(settings, work, email=arguments.email, screen=screen, roles=working)


def chapter_of(path: Path, screen: Screen) -> Chapter:
    """The file at a path; refused if it is none."""
    chapter = Chapter(path)
    try:
        if path.is_file():
            return chapter
        state = "directory" if path.is_dir() else "special" if path.exists() else "missing"
    except OSError:
        # A name no file system could hold.
        state = "missing"
    chapter.refuse(f"FILE_{state.upper()}", screen.text(f"learn.file.{state}"))
    return chapter


async def learn_from(arguments: argparse.Namespace, chapters: Sequence[Chapter], desk: Desk) -> int:
    """Hand the files in, and watch their jobs until they have ended or nobody watches any more."""
    if subject_id := _as_id(arguments.subject):
        async with unit_of_work(desk.kernel) as uow:
            await library.find_subject(uow, desk.learner.user_id, subject_id)
    await hand_in_and_watch(desk, chapters, arguments.subject, silent=arguments.json)
    status = _tell(arguments, chapters, desk.screen, desk.kernel.settings)
    if not all(chapter.is_over for chapter in chapters):
        desk.screen.refuse(desk.screen.text("learn.interrupted", program=program()))
    return status


async def hand_in_and_watch(desk: Desk, chapters: Sequence[Chapter], subject: str | None, *, silent: bool) -> None:
    """Make documents of the files, in a subject if one is named, and show their jobs until all have ended."""
    with open_display(desk.screen, silent=silent) as display:
        for chapter in chapters:
            if not chapter.is_over:
                await _hand_in(desk, chapter, subject)
                display.show(chapter)
        while not all(chapter.is_over for chapter in chapters):
            if await desk.closed_within(_LOOK_EVERY_S):
                return
            await _look(desk, chapters)
            for chapter in chapters:
                display.show(chapter)


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
            chapter.refuse(error.code, desk.screen.refusal(error.code, error.message, error.details))
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


def _tell(arguments: argparse.Namespace, chapters: Sequence[Chapter], screen: Screen, settings: Settings) -> int:
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    address = f"{base}/api/v1/practice/sessions"
    named = ["--as", arguments.email] if arguments.email else []
    for chapter in chapters:
        practise = shlex.join([program(), "practise", "--document", str(chapter.document_id), *named])
        if arguments.json:
            report_as_json(chapter, practise, address)
        else:
            # The machine's own learner cannot sign in, so that an address would lead them nowhere.
            report(screen, chapter, practise, address if named else None)
    return 1 if any(chapter.error for chapter in chapters) else 0


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
