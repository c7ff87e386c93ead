"""Sealing (SEC-02): AES-256-GCM with a key per purpose, derived from the ring's newest key.

A sealed value is `header | nonce | box`, where the header is four bytes of format and eight of the key's id, and the
box is bound to header, purpose and place: moved to another column or row, or changed in a bit, it does not open. The
nonce is 96 bits of chance, which is safe for some 2^32 values of one purpose under one key; rotate before.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.keepers import RingKeeper, keeper_of
from lyceum.platform.sealing.rings import KEY_ID_BYTES, Ring, RootKey, SecretKeyMismatch
from lyceum.platform.settings import SECRET_KEY_FILE

HEADER_BYTES = 4 + KEY_ID_BYTES

_FORMAT = b"LYS\x01"
_NONCE_BYTES = 12
# A multiple of five, so that base 32 needs no padding.
_PSEUDONYM_BYTES = 10
_MEMORY = "platform.sealer"
# A process that runs learns of a changed ring this soon; `ANNOUNCED_FOR` must be longer.
_LOOK_EVERY = timedelta(seconds=5)
ANNOUNCED_FOR = timedelta(seconds=60)

Place = UUID | str


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals with one key of the ring, and opens what any of them sealed.

    Attributes:
        ring: the keys.
        key: the one that seals.
    """

    ring: Ring = field(repr=False)
    key: RootKey = field(repr=False)

    @property
    def header(self) -> bytes:
        """What everything sealed now begins with."""
        return _FORMAT + self.key.id

    def seal(self, purpose: str, secret: bytes, place: Place = "") -> bytes:
        """The secret, encrypted and authenticated.

        Args:
            purpose: what is sealed, such as `identity.session.address`; each has a key of its own.
            secret: any bytes.
            place: where it will lie, such as the row's id; it opens nowhere else.
        """
        nonce = os.urandom(_NONCE_BYTES)
        bound = _bound(self.header, purpose, place)
        return self.header + nonce + _cipher(self.key.secret, purpose).encrypt(nonce, secret, bound)

    def open(self, purpose: str, sealed: bytes, place: Place = "") -> bytes:
        """What `seal` was given.

        Raises:
            SecretKeyMismatch: if it was sealed with a key that is not in the ring, for another purpose or place, or
                was changed since.
        """
        header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        try:
            if key := self._named(header):
                cipher, bound = _cipher(key.secret, purpose), _bound(header, purpose, place)
                return cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], bound)
            return self._open_as_before(purpose, sealed)
        except (InvalidTag, ValueError) as error:
            raise SecretKeyMismatch(
                "A secret in the database does not open: it was sealed with another secret key, or changed. Give every"
                " process of this installation the same LYCEUM_SECRET_KEY (and its LYCEUM_SECRET_KEYS_OLD), or put"
                f" {SECRET_KEY_FILE!r} back into the data folder."
            ) from error

    def seal_text(self, purpose: str, text: str, place: Place = "") -> bytes:
        """As `seal`, for a text."""
        return self.seal(purpose, text.encode("utf-8", "surrogatepass"), place)

    def open_text(self, purpose: str, sealed: bytes, place: Place = "") -> str:
        """As `open`, for what `seal_text` was given."""
        return self.open(purpose, sealed, place).decode("utf-8", "surrogatepass")

    def derive(self, purpose: str, *parts: bytes) -> bytes:
        """32 bytes that only this installation can compute, from its newest key; the same until the key changes.

        Args:
            purpose: what they are for; another purpose gives unrelated bytes.
            parts: what they are made from.
        """
        return _derived(self.key, purpose, parts)

    def derived_by_each(self, purpose: str, *parts: bytes) -> Iterator[bytes]:
        """As `derive`, with every key of the ring, the newest first: what was derived before a rotation is among it."""
        return (_derived(key, purpose, parts) for key in reversed(self.ring.keys))

    def index(self, purpose: str, value: str) -> bytes:
        """A keyed hash by which a sealed value can be found, and which tells nothing of it without the key.

        Normalise the value first. Write it beside the sealed column, and give it to `resealing` to be renewed with it.
        """
        return self.derive(f"index of {purpose}", value.encode("utf-8", "surrogatepass"))

    def indexes(self, purpose: str, value: str) -> list[bytes]:
        """Under every key of the ring: look for any of them, `where … = any(…)`, and a rotation hides nothing."""
        return list(self.derived_by_each(f"index of {purpose}", value.encode("utf-8", "surrogatepass")))

    def pseudonym(self, kind: str, value: str) -> str:
        """A name that stands for a value in an export: the same each time, so that rows still belong together.

        Only this installation computes it, and nobody leads it back.

        Args:
            kind: what the value is; the same value of another kind has another name.
            value: what is not told.
        """
        digest = self.derive(f"pseudonym of {kind}", value.encode("utf-8", "surrogatepass"))[:_PSEUDONYM_BYTES]
        return f"{kind}-{base64.b32encode(digest).decode().lower()}"

    def _named(self, header: bytes) -> RootKey | None:
        if not header.startswith(_FORMAT):
            return None
        return next((key for key in self.ring.keys if key.id == header[len(_FORMAT) :]), None)

    def _open_as_before(self, purpose: str, sealed: bytes) -> bytes:
        """Open what was sealed before there was a ring: a nonce and a box, bound to nothing but its purpose."""
        nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for key in self.ring.keys:
            try:
                return AESGCM(_derived(key, purpose, ())).decrypt(nonce, box, purpose.encode())
            except InvalidTag:
                continue
        raise InvalidTag


@dataclass(slots=True)
class _Remembered:
    """The ring of this process, and when it was last looked after."""

    keeper: RingKeeper
    ring: Ring
    stamp: object
    looked_at: datetime


def sealer_of(kernel: Kernel) -> Sealer:
    """The sealer as of now. The ring is read once, and again when it has changed, which a process notices in seconds.

    Raises:
        SecretKeyMissing: if this process has no secret key and cannot make one.
    """
    now = kernel.clock.now()
    known = kernel.memory.get(_MEMORY)
    if not isinstance(known, _Remembered):
        keeper = keeper_of(kernel.settings)
        stamp = keeper.stamp()
        known = kernel.memory[_MEMORY] = _Remembered(keeper, keeper.read(), stamp, now)
    elif not timedelta(0) <= now - known.looked_at < _LOOK_EVERY:
        stamp = known.keeper.stamp()
        # A file that is away is no reason to forget what was in it.
        if stamp is not None and stamp != known.stamp:
            known.ring, known.stamp = known.keeper.read(), stamp
        known.looked_at = now
    return Sealer(known.ring, known.ring.sealing(now))


def readable_id(key: RootKey) -> str:
    """The id of a key as people write it."""
    return base64.b16encode(key.id).decode().lower()


@lru_cache(maxsize=256)
def _cipher(secret: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=f"lyceum seal 1 {purpose}".encode()).derive(secret))


def _derived(key: RootKey, purpose: str, parts: tuple[bytes, ...]) -> bytes:
    own = hmac.digest(key.secret, f"lyceum {purpose}".encode(), hashlib.sha256)
    return hmac.digest(own, b"".join(parts), hashlib.sha256)


def _bound(header: bytes, purpose: str, place: Place) -> bytes:
    # The length keeps a purpose and a place from being read as another purpose and place.
    return header + len(purpose.encode()).to_bytes(4, "big") + purpose.encode() + str(place).encode()
