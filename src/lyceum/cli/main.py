"""The command line: finds the subcommand, and turns what is expected to go wrong into one clear line."""

import argparse
import sys
from collections.abc import Sequence

from pydantic import ValidationError

import lyceum
from lyceum.cli import learner_commands, operations, serving
from lyceum.cli.terminal import say_error
from lyceum.platform.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    arguments = parse(argv)
    try:
        status: int = arguments.run(arguments, Settings())
    except ValidationError as error:
        for problem in error.errors():
            name = ".".join(map(str, problem["loc"])).upper()
            say_error(f"LYCEUM_{name}: {problem['msg']}")
        return 2
    except operations.EXPECTED as error:
        say_error(str(error))
        return 1
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
    operations.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
