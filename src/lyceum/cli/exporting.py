"""`lyceum export attempts`: every answer of this installation as a Parquet file, without names."""

import argparse
from functools import partial
from pathlib import Path

from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.platform.settings import Settings
from lyceum.practice import facade as practice


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do it."""
    return act(settings, partial(export, arguments.file), email=None, screen=machine_screen())


async def export(path: Path, desk: Desk) -> int:
    """Write the file and say how much is in it; status 1 if it cannot be written."""
    screen = desk.screen
    try:
        with screen.busy("export.busy"):
            count = await practice.export_answers(desk.kernel, path)
    except FileExistsError:
        screen.refuse(screen.text("export.exists", file=str(path)))
        return 1
    except OSError as error:
        screen.refuse(screen.text("export.unwritable", file=str(path), why=error.strerror))
        return 1
    screen.say("export.done", answers=screen.counted("train.answers", count), file=str(path))
    return 0
