"""Letters to people: one port, and two ways out (a mail server, or a folder on a machine that has none)."""

import asyncio
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from lyceum.platform.clock import Clock
from lyceum.platform.errors import Invalid, Unavailable
from lyceum.platform.ids import new_id
from lyceum.platform.logs import get_logger
from lyceum.platform.resilience.bulkhead import Bulkhead, Places
from lyceum.platform.settings import Settings

log = get_logger(__name__)

# Less than RFC 5322 allows, and all that mail servers take: an ASCII name, and a host that may be international. No
# encoded word: a message decodes it, and its letter would go to somebody else.
_ADDRESS = re.compile(r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63})*)")
_BREAK = re.compile(r"[\r\n\x00]")
_TIMEOUT_S: Final = 10.0
# A mail server that hangs holds this many threads of its own, and none of anybody else's.
_PLACES: Final = Places(at_once=2, waiting=200, wait_s=60.0)
_NEVER: Final = 500
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class MailInvalid(Invalid):
    """The letter cannot be sent to anybody as it is."""

    code = "MAIL_INVALID"


class MailRefused(Invalid):
    """The mail server does not accept this letter, and will not later."""

    code = "MAIL_REFUSED"


class MailUnavailable(Unavailable):
    """The mail server does not answer or is busy."""

    code = "MAIL_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to one person.

    Attributes:
        to: a bare address, `name@host`.
        subject: one line.
        text: what everybody can read.
        html: the same for those who see it.
    """

    to: str
    subject: str
    text: str
    html: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could forge a header."""
        if not _ADDRESS.fullmatch(self.to) or not _ascii(self.to):
            raise MailInvalid("The address of a letter must be one of the form name@host.")
        if not self.subject.strip() or _BREAK.search(self.subject):
            raise MailInvalid("The subject of a letter must be one line that is not empty.")


class Mailer(Protocol):
    """Sends letters."""

    async def send(self, mail: Mail) -> None:
        """Hand the letter over; returns when it has been taken.

        Raises:
            MailRefused: if it will never be taken.
            MailUnavailable: if it may be taken later.
        """
        ...


class OutboxFolder:
    """Writes each letter as an `.eml` file, for a person to open on a machine without a mail server.

    Args:
        folder: made when it is not there.
        sender: the `From` address.
        clock: for the `Date`.
    """

    def __init__(self, folder: Path, sender: str, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Write the letter; a reader of the folder never sees half of one."""
        message = _message(mail, self._sender, self._clock)
        try:
            await asyncio.to_thread(self._write, message.as_bytes())
        except OSError as error:
            raise MailUnavailable(f"The folder of letters cannot be written: {error.strerror}.") from error

    def _write(self, letter: bytes) -> None:
        # Letters hold links that let one in: readable by the owner only.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        moment = self._clock.now().strftime("%Y%m%d-%H%M%S")
        path = self._folder / f"{moment}-{new_id().hex[-12:]}.eml"
        half_written = path.with_suffix(".tmp")
        half_written.touch(mode=0o600)
        half_written.write_bytes(letter)
        half_written.rename(path)
        log.info("mail_written", path=str(path))


class SmtpMailer:
    """Hands letters to a mail server, over TLS wherever it offers it.

    Args:
        url: `smtp://[user:password@]host[:587]` (STARTTLS) or `smtps://…[:465]`.
        sender: the `From` address.
        clock: for the `Date`.
        tls: what to trust; the machine's authorities unless given.
    """

    def __init__(self, url: str, sender: str, clock: Clock, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("smtp_url must be of the form smtp://[user:password@]host[:port] or smtps://….")
        self._host = parts.hostname
        self._implicit_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        # What we greet with. Left out, smtplib looks this machine's name up, which can take long where DNS is poor.
        self._ourselves = sender.rpartition("@")[2]
        self._clock = clock
        self._tls = tls
        self._bulkhead = Bulkhead("mail", _PLACES, _busy)

    async def send(self, mail: Mail) -> None:
        """Hand the letter over."""
        message = _message(mail, self._sender, self._clock)
        try:
            await self._bulkhead.in_thread(self._hand_over, message)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _verdict(max(code for code, _ in refused.recipients.values())) from refused
        except smtplib.SMTPDataError as refused:
            raise _verdict(refused.smtp_code) from refused
        except (smtplib.SMTPException, OSError) as error:
            # Also a refused password or sender: that is the installation's matter, not the letter's.
            log.warning("mail_server_failed", error=type(error).__name__, code=getattr(error, "smtp_code", None))
            raise _verdict(0) from error
        log.info("mail_sent", host=self._host)

    def _hand_over(self, message: EmailMessage) -> None:
        with self._connect() as server:
            if self._user:
                server.login(self._user, self._password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        context = self._tls or ssl.create_default_context()
        if self._implicit_tls:
            return smtplib.SMTP_SSL(self._host, self._port, self._ourselves, timeout=_TIMEOUT_S, context=context)
        server = smtplib.SMTP(self._host, self._port, self._ourselves, timeout=_TIMEOUT_S)
        try:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self._user and self._host not in _LOOPBACK:
                raise smtplib.SMTPNotSupportedError("The password is not sent over a connection without TLS.")
        except BaseException:
            server.close()
            raise
        return server


def open_mailer(settings: Settings, clock: Clock) -> Mailer:
    """The mail server the settings name, else the folder `outbox` of the data folder."""
    if settings.smtp_url is None:
        return OutboxFolder(settings.home / "outbox", settings.mail_from, clock)
    return SmtpMailer(settings.smtp_url.get_secret_value(), settings.mail_from, clock)


def _ascii(address: str) -> str | None:
    """The address as mail servers write it; None if its host cannot be written so, or would be another one."""
    name, _, host = address.rpartition("@")
    try:
        written = host.encode("idna")
        return f"{name}@{written.decode()}" if host.isascii() or written.decode("idna") == host.lower() else None
    except UnicodeError:
        return None


def _busy() -> MailUnavailable:
    return MailUnavailable("Many letters are waiting to be sent. Try again in a moment.", retry_after_s=60)


def _verdict(smtp_code: int) -> MailRefused | MailUnavailable:
    # 4yz: try again later; 5yz: never (RFC 5321 4.2.1).
    if smtp_code >= _NEVER:
        return MailRefused(f"The mail server refused the letter with code {smtp_code}. Check the address.")
    return MailUnavailable("The mail server is not taking letters right now. Try again in a moment.", retry_after_s=60)


def _message(mail: Mail, sender: str, clock: Clock) -> EmailMessage:
    message = EmailMessage()
    user, _, host = sender.rpartition("@")
    message["From"] = Address("Lyceum", user, host)
    message["To"] = _ascii(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=host)
    # Answers of absence assistants to automatic letters are of no use (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    return message
