"""A process that dies between two steps: whoever takes the job over makes nothing twice and leaves nothing out."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast
from uuid import UUID

import pytest

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.workflow import Workflow, WorkflowContext
from lyceum.platform.workflows import run_to_end
from lyceum.studio.workflows import LEARN_DOCUMENT
from tests.main_job.site import CHAPTER, Learner, Site, fine

Action = Callable[..., Awaitable[Any]]


class Killed(BaseException):
    """What a process feels that is killed: nothing of ours catches it."""


class Frail:
    """A workflow's context that dies after some steps, before or after the last one is written down."""

    def __init__(self, inner: WorkflowContext, steps: int, *, in_step: bool) -> None:
        self.kernel, self.job_id = inner.kernel, inner.job_id
        self._inner, self._left, self._in_step = inner, steps, in_step

    async def step(self, name: str, action: Action, *, attempts: int = 5) -> object:
        self._left -= 1
        if self._left > 0:
            return await self._inner.step(name, action, attempts=attempts)
        if not self._in_step:
            raise Killed

        async def die(uow: UnitOfWork) -> None:
            await action(uow)
            raise Killed

        return await self._inner.step(name, die, attempts=attempts)

    async def call(self, name: str, action: Action, *, attempts: int = 5) -> object:
        self._left -= 1
        if self._left > 0:
            return await self._inner.call(name, action, attempts=attempts)
        if self._in_step:
            await action()
        raise Killed

    async def progress(self, percent: float, note: str = "", values: Mapping[str, Any] | None = None) -> None:
        await self._inner.progress(percent, note, values)


def dying(steps: int, *, in_step: bool) -> Workflow:
    async def run(context: WorkflowContext, payload: dict[str, Any]) -> dict[str, Any] | None:
        return await LEARN_DOCUMENT.run(cast("WorkflowContext", Frail(context, steps, in_step=in_step)), payload)

    return Workflow(LEARN_DOCUMENT.name, run)


@pytest.mark.parametrize("moment", ["before a step", "inside a step"])
async def test_a_job_killed_at_every_step_ends_as_one_that_was_not(site: Site, ada: Learner, moment: str) -> None:
    uploaded = fine(await ada.upload(CHAPTER.read_bytes()), 202)
    payload, job_id = {"document_id": uploaded["document_id"]}, UUID(uploaded["job_id"])
    await site.relay.drain()
    kills = 0
    for steps in range(1, 20):
        try:
            await run_to_end(site.kernel, dying(steps, in_step=moment == "inside a step"), job_id, payload)
        except Killed:
            kills += 1
        else:
            break

    job = fine(await ada.get(f"jobs/{uploaded['job_id']}"))
    assert kills > 4
    assert job["status"] == "completed"
    assert await site.rows("select count(*) from library.subject") == [(1,)]
    assert await site.rows("select count(*) from library.deck") == [(1,)]
    assert await site.rows("select count(*) from library.skill") == [(job["result"]["skills"],)]
    total = sum(job["result"]["items"].values())
    assert await site.rows("select count(*), count(distinct content_hash) from library.item") == [(total, total)]
    assert await site.rows("select count(*), count(distinct position) from library.deck_item") == [(total, total)]
    assert await site.rows("select count(*) from documents.passage") == [(job["result"]["passages"],)]
    learned = "select count(*) from platform.event where name = 'studio.document_learned.v1'"
    assert await site.rows(learned) == [(1,)]


async def test_learning_the_same_document_again_adds_nothing(site: Site, ada: Learner) -> None:
    uploaded = fine(await ada.upload(CHAPTER.read_bytes()), 202)
    await site.run_jobs()
    before = await site.rows("select id, content_hash from library.item order by id")
    passages = await site.rows("select id, text from documents.passage order by id")
    await site.rows("update documents.document set status = 'failed' returning id")
    again = fine(await ada.upload(CHAPTER.read_bytes()), 202)

    await site.run_jobs()

    assert again["document_id"] == uploaded["document_id"]
    assert again["job_id"] != uploaded["job_id"]
    assert await site.rows("select id, content_hash from library.item order by id") == before
    assert await site.rows("select id, text from documents.passage order by id") == passages
