"""The commands as they are typed: real processes on a data folder and a database of their own."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from lyceum.cli.main import main
from tests.builders import PATIENCE_S, eventually
from tests.processes import ROOT, LyceumProcess, complaints

CHAPTER = ROOT / "examples" / "demand-and-supply.pdf"
MANY = 200


@dataclass
class Shell:
    """Where somebody types."""

    environment: dict[str, str]
    database_url: str

    def run(self, *arguments: str, answers: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "lyceum", *arguments],
            input=answers,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}", **self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def start(self, *arguments: str) -> LyceumProcess:
        return LyceumProcess(list(arguments), self.environment).launch()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    async def until(self, query: str) -> None:
        """Wait until a query finds something."""

        async def found() -> bool:
            return bool(self.rows(query))

        await eventually(found)


@pytest.fixture
def shell(database_url: str, servers: dict[str, str], tmp_path: Path) -> Shell:
    environment = {
        "LYCEUM_HOME": str(tmp_path / "home"),
        "LYCEUM_DATABASE_URL": database_url,
        "LYCEUM_VALKEY_URL": servers["valkey"],
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
    return Shell(environment, database_url)


def test_a_chapter_is_learned_and_ten_answers_change_what_is_known(shell: Shell) -> None:
    learned = shell.run("learn", str(CHAPTER), "--json")
    told = json.loads(learned.stdout)
    command = told["practise"]["command"].split()[1:]
    practised = shell.run(*command, "--count", "10", answers="\n3\na\nt\n" * MANY)

    assert (learned.returncode, practised.returncode) == (0, 0)
    assert complaints(learned.stderr) == complaints(practised.stderr) == []
    assert told["pages"] == 20
    assert min(told["passages"], told["skills"], *told["items"].values()) > 0
    assert len(re.findall(r"^Why this one: .+$", practised.stdout, re.MULTILINE)) == 10
    assert len(re.findall(r"mastery \d+% → \d+%", practised.stdout)) >= 10
    assert len(re.findall(r"Next review: none → (?:tomorrow|in \d+ days)", practised.stdout)) >= 5
    assert "10 questions answered" in practised.stdout
    assert shell.rows("select count(*) from practice.attempt") == [(10,)]


async def test_learning_that_was_killed_is_finished_by_the_same_command(shell: Shell) -> None:
    with shell.start("learn", str(CHAPTER)) as killed:
        await shell.until("select id from platform.job where status = 'running' and progress > 0")
        killed.kill()
    again = shell.run("learn", str(CHAPTER))

    assert again.returncode == 0, again.stderr
    assert "known already" in again.stdout
    assert shell.rows("select status, progress from platform.job where kind = 'studio.learn_document'") == [
        ("completed", 100.0)
    ]
    assert shell.rows("select count(*) from documents.document") == [(1,)]
    ((items, distinct),) = shell.rows("select count(*), count(distinct (stem, key)) from library.item_version")
    assert [(items,)] == shell.rows("select count(*) from library.item")
    assert items == distinct != 0


async def test_ctrl_c_while_learning_says_that_nothing_is_lost(shell: Shell) -> None:
    process = shell.start("learn", str(CHAPTER))
    try:
        await shell.until("select id from platform.job where kind = 'studio.learn_document'")
        process.signal(signal.SIGINT)

        assert process.wait() == 130
        assert "nothing is lost" in process.output
        assert "Traceback" not in process.output
    finally:
        process.close()


def test_files_that_are_none_are_refused_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LYCEUM_HOME", str(tmp_path / "home"))

    status = main(["learn", "missing.pdf", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().out.splitlines() == [
        "✗ missing.pdf: There is no such file.",
        f"✗ {tmp_path}: This is a folder; name the files in it, as in FOLDER/*.pdf.",
    ]
    assert not (tmp_path / "home").exists()


def test_a_stranger_is_refused_in_the_language_of_the_machine(shell: Shell) -> None:
    refused = shell.run("progress", "--as", "nobody@example.org", LC_ALL="de_AT.UTF-8")

    assert refused.returncode == 1
    assert refused.stderr.startswith("lyceum: Niemand hier hat diese E-Mail-Adresse ")


@pytest.mark.slow
def test_other_commands_do_not_load_what_only_a_learner_needs() -> None:
    code = "import sys, lyceum.cli.main; print([name for name in sys.modules if name == 'rich.progress'])"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)

    assert loaded.stdout.strip() == "[]"


def test_a_database_that_is_away_is_one_line(shell: Shell) -> None:
    away = {"LYCEUM_DATABASE_URL": "postgresql://lyceum:hidden-word@127.0.0.1:1/lyceum"}

    for command in (["progress"], ["migrate"], ["up", "--port", "0"]):
        refused = shell.run(*command, **away)

        assert (refused.returncode, refused.stdout) == (1, "")
        assert re.fullmatch(r"lyceum: The database cannot be reached: .*refused.*\n", refused.stderr)
        assert "hidden-word" not in refused.stderr


def test_an_administrator_needs_somebody_who_types_a_password(shell: Shell) -> None:
    refused = shell.run("admin", "create", "ada@example.org")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "lyceum: Nobody can type a password here; hand it in with --password-stdin.\n"


def test_the_secret_key_is_changed_on_the_command_line(shell: Shell) -> None:
    first = shell.run("keys")
    rotated = shell.run("keys", "rotate")
    listed = shell.run("keys").stdout.splitlines()
    refused = shell.run("keys", "retire", listed[0].split()[0])

    assert first.stdout.splitlines()[0].split()[1] == "seals", first.stderr
    assert rotated.returncode == 0
    assert [line.split()[1] for line in listed] == ["seals", "opens"]
    assert listed[1].split()[0] in rotated.stdout
    assert (refused.returncode, "seals now" in refused.stderr) == (1, True)
    assert shell.run("keys", "reseal").returncode == 0


def test_a_secret_key_of_the_environment_is_changed_there(shell: Shell) -> None:
    refused = shell.run("keys", "rotate", LYCEUM_SECRET_KEY="k" * 40)

    assert refused.returncode == 1
    assert "LYCEUM_SECRET_KEYS_OLD" in refused.stderr


def test_answers_are_counted_when_somebody_says_so(shell: Shell) -> None:
    found = shell.run("calibrate", LC_ALL="en")

    assert (found.returncode, complaints(found.stderr)) == (0, [])
    assert found.stdout.startswith("Counted the answers to 0 items in 0 subjects; 0 are taken")


def test_what_is_no_subjects_id_is_refused(shell: Shell) -> None:
    found = shell.run("calibrate", "Biology")

    assert found.returncode == 2
    assert "SUBJECT" in found.stderr
