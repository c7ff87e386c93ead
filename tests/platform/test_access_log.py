"""What the security log is told of access: refusals and looks at others' data, never looks at one's own."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from lyceum.platform import access_log
from lyceum.platform.access import ANY, Effect, Is, Rule
from lyceum.platform.access_log import Thing
from lyceum.platform.errors import Forbidden, Invalid, NotFound
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import PermissionMissing, Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.builders import MovableClock

RULES = (
    Rule("oneself", Effect.ALLOW, "notes:view", "note", "It is yours.", Is("mine")),
    Rule("teacher", Effect.ALLOW, "notes:view", "note", "You teach them.", Is("teaches")),
    Rule("blocked", Effect.DENY, ANY, "note", "You are blocked.", Is("blocked")),
)
ADA, EVE = new_id(), new_id()


class NoteNotFound(NotFound):
    code = "NOTE_NOT_FOUND"


def somebody(user_id: UUID) -> Principal:
    return Principal(user_id, None, frozenset(), frozenset())


async def logged(kernel: Kernel) -> list[Any]:
    async with unit_of_work(kernel) as uow:
        query = text("select kind, account_id, details from platform.security_event order by id")
        return [tuple(row) for row in await uow.execute(query)]


async def look(kernel: Kernel, who: UUID, note_id: UUID, **facts: bool) -> None:
    refusal, thing = NoteNotFound("There is no such note."), Thing("note", note_id, ADA)
    async with unit_of_work(kernel) as uow:
        await access_log.require(
            uow, somebody(who), RULES, "notes:view", thing, facts=facts | {"blocked": False}, refusal=refusal
        )


async def test_a_look_at_anothers_data_is_noted_with_the_rule_that_allowed_it(kernel: Kernel) -> None:
    note_id = new_id()

    await look(kernel, EVE, note_id, mine=False, teaches=True)
    await look(kernel, ADA, note_id, mine=True)

    details = {"action": "notes:view", "kind": "note", "id": str(note_id), "rule": "teacher"}
    assert await logged(kernel) == [
        (access_log.OTHERS_DATA_READ, EVE, details),
        (access_log.READ_BY_ANOTHER, ADA, {**details, "by": str(EVE)}),
    ]


async def test_a_refusal_that_looks_like_nothing_there_is_noted_as_the_refusal_it_is(kernel: Kernel) -> None:
    note_id = new_id()

    with pytest.raises(NoteNotFound) as refused:
        await look(kernel, EVE, note_id, mine=False, teaches=False)
    await access_log.note_refusal(kernel, somebody(EVE), refused.value)

    details = {"code": "NOTE_NOT_FOUND", "action": "notes:view", "kind": "note", "id": str(note_id), "rule": None}
    assert await logged(kernel) == [(access_log.REFUSED, EVE, details)]


async def test_what_was_refused_for_want_of_a_permission_is_noted(kernel: Kernel) -> None:
    with pytest.raises(PermissionMissing) as refused:
        somebody(EVE).require("users:view")
    await access_log.note_refusal(kernel, somebody(EVE), refused.value)

    assert await logged(kernel) == [
        (access_log.REFUSED, EVE, {"code": "PERMISSION_MISSING", "permission": "users:view"})
    ]


async def refuse(kernel: Kernel, who: UUID, permission: str) -> None:
    with pytest.raises(PermissionMissing) as refused:
        somebody(who).require(permission)
    await access_log.note_refusal(kernel, somebody(who), refused.value)


async def refuse_note(kernel: Kernel, who: UUID) -> None:
    """Have somebody be told that there is no such note, each time of another one."""
    with pytest.raises(NoteNotFound) as refused:
        await look(kernel, who, new_id(), mine=False, teaches=False)
    await access_log.note_refusal(kernel, somebody(who), refused.value)


async def test_whoever_is_refused_the_same_without_end_is_noted_once_a_minute(
    kernel: Kernel, clock: MovableClock
) -> None:
    for _ in range(5):
        await refuse(kernel, EVE, "users:view")
        await refuse_note(kernel, EVE)
    in_a_minute = len(await logged(kernel))
    clock.move(timedelta(minutes=1))
    await refuse(kernel, EVE, "users:view")

    assert in_a_minute == 2
    assert len(await logged(kernel)) == 3


async def test_another_refusal_and_anothers_refusal_are_noted_at_once(kernel: Kernel) -> None:
    await refuse(kernel, EVE, "users:view")
    await refuse(kernel, EVE, "flags:edit")
    await refuse(kernel, ADA, "users:view")

    assert [(who, details["permission"]) for _, who, details in await logged(kernel)] == [
        (EVE, "users:view"),
        (EVE, "flags:edit"),
        (ADA, "users:view"),
    ]


async def test_a_refusal_whose_noting_was_given_up_leaves_the_next_one_to_be_noted(kernel: Kernel) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await refuse(kernel, EVE, "users:view")

    await refuse(kernel, EVE, "users:view")

    assert len(await logged(kernel)) == 1


async def test_what_is_no_matter_of_rights_is_not_noted(kernel: Kernel) -> None:
    await access_log.note_refusal(kernel, somebody(EVE), NoteNotFound("There is no such note."))
    await access_log.note_refusal(kernel, somebody(EVE), Invalid("Too long."))
    await access_log.note_refusal(kernel, None, Forbidden("Nobody is signed in."))

    assert await logged(kernel) == []
