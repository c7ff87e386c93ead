"""`lyceum outbox`: the letters that this machine wrote to a folder, because no mail server is set."""

import argparse
import re
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lyceum.cli.terminal import say
from lyceum.platform.errors import NotFound
from lyceum.platform.settings import Settings

_FOLDER = "outbox"
_MOST_LISTED = 20
_LINK = re.compile(r"^https?://\S+$", re.MULTILINE)


class LetterNotFound(NotFound):
    """There is no such letter in the folder, or no link in it."""

    code = "LETTER_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of the folder."""

    path: Path
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return "" if body is None else str(body.get_content())

    @property
    def link(self) -> str | None:
        found = _LINK.search(self.text)
        return found[0] if found else None


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommand."""
    outbox = commands.add_parser("outbox", help="read the letters of a machine without a mail server")
    outbox.set_defaults(run=_run(_list))
    actions = outbox.add_subparsers(title="actions", metavar="ACTION")
    for name, run, told in (
        ("list", _list, "show the newest letters (this is what it does without an action)"),
        ("show", _show, "print a letter"),
        ("open", _open, "print the link of a letter, and open it if there is a browser"),
    ):
        action = actions.add_parser(name, help=told)
        action.set_defaults(run=_run(run))
        if run is not _list:
            action.add_argument("number", nargs="?", type=int, default=1, help="as in the list; 1 is the newest")


def whereabouts(settings: Settings) -> str:
    """Where letters go, in a line."""
    if settings.smtp_url is not None:
        return f"Letters go out through the mail server {urlsplit(settings.smtp_url.get_secret_value()).hostname}."
    return f"Letters are written to {settings.home / _FOLDER}; read them with `lyceum outbox`."


def _run(action: Callable[[argparse.Namespace, list[_Letter]], None]) -> Callable[[argparse.Namespace, Settings], int]:
    def run(arguments: argparse.Namespace, settings: Settings) -> int:
        if settings.smtp_url is not None:
            say(whereabouts(settings))
        action(arguments, _letters(settings.home / _FOLDER))
        return 0

    return run


def _list(_arguments: argparse.Namespace, letters: list[_Letter]) -> None:
    for number, letter in enumerate(letters[:_MOST_LISTED], start=1):
        headers = letter.message
        say(f"{number:>3}  {headers['date'].datetime:%Y-%m-%d %H:%M}  {headers['to']}  {headers['subject']}")
    if not letters:
        say("There are no letters.")
    elif len(letters) > _MOST_LISTED:
        say(f"     and {len(letters) - _MOST_LISTED} older ones, in {letters[0].path.parent}")


def _show(arguments: argparse.Namespace, letters: list[_Letter]) -> None:
    letter = _chosen(letters, arguments.number)
    for name in ("date", "from", "to", "subject"):
        say(f"{name.title()}: {letter.message[name]}")
    say(f"\n{letter.text}")


def _open(arguments: argparse.Namespace, letters: list[_Letter]) -> None:
    link = _chosen(letters, arguments.number).link
    if link is None:
        raise LetterNotFound(f"There is no link in letter {arguments.number}; `lyceum outbox show` prints it.")
    say(link)
    webbrowser.open(link)


def _chosen(letters: list[_Letter], number: int) -> _Letter:
    if not 1 <= number <= len(letters):
        raise LetterNotFound(f"There is no letter {number}; expected 1 to {len(letters)}, 1 being the newest.")
    return letters[number - 1]


def _letters(folder: Path) -> list[_Letter]:
    """The newest first; their names begin with when they were written, to the second."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: (path.name[:15], path.stat().st_mtime_ns), reverse=True)
    return [_Letter(path, message_from_bytes(path.read_bytes(), policy=policy.default)) for path in paths]
