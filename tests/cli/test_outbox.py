"""`lyceum outbox`: how somebody without a mail server reads the letters their machine wrote."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta
from pathlib import Path

import pytest

from lyceum.cli.main import main
from lyceum.platform.mail import Mail, OutboxFolder
from tests.builders import MovableClock

LINK = "http://127.0.0.1:8000/verify-email#token=abc"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LYCEUM_HOME", str(tmp_path))
    return tmp_path


async def write(home: Path) -> None:
    clock = MovableClock()
    folder = OutboxFolder(home / "outbox", "lyceum@localhost", clock)
    await folder.send(Mail("ada@example.org", "The first", f"Hello,\n\n{LINK}\n"))
    clock.move(timedelta(minutes=1))
    await folder.send(Mail("bob@example.org", "The second", "No link is in it.\n"))


async def test_letters_are_listed_the_newest_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await write(home)
    capsys.readouterr()

    assert main(["outbox"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert ("bob@example.org" in lines[0], "The first" in lines[1]) == (True, True)


async def test_a_letter_is_shown_and_the_newest_unless_another_is_named(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write(home)
    capsys.readouterr()

    assert (main(["outbox", "show"]), main(["outbox", "show", "2"])) == (0, 0)

    told = capsys.readouterr().out
    assert told.index("Subject: The second") < told.index("Subject: The first") < told.index(LINK)


async def test_the_link_of_a_letter_is_opened_and_printed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(home)
    capsys.readouterr()
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    assert main(["outbox", "open", "2"]) == 0

    assert opened == [LINK]
    assert capsys.readouterr().out == f"{LINK}\n"


@pytest.mark.parametrize("typed", [["open", "1"], ["show", "3"], ["show", "0"]])
async def test_what_is_not_there_is_said(home: Path, capsys: pytest.CaptureFixture[str], typed: list[str]) -> None:
    await write(home)
    capsys.readouterr()

    assert main(["outbox", *typed]) == 1
    assert "There is no" in capsys.readouterr().err


def test_an_empty_outbox_is_no_error(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert home.is_dir()
    assert main(["outbox", "list"]) == 0
    assert capsys.readouterr().out == "There are no letters.\n"


def test_where_a_mail_server_is_set_that_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.is_dir()
    monkeypatch.setenv("LYCEUM_SMTP_URL", "smtp://user:secret@mail.example.org")

    assert main(["outbox"]) == 0

    told = capsys.readouterr().out
    assert "mail.example.org" in told
    assert "secret" not in told


async def test_whoever_has_read_enough_may_close_the_pipe(home: Path) -> None:
    for _ in range(200):
        await write(home)
    command = f"{sys.executable} -m lyceum outbox | head -n 1"

    piped = await asyncio.create_subprocess_shell(command, stdout=PIPE, stderr=PIPE)
    said, complaints = await piped.communicate()

    assert len(said.splitlines()) == 1
    assert complaints == b""
