"""Forgetting what was kept for a while only: spent links and tokens, ended sessions and keys, addresses."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from lyceum.identity.store import api_keys, devices, failures, keys, links, sessions
from lyceum.platform import security_archive
from lyceum.platform.pruning import Forget
from lyceum.platform.unit_of_work import UnitOfWork

# An address is personal data: kept as long as it may be asked where a sign-in came from.
ADDRESSES_KEPT = timedelta(days=90)
FAILURES_KEPT = timedelta(days=1)
# As long as browsers keep the cookie a device is known by.
DEVICES_KEPT = timedelta(days=400)


# Long enough to tell who still comes with one.
API_KEYS_KEPT = timedelta(days=90)
SETUP_LINKS_KEPT = timedelta(days=7)


async def forget_old(uow: UnitOfWork) -> dict[str, int]:
    """Delete all of it that is old enough; how much of each."""
    now = uow.clock.now()
    return {
        "links": await links.forget_old(uow),
        "failures": await failures.forget_before(uow, now - FAILURES_KEPT),
        "addresses": await sessions.forget_addresses(uow, now - ADDRESSES_KEPT),
        "security_events": await security_archive.prune(uow),
        "devices": await devices.forget_unseen(uow, now - DEVICES_KEPT),
    }


async def _forget_api_keys(uow: UnitOfWork, rows: int) -> int:
    return await api_keys.forget_ended(uow, uow.clock.now() - API_KEYS_KEPT, rows)


async def _forget_setup_links(uow: UnitOfWork, rows: int) -> int:
    return await keys.forget_setup_links(uow, uow.clock.now() - SETUP_LINKS_KEPT, rows)


# What there may be much of, so that it goes in steps.
ENDED: Mapping[str, Forget] = MappingProxyType(
    {
        "sessions": sessions.forget_ended,
        "refresh_tokens": sessions.forget_spent_tokens,
        "api_keys": _forget_api_keys,
        "setup_links": _forget_setup_links,
    }
)
