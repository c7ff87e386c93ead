"""A job that a command starts, and waits for: done by this process, or by a server that runs beside it."""

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.cli.acting import Desk
from lyceum.platform.jobs import Job, find_job, start_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflow import JsonObject

_LOOK_EVERY_S = 0.1


async def do_job(desk: Desk, workflow_name: str, payload: JsonObject, busy: str) -> Job | None:
    """Start a workflow and wait for its end; None if the command is to end first.

    Args:
        desk: of the command; its process, or another one, must be a worker.
        workflow_name: of a workflow of any domain.
        payload: what it is given.
        busy: the key of what is said meanwhile.
    """
    named = {each.name: each for domain in compose(DOMAINS).domains for each in domain.workflows}
    async with unit_of_work(desk.kernel) as uow:
        job_id = await start_job(uow, named[workflow_name], payload, owner_id=desk.learner.user_id)
    said = ""
    with desk.screen.busy(busy):
        while True:
            async with unit_of_work(desk.kernel) as uow:
                job = await find_job(uow, desk.learner, job_id)
            if job.status.is_final:
                return job
            if job.note != said and job.note:
                desk.screen.say(job.note, **job.note_values)
            said = job.note
            if await desk.closed_within(_LOOK_EVERY_S):
                return None


def why_not(desk: Desk, job: Job | None) -> str:
    """Why a job failed, in words; nothing where that is not known."""
    error = (job.error if job else None) or {}
    return desk.screen.refusal(error["code"], error["message"], error.get("details", {})) if error else ""
