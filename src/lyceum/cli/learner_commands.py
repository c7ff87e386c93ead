"""What a learner types: `lyceum learn`, `practise`, `progress` and the like. The rest is loaded when one runs."""

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from lyceum.cli.late import late as _late
from lyceum.practice.contracts.sessions import SessionKind
from lyceum.practice.facade import LONGEST_SESSION

_DAYS, _MOST_DAYS = 30, 90


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands."""
    learn = commands.add_parser(
        "learn", help="turn files (PDF, DOCX, PPTX, EPUB, HTML, Markdown, text) into cards and questions to practise"
    )
    learn.add_argument("files", nargs="+", type=Path, metavar="FILE")
    learn.add_argument("--subject", metavar="TITLE|ID", help="put them into one subject, made if there is none of it")
    learn.add_argument("--json", action="store_true", help="for programs: one JSON object per file")
    learn.set_defaults(run=_late("lyceum.cli.learning"))

    practise = commands.add_parser("practise", help="answer what helps most now; without a scope, of all you have")
    scope = practise.add_mutually_exclusive_group()
    for name in ("document", "subject", "deck"):
        scope.add_argument(f"--{name}", type=UUID, metavar="ID", help=f"only what belongs to this {name}")
    kind = practise.add_mutually_exclusive_group()
    kind.add_argument("--review", **_kind(SessionKind.REVIEW), help="only what is due for review")
    kind.add_argument("--placement", **_kind(SessionKind.PLACEMENT), help="what tells most about where to start")
    kind.add_argument("--quiz", **_kind(SessionKind.QUIZ), help="each question once, skills in turns")
    practise.set_defaults(kind=SessionKind.PRACTICE)
    practise.add_argument(
        "--mix", type=_share, action="append", metavar="SKILL=SHARE", help="with --quiz: so much of a skill; repeatable"
    )
    practise.add_argument("--count", type=_count, metavar="N", help="questions at the most")
    practise.set_defaults(run=_late("lyceum.cli.practising"))

    progress = commands.add_parser("progress", help="show what you know by now, and what is due")
    progress.set_defaults(run=_late("lyceum.cli.showing_progress"))

    recount = commands.add_parser("recount", help="derive again, from your answers, all that is known of you")
    recount.set_defaults(run=_late("lyceum.cli.recounting"))

    calibrate = commands.add_parser("calibrate", help="measure from everybody's answers how hard items are")
    calibrate.add_argument("subject", nargs="?", type=UUID, metavar="SUBJECT", help="the id of one; left out: all")
    calibrate.set_defaults(run=_late("lyceum.cli.calibrating"))

    _add_seed(commands)
    for parser in (learn, practise, progress, recount):
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", help="for this account; left out: this machine's own learner"
        )


def _add_seed(commands: "argparse._SubParsersAction[Any]") -> None:
    seed = commands.add_parser("seed", help="make an account with simulated answers, for demonstrations")
    seed.add_argument("files", nargs="*", type=Path, metavar="FILE", help="learned by it; none named: the examples")
    seed.add_argument("--days", type=_days, default=_DAYS, metavar="N", help="so many days of answers (%(default)s)")
    seed.add_argument("--seed", type=int, default=1, metavar="N", help="of the simulated learner's luck (%(default)s)")
    seed.add_argument("--remove", action="store_true", help="put its documents away and close the account")
    seed.set_defaults(run=_late("lyceum.cli.seeding"))


def _kind(kind: SessionKind) -> dict[str, Any]:
    """A switch that chooses a kind of session."""
    return {"dest": "kind", "action": "store_const", "const": kind}


def _number(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 1 and {most}")
    return int(text)


def _count(text: str) -> int:
    return _number(text, LONGEST_SESSION)


def _share(text: str) -> tuple[str, float]:
    name, _, share = text.rpartition("=")
    try:
        return name.strip(), float(share)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no skill and share, such as 'Law of demand=2'") from error


def _days(text: str) -> int:
    return _number(text, _MOST_DAYS)
