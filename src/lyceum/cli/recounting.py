"""`lyceum recount`: throws away what was derived from a learner's answers, and derives it again."""

import argparse

from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice
from lyceum.progress import facade as progress


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it."""
    return act(settings, recount, email=arguments.email, screen=machine_screen())


async def recount(desk: Desk) -> int:
    """Fold and count all answers again, once every domain has heard of them."""
    await desk.hear_all()
    async with unit_of_work(desk.kernel) as uow:
        await practice.replay(uow, desk.learner.user_id)
        answers = await progress.recount(uow, desk.learner.user_id)
    desk.screen.say("recount.done", answers=desk.screen.counted("progress.times", answers))
    return 0
