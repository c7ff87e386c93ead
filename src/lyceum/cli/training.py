"""`lyceum train`: trains predictors of answers now, rather than by the end of the week, and says how well each did."""

import argparse
from functools import partial
from typing import Any

from lyceum.algorithms.tracing.choosing import NETWORK
from lyceum.app.composition import Role
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.waiting import do_job, why_not
from lyceum.platform.jobs import JobStatus
from lyceum.platform.settings import Settings

_WORKFLOW = "practice.train_predictors"


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it, or let a running server do it, and wait."""
    work = partial(train, networks=arguments.networks)
    return act(settings, work, email=None, screen=machine_screen(), roles=frozenset({Role.WORKER}))


async def train(desk: Desk, *, networks: bool) -> int:
    """Train, and tell what came of it; status 1 if it failed or was not waited for."""
    screen = desk.screen
    job = await do_job(desk, _WORKFLOW, {"networks": networks, "only_if_worth_it": False}, "train.busy")
    if job is None or job.status is not JobStatus.COMPLETED:
        screen.refuse(screen.text("train.not_done" if job else "train.left", why=why_not(desk, job)).rstrip())
        return 1
    trained: dict[str, Any] | None = (job.result or {})["trained"]
    if trained is None:
        screen.say("train.nothing")
        return 0
    answers = screen.counted("train.answers", trained["answers"])
    screen.say("train.done", answers=answers, learners=screen.counted("train.learners", trained["learners"]))
    losses = {"bkt+irt": trained["believed"], **trained["losses"]}
    if trained["losses"]:
        screen.say("train.measured")
        for name, loss in sorted(((name, loss) for name, loss in losses.items() if loss), key=lambda each: each[1]):
            screen.say("train.loss", indent=2, name=f"{name:<10}", loss=screen.number(loss, 4))
        screen.say("train.tried" if trained["tried"] else "train.unbeaten", name=trained["chosen"])
        if networks and NETWORK not in losses:
            screen.say("train.no_networks")
    else:
        screen.say("train.unmeasured")
    return 0
