"""Letters arrive whole, by either way out, and cannot be forged."""

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
from structlog.testing import capture_logs

from lyceum.platform.clock import SystemClock
from lyceum.platform.mail import (
    Mail,
    Mailer,
    MailInvalid,
    MailRefused,
    MailUnavailable,
    OutboxFolder,
    SmtpMailer,
    open_mailer,
)
from lyceum.platform.settings import Settings
from tests.platform.mail_server import PASSWORD, USER, MailServer

LETTER = Mail("ada@example.org", "Grüße aus Lyceum", "Your link:\nhttps://lyceum.test/?a=1\n", "<p>Your link</p>")


class NoonClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(tmp_path)
    yield server
    server.close()


def smtp_mailer(server: MailServer, password: str = PASSWORD) -> SmtpMailer:
    url = f"smtp://{USER}:{quote(password)}@127.0.0.1:{server.port}"
    return SmtpMailer(url, "noreply@lyceum.test", NoonClock(), tls=server.trust)


def read(letter: bytes) -> EmailMessage:
    return message_from_bytes(letter, policy=policy.default)


WayOut = tuple[Mailer, Callable[[], list[bytes]]]


@pytest.fixture(params=["folder", "server"])
def way_out(request: pytest.FixtureRequest, tmp_path: Path) -> WayOut:
    if request.param == "server":
        server: MailServer = request.getfixturevalue("server")
        return smtp_mailer(server), lambda: server.letters
    folder = tmp_path / "outbox"
    mailer = OutboxFolder(folder, "noreply@lyceum.test", NoonClock())
    return mailer, lambda: [path.read_bytes() for path in sorted(folder.glob("*.eml"))]


async def test_a_letter_arrives_whole(way_out: WayOut) -> None:
    mailer, letters = way_out

    await mailer.send(LETTER)

    (letter,) = map(read, letters())
    assert letter["to"] == "ada@example.org"
    assert letter["from"] == "Lyceum <noreply@lyceum.test>"
    assert letter["subject"] == "Grüße aus Lyceum"
    assert letter["date"] == "Sun, 01 Mar 2026 12:00:00 +0000"
    assert letter["message-id"].endswith("@lyceum.test>")
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html


async def test_a_letter_without_html_is_plain(way_out: WayOut) -> None:
    mailer, letters = way_out

    await mailer.send(Mail("ada@example.org", "Hello", ".\nA line that is a dot.\n"))

    (letter,) = map(read, letters())
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == ".\nA line that is a dot.\n"


async def test_letters_to_an_international_host_arrive(way_out: WayOut) -> None:
    mailer, letters = way_out

    await mailer.send(Mail("ada@bücher.example", "Hello", "Hello"))

    assert read(letters()[0])["to"] == "ada@xn--bcher-kva.example"


async def test_two_letters_are_two(way_out: WayOut) -> None:
    mailer, letters = way_out

    await mailer.send(LETTER)
    await mailer.send(LETTER)

    first, second = map(read, letters())
    assert first["message-id"] != second["message-id"]


@pytest.mark.parametrize(
    "to",
    [
        *("", "ada", "ada@", "@example.org", "ada@exam ple.org", "ada@a..b", "ada@" + "a" * 300, "ä@example.org"),
        *("ada@example.org\r\nBcc: eve@example.org", "ada@example.org, eve@example.org", "Ada <ada@example.org>"),
        # Python's own messages would write these as others.
        *("=?utf-8?q?=61da?=@example.org", "=?utf-8?q?a=0D=0AX?=@example.org", "ada@stra\u00dfe.example"),
    ],
)
def test_an_address_that_is_not_one_is_refused(to: str) -> None:
    with pytest.raises(MailInvalid):
        Mail(to, "Hello", "Hello")


@pytest.mark.parametrize("subject", ["", "  ", "Hello\nBcc: eve@example.org", "Hello\rX: y", "a\x00b"])
def test_a_subject_that_could_forge_a_header_is_refused(subject: str) -> None:
    with pytest.raises(MailInvalid):
        Mail("ada@example.org", subject, "Hello")


async def test_the_files_of_letters_are_their_owners_alone(tmp_path: Path) -> None:
    await OutboxFolder(tmp_path / "outbox", "noreply@lyceum.test", NoonClock()).send(LETTER)

    (path,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("not a folder")

    with pytest.raises(MailUnavailable, match="cannot be written"):
        await OutboxFolder(tmp_path / "outbox", "noreply@lyceum.test", NoonClock()).send(LETTER)


async def test_the_server_is_spoken_to_over_tls(server: MailServer) -> None:
    await smtp_mailer(server).send(LETTER)

    assert server.over_tls == [True]


async def test_a_server_that_cannot_prove_who_it_is_gets_nothing(server: MailServer) -> None:
    url = f"smtp://{USER}:{PASSWORD}@127.0.0.1:{server.port}"

    with pytest.raises(MailUnavailable):
        await SmtpMailer(url, "noreply@lyceum.test", NoonClock()).send(LETTER)

    assert server.letters == []


async def test_a_server_without_tls_or_password_is_good_enough_for_a_letter(tmp_path: Path) -> None:
    server = MailServer(tmp_path, tls=False)

    await SmtpMailer(f"smtp://127.0.0.1:{server.port}", "noreply@lyceum.test", NoonClock()).send(LETTER)
    server.close()

    assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("answer", "error"), [("550 No such person", MailRefused), ("451 Greylisted", MailUnavailable)]
)
async def test_a_refused_letter_is_told_apart_from_one_to_send_later(
    server: MailServer, answer: str, error: type[Exception]
) -> None:
    server.refusal = answer

    with pytest.raises(error):
        await smtp_mailer(server).send(LETTER)


async def test_a_wrong_password_is_not_the_letters_fault_and_is_not_told(server: MailServer) -> None:
    with capture_logs() as lines, pytest.raises(MailUnavailable) as told:
        await smtp_mailer(server, "hunter2").send(LETTER)

    assert lines[0]["error"] == "SMTPAuthenticationError"
    assert "hunter2" not in str(lines) + str(told.value)


async def test_a_server_that_is_away_is_told(server: MailServer) -> None:
    server.close()

    with pytest.raises(MailUnavailable) as told:
        await smtp_mailer(server).send(LETTER)

    assert told.value.retryable


async def test_the_settings_choose_the_way_out(tmp_path: Path, server: MailServer) -> None:
    at_home = open_mailer(Settings(home=tmp_path), SystemClock())
    await at_home.send(LETTER)
    outside = open_mailer(Settings(home=tmp_path, smtp_url=f"smtp://127.0.0.1:{server.port}"), SystemClock())

    assert isinstance(outside, SmtpMailer)
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


@pytest.mark.parametrize("url", ["http://mail.test", "smtp://", "mail.test"])
def test_an_address_of_a_server_that_is_not_one_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="smtp_url must be of the form"):
        SmtpMailer(url, "noreply@lyceum.test", NoonClock())
