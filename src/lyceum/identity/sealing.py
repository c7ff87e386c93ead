"""The installation's secret key: what is sealed with it is of no use to whoever holds the database alone."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lyceum.identity.contracts import SecretKeyMismatch, SecretKeyMissing
from lyceum.platform.kernel import Kernel
from lyceum.platform.settings import SECRET_KEY_FILE

_MEMORY = "identity.sealer"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals, opens and derives, with one key per purpose made from the installation's."""

    secret: bytes = field(repr=False)

    def derive(self, purpose: str, *parts: bytes) -> bytes:
        """32 bytes that only this installation can compute; the same each time.

        Args:
            purpose: what they are for; another purpose gives unrelated bytes.
            parts: what they are made from.
        """
        key = hmac.digest(self.secret, f"lyceum {purpose}".encode(), hashlib.sha256)
        return hmac.digest(key, b"".join(parts), hashlib.sha256)

    def seal(self, purpose: str, secret: bytes) -> bytes:
        """The secret, encrypted and authenticated (AES-256-GCM)."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.derive(purpose)).encrypt(nonce, secret, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """What `seal` was given.

        Raises:
            SecretKeyMismatch: if it was sealed with another key, or changed since.
        """
        nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.derive(purpose)).decrypt(nonce, box, purpose.encode())
        except InvalidTag as error:
            raise SecretKeyMismatch(
                "The secrets in the database were sealed with another secret key. Give every process of this"
                f" installation the same LYCEUM_SECRET_KEY, or put {SECRET_KEY_FILE!r} back into the data folder."
            ) from error


def sealer_of(kernel: Kernel) -> Sealer:
    """The sealer of this process; its key is read once."""
    sealer = kernel.memory.get(_MEMORY)
    if not isinstance(sealer, Sealer):
        configured = kernel.settings.secret_key
        secret = configured.get_secret_value().encode() if configured else _kept_in(kernel.settings.home)
        sealer = kernel.memory[_MEMORY] = Sealer(secret)
    return sealer


def _kept_in(home: Path) -> bytes:
    try:
        return _read_or_create(home)
    except OSError as error:
        raise SecretKeyMissing(
            f"The secret key {str(home / SECRET_KEY_FILE)!r} cannot be read or written ({error.strerror})."
            " Set LYCEUM_SECRET_KEY, or let Lyceum write to its data folder."
        ) from error


def _read_or_create(home: Path) -> bytes:
    path = home / SECRET_KEY_FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
    # Written aside and linked: of several processes that start at once, one decides, and none reads half a key.
    draft = home / f".{SECRET_KEY_FILE}-{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
