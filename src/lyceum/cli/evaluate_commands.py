"""`lyceum evaluate`: how well answers and recall are predicted, on a log from anywhere. Needs no database."""

import argparse
import importlib
import os
from pathlib import Path
from typing import Any

from lyceum.platform.settings import Settings

# Products here are small: more threads than one only wait for each other (measured: 18 times the CPU time).
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands."""
    evaluate = commands.add_parser("evaluate", help="measure predictors on a log of answers or reviews; prints JSON")
    kinds = evaluate.add_subparsers(title="of", metavar="KIND", required=True)

    answers = kinds.add_parser("kt", help="of the next answer: columns fold,user,item,skills,correct and perhaps t")
    answers.add_argument(
        "--train-folds",
        type=_folds,
        metavar="N,N",
        help="folds to train on (default: all others); with one below 0: --train-folds=-1,0",
    )
    answers.add_argument("--test-folds", type=_folds, metavar="N,N", help="folds to predict (default: each in turn)")
    answers.add_argument(
        "--workers", type=_workers, default=os.cpu_count() or 1, metavar="N", help="processes (default: %(default)s)"
    )
    answers.set_defaults(kind="kt")

    reviews = kinds.add_parser("reviews", help="of recall: columns card,t_ms,rating,type")
    reviews.set_defaults(kind="reviews")
    for parser in (answers, reviews):
        parser.add_argument("file", type=Path, metavar="FILE.csv.gz")
        parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Evaluate; numpy is loaded only now."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    command = importlib.import_module("lyceum.cli.evaluating")
    status: int = command.run(arguments, settings)
    return status


def _folds(text: str) -> frozenset[int]:
    try:
        return frozenset(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of folds such as 1,2,3") from None


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes of at least 1")
    return int(text)
