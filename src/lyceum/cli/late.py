"""Commands whose module is imported when they run: `lyceum up` needs no progress bars."""

import argparse
import importlib
from collections.abc import Callable

from lyceum.platform.settings import Settings

Run = Callable[[argparse.Namespace, Settings], int]


def late(module: str) -> Run:
    """The command that a module has as its `run`."""

    def run(arguments: argparse.Namespace, settings: Settings) -> int:
        command: Run = importlib.import_module(module).run
        return command(arguments, settings)

    return run
