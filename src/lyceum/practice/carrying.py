"""What a process keeps of trained predictors: the files it has read, and the learners it follows with them.

All of it can be made again from the files and the log. What is carried of a learner is checked against the log before
every use, so that an answer that arrived late, or through another process, is never left out.
"""

import asyncio
import hashlib
import importlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar, cast
from uuid import UUID

from lyceum.platform.errors import LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import get_logger
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.contracts.predictors import ArtefactUnusable
from lyceum.practice.fold import Place
from lyceum.practice.ports import Carried, Predictors
from lyceum.practice.store import answer_log
from lyceum.practice.store.predictors import Registered

log = get_logger(__name__)

K = TypeVar("K")
V = TypeVar("V")

_MEMORY: Final = "practice.predictors"
# A learner who has answered a thousand items takes half a megabyte.
_MOST_CARRIED: Final = 100
# Whoever is followed anew is followed from so many answers back: what was longer ago weighs next to nothing.
MOST_FOLLOWED: Final = 1000
# The newest training, and the one that serves; with room for the ones before, while processes change over.
_MOST_FILES: Final = 4
_TRY_AGAIN: Final = timedelta(minutes=1)


@dataclass(slots=True)
class _Followed:
    """A learner as carried to a place in the log, with the number of answers up to it."""

    learner: Carried
    place: Place | None = None
    answers: int = 0


@dataclass(slots=True)
class _Desk:
    files: OrderedDict[str, Predictors] = field(default_factory=OrderedDict)
    refused: dict[str, datetime] = field(default_factory=dict)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    carried: OrderedDict[tuple[str, UUID, bool], _Followed] = field(default_factory=OrderedDict)


async def predictors_of(kernel: Kernel, registered: Registered) -> Predictors | None:
    """The predictors of the training that made one; None where it needs no file, or its file cannot be used now."""
    if registered.artefact is None:
        return None
    desk = _desk(kernel)
    async with desk.reading:
        if (known := desk.files.get(registered.artefact)) is not None:
            return known
        if (again_at := desk.refused.get(registered.artefact)) and kernel.clock.now() < again_at:
            return None
        try:
            found = await _read(kernel, registered.artefact, registered.digest)
        except LyceumError as error:
            desk.refused[registered.artefact] = kernel.clock.now() + _TRY_AGAIN
            log.warning("predictors_unusable", artefact=registered.artefact, code=error.code, reason=error.message)
            return None
        _keep(desk.files, registered.artefact, found, _MOST_FILES)
        return found


async def _read(kernel: Kernel, artefact: str, digest: str | None) -> Predictors:
    # Once for each training in the life of a process, so that it may be waited for in a transaction. It brings numpy
    # along, which takes a quarter of a second.
    loaded = await asyncio.to_thread(importlib.import_module, "lyceum.practice.trained.loaded")
    size = await kernel.objects.size(artefact)
    if size > loaded.MOST_BYTES:
        raise ArtefactUnusable(
            f"A file of trained predictors has {size} bytes; {loaded.MOST_BYTES} are the most. Train anew.",
            details={"why": "too large"},
        )
    content = await kernel.objects.get(artefact)
    if hashlib.sha256(content).hexdigest() != digest:
        raise ArtefactUnusable(
            "A file of trained predictors is another than the one that was registered. Train anew with `lyceum train`.",
            details={"why": "another checksum"},
        )
    return cast("Predictors", await asyncio.to_thread(loaded.load, content))


async def follow(
    uow: UnitOfWork, predictors: Predictors, artefact: str, learner_id: UUID, *, before: Place | None = None
) -> Carried:
    """A learner, carried to the end of their log or to just before one of their answers.

    Args:
        uow: the transaction.
        predictors: of the file.
        artefact: its key.
        learner_id: whom to follow.
        before: the place of that answer.
    """
    carried = _desk(uow.kernel).carried
    # Who is asked about and whose answers are looked at one by one are at different places of the same log.
    key = artefact, learner_id, before is None
    known = carried.get(key)
    if known is None or not await _is_true(uow, known, learner_id, before):
        known = _Followed(predictors.start())
    missed = await answer_log.of_learner(uow, learner_id, known.place, before, most=MOST_FOLLOWED)
    if len(missed) == MOST_FOLLOWED:
        # There may be more that was missed: begin with these.
        earlier = await answer_log.count_until(uow, learner_id, missed[0].place) - 1
        known = _Followed(predictors.start(), answers=earlier)
    # Nothing is awaited from here on, so that of two who follow at once neither takes an answer twice.
    for outcome in missed:
        if known.place is None or outcome.place > known.place:
            predictors.take(known.learner, outcome)
            known.place, known.answers = outcome.place, known.answers + 1
    _keep(carried, key, known, _MOST_CARRIED)
    return known.learner


async def _is_true(uow: UnitOfWork, carried: _Followed, learner_id: UUID, before: Place | None) -> bool:
    """Whether what is carried holds all answers up to its place, and none from the place asked for on."""
    if carried.place is None:
        return True
    if before is not None and carried.place >= before:
        return False
    place, answers = carried.place, carried.answers
    return await answer_log.count_until(uow, learner_id, place) == answers


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """The least lately used goes when there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


def _desk(kernel: Kernel) -> _Desk:
    found = kernel.memory.get(_MEMORY)
    if not isinstance(found, _Desk):
        found = kernel.memory[_MEMORY] = _Desk()
    return found
