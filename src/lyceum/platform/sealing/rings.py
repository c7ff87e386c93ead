"""A ring of secret keys: one seals, every one opens; and the two ways in which a ring can be of no use."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from lyceum.platform.errors import Unavailable

KEY_ID_BYTES = 8


class SecretKeyMissing(Unavailable):
    """This process has no secret key and cannot make one."""

    code = "SECRET_KEY_MISSING"


class SecretKeyMismatch(Unavailable):
    """What is stored was sealed with a key this process does not have, for another place, or was changed since."""

    code = "SECRET_KEY_MISMATCH"


@dataclass(frozen=True, slots=True)
class RootKey:
    """One key of a ring; everything that seals is derived from it, and it seals nothing itself.

    Attributes:
        secret: 32 bytes of chance or more.
        seals_from: when its time to seal begins, so that every process knows it by then; None if it always has been.
    """

    secret: bytes = field(repr=False)
    seals_from: datetime | None = None

    @property
    def id(self) -> bytes:
        """What it is known by in the header of everything it sealed; tells nothing of the secret."""
        return hmac.digest(self.secret, b"lyceum key id", hashlib.sha256)[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of an installation, the oldest first.

    Attributes:
        keys: at least one.
    """

    keys: tuple[RootKey, ...]

    def sealing(self, now: datetime) -> RootKey:
        """The newest key whose time to seal has come."""
        ready = [key for key in self.keys if key.seals_from is None or key.seals_from <= now]
        # A clock that went back: the oldest key is known everywhere.
        return ready[-1] if ready else self.keys[0]

    def with_key(self, key: RootKey) -> "Ring":
        """The ring with one more key, as its newest."""
        return Ring((*self.keys, key))

    def without_key(self, key_id: bytes) -> "Ring":
        """The ring without one of its keys."""
        return Ring(tuple(key for key in self.keys if key.id != key_id))
