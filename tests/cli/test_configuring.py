"""A wrong setting is named with its place, its value and what was expected; a secret is never repeated."""

from pathlib import Path

import pytest

from lyceum.app.invocation import program
from lyceum.cli.configuring import SettingsUnusable, read_settings, slips
from lyceum.cli.main import main


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LYCEUM_HOME", str(tmp_path))
    return tmp_path / "lyceum.toml"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('port = "x"', "lyceum.toml: port is 'x': expected a valid integer"),
        ("prot = 8001", "lyceum.toml: there is no setting 'prot'; did you mean 'port'?"),
        ("LYCEUM_PORT = 8001", "lyceum.toml: there is no setting 'LYCEUM_PORT'; did you mean 'port'?"),
        ("[quite_another]", "lyceum.toml: there is no setting 'quite_another'; "),
        ('secret_key = "short-one"', "lyceum.toml: secret_key: expected 32 characters or more"),
        ('database_url = "short-one"', "lyceum.toml: database_url: expected an address that begins with postgresql://"),
        ("port = = 3", "is not TOML: Invalid value (at line 1, column 8)"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(file: Path, written: str, said: str) -> None:
    file.write_text(written)

    with pytest.raises(SettingsUnusable) as refusal:
        read_settings()

    assert said in str(refusal.value)
    assert "short-one" not in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LYCEUM_PORT", "99999", "LYCEUM_PORT is '99999': expected less than or equal to 65535"),
        ("LYCEUM_PLUGINS", "probe:DOMAIN", "A list is written as JSON"),
    ],
)
def test_what_is_wrong_in_the_environment_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    file.write_text("port = 8001")
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsUnusable, match=said):
        read_settings()


def test_every_problem_is_told_in_a_line_of_its_own(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("port = -1\nprot = 8001")

    status = main(["doctor"])

    assert status == 2
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == ["lyceum.toml:", "lyceum.toml:"]


def test_a_misspelt_variable_is_noticed_and_a_foreign_one_is_not() -> None:
    environment = {"LYCEUM_PROT": "8001", "LYCEUM_PORT": "8001", "LYCEUM_TEST_SERVERS": "x", "PROT": "8001"}

    assert list(slips(environment)) == ["LYCEUM_PROT is not a setting and changes nothing; did you mean LYCEUM_PORT?"]


def test_the_doctor_shows_what_is_set_and_no_secret(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("port = 8123")
    monkeypatch.setenv("LYCEUM_DATABASE_URL", "postgresql://lyceum:hidden-word@127.0.0.1:1/lyceum")
    monkeypatch.setenv("LYCEUM_VALKEY_URL", "redis://127.0.0.1:1")

    main(["doctor"])

    seen = capsys.readouterr().out
    assert [line.split()[1] for line in seen.splitlines() if line.startswith("LYCEUM_PORT")] == ["8123"]
    assert "LYCEUM_DATABASE_URL" in seen
    assert "hidden-word" not in seen


@pytest.mark.parametrize(
    ("typed", "folders", "said"),
    [("bin/lyceum", "", "bin/lyceum"), ("bin/lyceum", "bin", "lyceum"), ("x", "", "lyceum")],
)
def test_a_command_to_type_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, folders: str, said: str
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "lyceum").touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / folders) if folders else str(tmp_path))
    monkeypatch.setattr("sys.argv", [typed])

    assert program() == said
