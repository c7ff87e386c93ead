"""A mail server of a test's own, with TLS and a password."""

import contextlib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.builders import PATIENCE_S

USER, PASSWORD = "lyceum", "pass:word"


class MailServer:
    """Takes letters, except for those it is told to refuse.

    Attributes:
        letters: as they came in.
        over_tls: for each, whether it came over TLS.
        refusal: what it answers to a recipient instead of taking the letter.
    """

    def __init__(self, folder: Path, *, tls: bool = True) -> None:
        self.letters: list[bytes] = []
        self.over_tls: list[bool] = []
        self.refusal: str | None = None
        self.trust = ssl.create_default_context()
        options: dict[str, Any] = {"authenticator": self._authenticate, "auth_required": tls, "decode_data": False}
        if tls:
            certificate = _certificate(folder)
            self.trust.load_verify_locations(certificate)
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            options |= {"tls_context": context, "require_starttls": True}
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self, "127.0.0.1", self.port, ready_timeout=PATIENCE_S, **options)
        self._controller.start()

    def close(self) -> None:
        with contextlib.suppress(AssertionError):  # Stopped already, by the test.
            self._controller.stop()

    async def handle_RCPT(  # noqa: N802  the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  named by aiosmtpd
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        self.over_tls.append(session.ssl is not None)
        return "250 OK"

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, told: object
    ) -> AuthResult:
        right = isinstance(told, LoginPassword) and (told.login, told.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path
