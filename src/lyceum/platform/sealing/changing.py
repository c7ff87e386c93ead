"""Changing the ring's keys: a new one is announced, takes over, and an old one is retired once nothing needs it.

1. `rotate` adds a key. Processes that run read the ring anew within seconds; the key seals after a minute.
2. `resealing` moves what lies in the database to it; it runs every day, and when `lyceum keys reseal` is called.
3. `retire` takes the old key out, if nothing in the database is sealed with it any more.
"""

from datetime import datetime, timedelta

from lyceum.platform.errors import Conflict, NotFound
from lyceum.platform.sealing.keepers import fresh_key, keeper_of
from lyceum.platform.sealing.resealing import count_by_key
from lyceum.platform.sealing.rings import RootKey
from lyceum.platform.sealing.sealer import ANNOUNCED_FOR, readable_id, sealer_of
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import UnitOfWork


class KeyInUse(Conflict):
    """The secret key is needed still."""

    code = "SECRET_KEY_IN_USE"


class KeyUnknown(NotFound):
    """The ring has no such key."""

    code = "SECRET_KEY_UNKNOWN"


def rotate(settings: Settings, now: datetime) -> RootKey:
    """Add a key to the ring, which seals in a minute.

    Raises:
        RingIsFixed: if the ring is set by the operator.
    """
    key = fresh_key(now + ANNOUNCED_FOR)
    keeper_of(settings).add(key)
    return key


def remove(settings: Settings, key_id: str) -> None:
    """Take a key out of the ring, whatever it sealed.

    Raises:
        RingIsFixed: if the ring is set by the operator.
    """
    keeper_of(settings).remove(bytes.fromhex(key_id))


async def retire(uow: UnitOfWork, key_id: str, *, at_once: bool = False) -> None:
    """Take a key out of the ring that nothing needs any more.

    Args:
        uow: to look at what is sealed.
        key_id: as `readable_id` writes it.
        at_once: although browsers may hold what it signed against forged requests: who does signs in again.

    Raises:
        KeyUnknown: if the ring has no such key.
        KeyInUse: if it seals now, if something is sealed with it, or if a sign-in of its time may last still.
        RingIsFixed: if the ring is set by the operator.
    """
    sealer, now = sealer_of(uow.kernel), uow.clock.now()
    if key_id not in map(readable_id, keeper_of(uow.kernel.settings).read().keys):
        raise KeyUnknown(f"There is no secret key {key_id!r}. `lyceum keys` lists those there are.")
    if key_id == readable_id(sealer.key):
        raise KeyInUse(f"The secret key {key_id} is the one that seals now. Run `lyceum keys rotate` first.")
    counts = await count_by_key(uow, uow.kernel.sealed)
    # What was sealed before there was a ring names no key, and may be of the oldest.
    if values := counts[key_id] + counts["none"]:
        raise KeyInUse(f"{values} values may be sealed with the key {key_id} still. Run `lyceum keys reseal` first.")
    since = sealer.key.seals_from
    ends = since + timedelta(days=uow.kernel.settings.refresh_token_days) if since is not None else now
    if now < ends and not at_once:
        raise KeyInUse(
            f"Browsers that signed in before {since:%Y-%m-%d} may hold what the key {key_id} signed, until"
            f" {ends:%Y-%m-%d}. Wait until then, or let them sign in again with --now."
        )
    remove(uow.kernel.settings, key_id)
