"""One line per event, the same for our loggers and for those of libraries, and never a secret in it."""

import json
import logging
import logging.config
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dbos._logger import dbos_logger, init_logger
from structlog.typing import FilteringBoundLogger

from lyceum.platform import logs, tracing
from lyceum.platform.settings import Settings


class Written:
    """What has been written to stderr so far."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self._text = ""

    def text(self) -> str:
        self._text += self._capture.readouterr().err
        return self._text

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture
def stderr(capsys: pytest.CaptureFixture[str]) -> Written:
    return Written(capsys)


def configured(tmp_path: Path, **settings: str) -> None:
    logs.configure(Settings.model_validate({"home": tmp_path, **settings}))


def test_a_line_is_json_with_time_level_logger_and_message(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)

    logs.get_logger("lyceum.exam").info("mock_exam_graded", duration_ms=12.5)

    (line,) = stderr.lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"level": "info", "logger": "lyceum.exam", "message": "mock_exam_graded", "duration_ms": 12.5}


def test_a_logger_made_before_the_configuration_follows_it(stderr: Written, tmp_path: Path) -> None:
    early = logs.get_logger("early")

    configured(tmp_path, log_level="warning")
    early.info("not_told")
    early.warning("told")

    assert [line["message"] for line in stderr.lines()] == ["told"]


def test_fields_of_the_context_are_in_every_line_inside_it(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)
    log = logs.get_logger("lyceum")

    with logs.context(request_id="r-1"), logs.context(user_id="u-1"):
        log.info("ours")
        logging.getLogger("library").info("theirs")
    log.info("after")

    ours, theirs, after = stderr.lines()
    assert (ours["request_id"], ours["user_id"]) == ("r-1", "u-1")
    assert (theirs["request_id"], theirs["logger"], theirs["message"]) == ("r-1", "library", "theirs")
    assert "request_id" not in after


def test_the_trace_is_in_the_line(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)

    with tracing.continued_span(f"00-{'a' * 32}-{'b' * 16}-01", "event"):
        logs.get_logger("lyceum").info("traced")

    assert stderr.lines()[0]["trace_id"] == "a" * 32


@pytest.mark.parametrize(
    "key", ["password", "new_password", "client_secret", "refresh_token", "Authorization", "set-cookie", "api_key"]
)
def test_the_value_of_a_secret_key_is_masked(stderr: Written, tmp_path: Path, key: str) -> None:
    configured(tmp_path)

    logs.get_logger("lyceum").info("seen", **{key: "hunter2", "inner": [{key: "hunter2"}]})

    assert "hunter2" not in stderr.text()
    assert stderr.lines()[0][key] == "***"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgresql://lyceum:hunter2@127.0.0.1:5432/db", "postgresql://***@127.0.0.1:5432/db"),
        ("GET /connect?token=hunter2&x=1", "GET /connect?token=***&x=1"),
        ("header was: Bearer hunter2", "header was: Bearer ***"),
        ("mail to a@b about https://lyceum.test/", "mail to ***@*** about https://lyceum.test/"),
    ],
)
def test_credentials_inside_a_text_are_masked(stderr: Written, tmp_path: Path, text: str, masked: str) -> None:
    configured(tmp_path)

    logs.get_logger("lyceum").info("seen", text=text)
    logging.getLogger("library").warning("%s", text)

    ours, theirs = stderr.lines()
    assert ours["text"] == masked
    assert theirs["message"] == masked


def test_a_number_under_a_secret_looking_key_stays(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)

    logs.get_logger("lyceum").info("model_called", tokens=512)

    assert stderr.lines()[0]["tokens"] == 512


@pytest.mark.parametrize("get_logger", [logs.get_logger, logging.getLogger])
def test_an_exception_is_told_by_type_and_place_but_not_by_its_text(
    stderr: Written, tmp_path: Path, get_logger: Callable[[str], FilteringBoundLogger | logging.Logger]
) -> None:
    configured(tmp_path)

    try:
        raise ValueError("an essay of a learner")
    except ValueError:
        get_logger("lyceum").exception("grading_failed")

    (line,) = stderr.lines()
    assert line["exception_type"] == "ValueError"
    assert line["raised_at"][-1].startswith("tests/platform/test_logs.py:")
    assert "essay" not in stderr.text()


def test_the_level_debug_tells_the_text_of_an_exception(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path, log_level="debug")

    logs.get_logger("lyceum").warning("failed", exc_info=ValueError("the text"))

    assert stderr.lines()[0]["exception_text"] == "the text"


def test_the_console_format_is_for_people(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path, log_format="console")

    logs.get_logger("lyceum").error("upload_refused", size_bytes=7, exc_info=ValueError("x"))

    assert "upload_refused" in stderr.text()
    assert "size_bytes=7" in stderr.text()


def test_libraries_with_consoles_of_their_own_use_ours(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)

    init_logger()
    dbos_logger.warning("retrying")
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False} | logs.granian_logging(Settings()))
    logging.getLogger("_granian").warning("stopping")

    assert [(line["logger"], line["message"]) for line in stderr.lines()] == [
        ("dbos", "retrying"),
        ("_granian", "stopping"),
    ]


def test_configuring_again_does_not_double_the_lines(stderr: Written, tmp_path: Path) -> None:
    configured(tmp_path)
    configured(tmp_path)

    logging.getLogger("library").warning("once")

    assert len(stderr.lines()) == 1
