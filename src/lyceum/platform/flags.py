"""Feature flags: on or off for everybody, for a share of the people, or otherwise for one person.

What one person was given wins over the share, the share over the flag's default. A share is by person and flag, so that
the same people have it at every request and on every process, and whoever has it at ten per cent has it at fifty too.
Rows are cached, and forgotten with every change: a switch is seen by every process a moment after it was turned.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from lyceum.platform import security_log
from lyceum.platform.cached import Cached
from lyceum.platform.errors import NotFound
from lyceum.platform.flag import Flag
from lyceum.platform.principal import Principal
from lyceum.platform.tables import flag as switches
from lyceum.platform.tables import flag_override as overrides
from lyceum.platform.unit_of_work import UnitOfWork

PERMISSION: Final = "system:configure"
SWITCHED: Final = "platform.flag_switched"
EXCEPTED: Final = "platform.flag_excepted"
EVERYBODY: Final = 100
_BUCKETS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Switch:
    """A flag that was switched: for how many of a hundred people it is on."""

    name: str
    share: int


@dataclass(frozen=True, slots=True)
class Own:
    """How a flag stands for one person, whatever it is for others."""

    name: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FlagState:
    """A flag, as whoever turns it sees it: `share` is None until somebody did."""

    flag: Flag
    share: int | None
    people: int


class FlagUnknown(NotFound):
    """No domain of this installation has such a flag."""

    code = "FLAG_UNKNOWN"


SWITCHES: Final[Cached[tuple[Switch, ...]]] = Cached("feature_flags", "feature_flags", tuple[Switch, ...])
OWN: Final[Cached[tuple[Own, ...]]] = Cached("feature_flags", "feature_flags:user:{id}", tuple[Own, ...])


async def is_on(uow: UnitOfWork, who: Principal | None, flag: Flag) -> bool:
    """Whether a flag is on for somebody; for nobody in particular (None), only if it is for everybody."""
    return stands(flag, who, await _shares(uow), await _own(uow, who))


async def mine(uow: UnitOfWork, who: Principal) -> dict[str, bool]:
    """Every flag, and whether it is on for whoever asks."""
    shares, own = await _shares(uow), await _own(uow, who)
    return {name: stands(flag, who, shares, own) for name, flag in sorted(uow.kernel.flags.items())}


def stands(flag: Flag, who: Principal | None, shares: Mapping[str, int], own: Mapping[str, bool]) -> bool:
    """Whether a flag is on, given what was switched.

    Args:
        flag: which.
        who: for whom.
        shares: of a hundred people, by the flag's name; flags that were never switched are not in it.
        own: what this person was given, by the flag's name.
    """
    if flag.name in own:
        return own[flag.name]
    share = shares.get(flag.name, EVERYBODY if flag.default else 0)
    if who is None or share in (0, EVERYBODY):
        return share == EVERYBODY
    return _bucket(flag, who.user_id) < share * _BUCKETS // EVERYBODY


async def every(uow: UnitOfWork, who: Principal | None) -> list[FlagState]:
    """Every flag and how it stands.

    Args:
        uow: the transaction.
        who: needs `system:configure`; None for whoever sits at the machine.
    """
    _require(who)
    shares = {row.name: row.share for row in await uow.execute(select(switches.c.name, switches.c.share))}
    counting = select(overrides.c.name, func.count().label("people")).group_by(overrides.c.name)
    people = {row.name: row.people for row in await uow.execute(counting)}
    return [FlagState(flag, shares.get(name), people.get(name, 0)) for name, flag in sorted(uow.kernel.flags.items())]


async def switch(uow: UnitOfWork, who: Principal | None, name: str, share: int | None) -> None:
    """Turn a flag on for a share of the people, 0 to 100; None: as its domain has it.

    Raises:
        PermissionMissing: without `system:configure`; None for `who` is whoever sits at the machine.
        FlagUnknown: if there is no such flag.
    """
    _require(who)
    _known(uow, name)
    if share is None:
        await uow.execute(delete(switches).where(switches.c.name == name))
    else:
        row = {"share": share, "updated_at": uow.clock.now()}
        adding = insert(switches).values(name=name, **row)
        await uow.execute(adding.on_conflict_do_update(index_elements=["name"], set_=row))
    uow.forget(SWITCHES.of())
    await security_log.note(uow, SWITCHED, _id(who), details={"flag": name, "share": share})


async def except_person(
    uow: UnitOfWork, who: Principal | None, name: str, *, person_id: UUID, turned: bool | None
) -> None:
    """Turn a flag on or off for one person, whatever it is for others; None: as for others.

    Raises:
        PermissionMissing: without `system:configure`; None for `who` is whoever sits at the machine.
        FlagUnknown: if there is no such flag.
    """
    _require(who)
    _known(uow, name)
    theirs = {"name": name, "person_id": person_id}
    if turned is None:
        own = (overrides.c.name == name) & (overrides.c.person_id == person_id)
        await uow.execute(delete(overrides).where(own))
    else:
        row = {"is_on": turned, "updated_at": uow.clock.now()}
        adding = insert(overrides).values(**theirs, **row)
        await uow.execute(adding.on_conflict_do_update(index_elements=list(theirs), set_=row))
    uow.forget(OWN.of(id=person_id))
    await security_log.note(uow, EXCEPTED, _id(who), details={"flag": name, "person": str(person_id), "is_on": turned})


async def _shares(uow: UnitOfWork) -> dict[str, int]:
    async def make() -> tuple[Switch, ...]:
        rows = await uow.execute(select(switches.c.name, switches.c.share))
        return tuple(Switch(row.name, row.share) for row in rows)

    return {each.name: each.share for each in await uow.cached(SWITCHES.of(), make)}


async def _own(uow: UnitOfWork, who: Principal | None) -> dict[str, bool]:
    if who is None:
        return {}

    async def make() -> tuple[Own, ...]:
        theirs = select(overrides.c.name, overrides.c.is_on).where(overrides.c.person_id == who.user_id)
        return tuple(Own(row.name, row.is_on) for row in await uow.execute(theirs))

    return {each.name: each.is_on for each in await uow.cached(OWN.of(id=who.user_id), make)}


def _bucket(flag: Flag, person_id: UUID) -> int:
    digest = hashlib.sha256(f"{flag.name} {person_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % _BUCKETS


def _known(uow: UnitOfWork, name: str) -> None:
    if name not in uow.kernel.flags:
        known = ", ".join(sorted(uow.kernel.flags)) or "none"
        raise FlagUnknown(f"There is no flag {name!r}. Known: {known}.")


def _require(who: Principal | None) -> None:
    if who is not None:
        who.require(PERMISSION)


def _id(who: Principal | None) -> UUID | None:
    return who.user_id if who else None
