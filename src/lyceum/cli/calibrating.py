"""`lyceum calibrate`: counts what answers say about items now, rather than tonight, and measures how hard items are."""

import argparse
from functools import partial
from uuid import UUID

from lyceum.app.composition import Role
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.waiting import do_job, why_not
from lyceum.platform.jobs import JobStatus
from lyceum.platform.settings import Settings

_WORKFLOW = "practice.calibrate"


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it, or let a running server do it, and wait."""
    work = partial(calibrate, arguments.subject)
    return act(settings, work, email=None, screen=machine_screen(), roles=frozenset({Role.WORKER}))


async def calibrate(subject_id: UUID | None, desk: Desk) -> int:
    """Start the job, wait for its end and say what came of it; status 1 if it failed or was not waited for."""
    screen = desk.screen
    job = await do_job(desk, _WORKFLOW, {"subject_id": str(subject_id)} if subject_id else {}, "calibrate.busy")
    if job is None or job.status is not JobStatus.COMPLETED:
        screen.refuse(screen.text("calibrate.not_done" if job else "calibrate.left", why=why_not(desk, job)).rstrip())
        return 1
    result = job.result or {}
    if subject_id and not result["items"]:
        screen.refuse(screen.text("calibrate.no_items", subject=str(subject_id)))
        return 1
    screen.say(
        "calibrate.done",
        items=screen.counted("calibrate.items", result["items"]),
        subjects=screen.counted("calibrate.subjects", result["subjects"]),
        calibrated=result["calibrated"],
    )
    return 0
