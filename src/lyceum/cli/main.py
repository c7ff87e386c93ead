"""The command line: finds the subcommand, and turns what is expected to go wrong into one clear line."""

import argparse
import os
import sys
from collections.abc import Sequence

import lyceum
from lyceum.cli import (
    evaluate_commands,
    flag_commands,
    key_commands,
    learner_commands,
    operations,
    outbox,
    predictor_commands,
    serving,
)
from lyceum.cli.configuring import SettingsUnusable, read_settings, slips
from lyceum.cli.terminal import say_error


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    arguments = parse(argv)
    try:
        settings = read_settings()
        for slip in slips(os.environ):
            say_error(slip)
        status: int = arguments.run(arguments, settings)
    except SettingsUnusable as error:
        for problem in error.problems:
            say_error(problem)
        return 2
    except operations.EXPECTED as error:
        say_error(str(error))
        return 1
    except BrokenPipeError:
        # Whoever read along (`| head`) has heard enough. What is still buffered must not fail at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments of a subcommand, and in `run` the function that runs it; ends the process if they are wrong."""
    return _parser().parse_args(argv)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lyceum",
        description="From any document to mastery, with the evidence.",
        epilog="Settings come from LYCEUM_* variables and lyceum.toml in the data folder; `lyceum doctor` shows them.",
    )
    parser.add_argument("--version", action="version", version=f"lyceum {lyceum.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    serving.add_commands(commands)
    learner_commands.add_commands(commands)
    evaluate_commands.add_commands(commands)
    predictor_commands.add_commands(commands)
    operations.add_commands(commands)
    outbox.add_commands(commands)
    flag_commands.add_commands(commands)
    key_commands.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
