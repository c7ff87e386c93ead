"""`lyceum train`, `predictors` and `export`: what an operator does with the answers of an installation."""

import argparse
from pathlib import Path
from typing import Any

from lyceum.cli.late import late


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands."""
    train = commands.add_parser("train", help="train predictors of answers on the answers of this installation")
    train.add_argument("--networks", action="store_true", help="recurrent networks too, which take minutes")
    train.set_defaults(run=late("lyceum.cli.training"))

    predictors = commands.add_parser("predictors", help="show which predictors there are, and take one back")
    predictors.add_argument("--rollback", metavar="NAME", help="stop trying it, or let serve what served before it")
    predictors.set_defaults(run=late("lyceum.cli.showing_predictors"))

    export = commands.add_parser("export", help="write data of this installation for analysis elsewhere")
    kinds = export.add_subparsers(title="of", metavar="KIND", required=True)
    answers = kinds.add_parser("attempts", help="every answer, without names, as a Parquet file")
    answers.add_argument("file", type=Path, metavar="FILE.parquet")
    answers.set_defaults(run=late("lyceum.cli.exporting"))
