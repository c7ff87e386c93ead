"""The keys that sign access tokens: made when first needed, rotated, and shared by all processes through the database.

Two keys live during a rotation. The new one is published at once and signs only after `PUBLISHED_BEFORE`, when every
process and every outsider has fetched it; the old one verifies until the last token it signed has expired.
"""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import KeyParameters, RSAKey

from lyceum.identity.contracts.signing_in import TokenInvalid
from lyceum.identity.store import keys as store
from lyceum.identity.store.keys import StoredKey
from lyceum.platform import security_log
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

# Every library can verify it, and that is the frequent half: 33 µs, against 86 µs for Ed25519 (docs/decisions/0005).
ALGORITHM = "RS256"
PUBLISHED_BEFORE = timedelta(minutes=15)
# How long outsiders may keep the published set; below PUBLISHED_BEFORE, so that nobody meets an unknown key.
PUBLIC_CACHE = timedelta(minutes=5)

KEY_ROTATED = "identity.signing_key_rotated"

# What the private halves are sealed for.
PURPOSE = "access token signing key"

_KEY_BITS = 2048
_MEMORY = "identity.key_ring"
_RELOAD_AFTER = timedelta(seconds=60)
# A forged token with an unknown key id must not make us ask the database each time.
_RELOAD_AT_MOST_EVERY = timedelta(seconds=5)
# Clocks of two machines differ a little.
_SPARE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of this process's memory, its private half opened."""

    kid: str
    key: RSAKey = field(repr=False)
    signs_from: datetime
    verifies_until: datetime | None


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The live keys, as they were at a moment."""

    keys: dict[str, SigningKey]
    loaded_at: datetime

    def verifying(self, kid: str, now: datetime) -> SigningKey | None:
        """The key with this id, if its time is not over."""
        key = self.keys.get(kid)
        return key if key and (key.verifies_until is None or now < key.verifies_until) else None

    def signing(self, now: datetime) -> SigningKey | None:
        """The newest key whose time to sign has come."""
        ready = [key for key in self.keys.values() if key.signs_from <= now]
        return _newest(ready) if ready else None


async def current_ring(uow: UnitOfWork) -> KeyRing:
    """The live keys; a copy at most a minute old."""
    now = uow.clock.now()
    ring = _remembered(uow.kernel)
    # A clock that went back must not make the copy last for ever.
    if ring is None or not timedelta(0) <= now - ring.loaded_at < _RELOAD_AFTER:
        ring = await _load(uow, now)
    return ring


async def verification_key(uow: UnitOfWork, kid: str) -> SigningKey:
    """The key a token names.

    Raises:
        TokenInvalid: if no live key has this id.
    """
    now = uow.clock.now()
    ring = await current_ring(uow)
    key = ring.verifying(kid, now)
    if key is None and now - ring.loaded_at >= _RELOAD_AT_MOST_EVERY:
        key = (await _load(uow, now)).verifying(kid, now)
    if key is None:
        raise TokenInvalid("This token was not signed by a key of this installation. Sign in again.")
    return key


async def signing_key(uow: UnitOfWork) -> SigningKey:
    """The key that signs now."""
    now = uow.clock.now()
    if key := (await current_ring(uow)).signing(now):
        return key
    await ensure_signing_key(uow.kernel)
    return _newest((await _load(uow, now)).keys.values())


async def ensure_signing_key(kernel: Kernel) -> None:
    """Make the installation's first key if there is none; call it before the first statement of a transaction.

    In a transaction of its own: a token may be in somebody's hands although its request was rolled back.
    """
    async with unit_of_work(kernel) as uow:
        if (await current_ring(uow)).signing(uow.clock.now()) is not None:
            return
        await store.lock_keys(uow)
        now = uow.clock.now()
        if not await store.live_keys(uow, now):
            await _add(uow, signs_from=now)
    async with unit_of_work(kernel) as uow:
        await _load(uow, uow.clock.now())


async def rotate_keys(uow: UnitOfWork) -> str:
    """Publish a new key, which signs in a quarter of an hour, and let the others end when their tokens have.

    Returns:
        The id of the new key.
    """
    await store.lock_keys(uow)
    now = uow.clock.now()
    signs_from = now + PUBLISHED_BEFORE
    kid = await _add(uow, signs_from=signs_from)
    token_life = timedelta(minutes=uow.kernel.settings.access_token_minutes)
    await store.retire_others(uow, kid, signs_from + token_life + _SPARE, now)

    async def forget() -> None:
        uow.kernel.memory.pop(_MEMORY, None)

    uow.after_commit(forget)
    return kid


async def rotate_if_due(uow: UnitOfWork) -> str | None:
    """Rotate if the newest key has signed for `signing_key_days`; the id of the new key, if there is one."""
    await store.lock_keys(uow)
    now = uow.clock.now()
    live = await store.live_keys(uow, now)
    life = timedelta(days=uow.kernel.settings.signing_key_days)
    # Where nobody has signed in yet, the first sign-in makes the first key.
    if not live or now - max(key.signs_from for key in live) < life:
        return None
    kid = await rotate_keys(uow)
    await security_log.note(uow, KEY_ROTATED, details={"kid": kid})
    return kid


async def public_keys(kernel: Kernel) -> list[dict[str, Any]]:
    """The public halves of the live keys, as JSON Web Keys (RFC 7517)."""
    await ensure_signing_key(kernel)
    async with unit_of_work(kernel) as uow:
        return [key.public_jwk for key in await store.live_keys(uow, uow.clock.now())]


def _newest(among: Iterable[SigningKey]) -> SigningKey:
    return max(among, key=lambda key: (key.signs_from, key.kid))


def _remembered(kernel: Kernel) -> KeyRing | None:
    ring = kernel.memory.get(_MEMORY)
    return ring if isinstance(ring, KeyRing) else None


async def _load(uow: UnitOfWork, now: datetime) -> KeyRing:
    known = ring.keys if (ring := _remembered(uow.kernel)) else {}
    stored = await store.live_keys(uow, now)
    keys = {row.kid: _opened(uow.kernel, row, known.get(row.kid)) for row in stored}
    fresh = uow.kernel.memory[_MEMORY] = KeyRing(keys, now)
    return fresh


def _opened(kernel: Kernel, row: StoredKey, known: SigningKey | None) -> SigningKey:
    if known is not None:
        key = known.key
    else:
        key = RSAKey.import_key(json.loads(sealer_of(kernel).open(PURPOSE, row.private_sealed, row.kid)))
    return SigningKey(row.kid, key, row.signs_from, row.verifies_until)


async def _add(uow: UnitOfWork, *, signs_from: datetime) -> str:
    kid = new_id().hex
    parameters: KeyParameters = {"kid": kid, "use": "sig", "alg": ALGORITHM}
    key = await asyncio.to_thread(RSAKey.generate_key, _KEY_BITS, parameters)
    private = json.dumps(key.as_dict(private=True)).encode()
    row = StoredKey(
        kid=kid,
        public_jwk=dict(key.as_dict(private=False)),
        private_sealed=sealer_of(uow.kernel).seal(PURPOSE, private, kid),
        signs_from=signs_from,
        verifies_until=None,
    )
    await store.add_key(uow, row, uow.clock.now())
    return kid
