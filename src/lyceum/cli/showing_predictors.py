"""`lyceum predictors`: which predictors there are, and taking one back."""

import argparse
from functools import partial

from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice import facade as practice


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it."""
    return act(settings, partial(show, arguments.rollback), email=None, screen=machine_screen())


async def show(rolled_back: str | None, desk: Desk) -> int:
    """Take one back if one is named, then show those that predict."""
    screen = desk.screen
    async with unit_of_work(desk.kernel) as uow:
        if rolled_back is not None:
            await practice.roll_back_predictor(uow, rolled_back)
        standing = await practice.predictors_standing(uow)
    for each in standing:
        answers = screen.counted("train.answers", each.answers)
        trained = screen.text("predictors.trained" if each.answers else "predictors.untrained", answers=answers)
        name, share = f"{each.name} {each.version}", screen.percent(each.share)
        screen.say(f"predictors.{each.state.value}", name=name, share=share, trained=trained)
    return 0
