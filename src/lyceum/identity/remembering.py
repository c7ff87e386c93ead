"""What this process remembers of the tokens and keys that came: whose they are, so that PostgreSQL need not be asked.

It holds while the account's epoch is the one it was read under (`platform/epochs.py`), and for ten seconds at the most,
which is how long a change could go unnoticed if Valkey lost the word of it.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from lyceum.identity.contracts.signing_in import TokenFacts
from lyceum.platform.epochs import DISTURBED
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal

HOLDS_FOR: Final = timedelta(seconds=10)
_MEMORY: Final = "identity.remembered"
_MOST: Final = 10_000


@dataclass(slots=True)
class Remembered:
    """One token or key.

    Attributes:
        account_id: whose it is.
        facts: what a token says; None for an API key.
        kid: the key that signed the token.
        principal: as last read; also when that is too old to go by, for its plan.
        epoch: under which it was read; None if it must not be gone by.
        read_at: when it was read.
        is_refused: whether it held no more when it was last looked up.
    """

    account_id: UUID
    facts: TokenFacts | None = None
    kid: str = ""
    principal: Principal | None = None
    epoch: str | None = None
    read_at: datetime | None = None
    is_refused: bool = False

    def principal_now(self, epoch: str | None, now: datetime) -> Principal | None:
        """The principal, if what is remembered may be gone by; None: ask the database."""
        if epoch is None or epoch != self.epoch or self.read_at is None or not self.read_at <= now:
            return None
        expired = self.facts is not None and self.facts.expires_at <= now
        return self.principal if now < self.read_at + HOLDS_FOR and not expired else None

    def learn(self, principal: Principal, epoch: str | None, now: datetime) -> None:
        """Remember what was read from the database, after the epoch was."""
        self.principal, self.read_at, self.is_refused = principal, now, False
        self.epoch = epoch if epoch != DISTURBED else None

    def refuse(self) -> None:
        """Remember that it holds no more."""
        self.principal, self.read_at, self.epoch, self.is_refused = None, None, None, True

    def doubt(self, now: datetime) -> None:
        """Go by nothing that was read longer ago than may be gone by."""
        if self.read_at is None or not self.read_at <= now < self.read_at + HOLDS_FOR:
            self.principal, self.epoch = None, None


class Remembrance:
    """Tokens and keys by their hash; who came least lately is forgotten first."""

    def __init__(self) -> None:
        self._by_hash: OrderedDict[bytes, Remembered] = OrderedDict()

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._by_hash)

    def of(self, digest: bytes) -> Remembered | None:
        """What is remembered under a hash."""
        found = self._by_hash.get(digest)
        if found is not None:
            self._by_hash.move_to_end(digest)
        return found

    def keep(self, digest: bytes, remembered: Remembered) -> Remembered:
        """Remember it."""
        self._by_hash[digest] = remembered
        if len(self._by_hash) > _MOST:
            self._by_hash.popitem(last=False)
        return remembered

    def forget(self, digest: bytes) -> None:
        """Drop it."""
        self._by_hash.pop(digest, None)


def hash_of(token: str) -> bytes:
    """What a token or key is remembered under."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def remembrance_of(kernel: Kernel) -> Remembrance:
    """The memory of this process."""
    remembrance = kernel.memory.get(_MEMORY)
    if not isinstance(remembrance, Remembrance):
        remembrance = kernel.memory[_MEMORY] = Remembrance()
    return remembrance
