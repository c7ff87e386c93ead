"""SQL of how far attempts were gathered, for each that gathers something from them."""

from datetime import datetime

from lyceum.platform.unit_of_work import UnitOfWork

_BEGIN = """
    insert into practice.gathering (what, until) select $1, coalesce(min(recorded_at), $2) from practice.attempt
    on conflict do nothing"""
_LOCK = "select until from practice.gathering where what = $1 for update"
_GO_BACK = "update practice.gathering set until = least(until, $1)"
_ADVANCE = "update practice.gathering set until = $2 where what = $1"


async def gathered_until(uow: UnitOfWork, what: str) -> datetime:
    """The moment until which attempts were gathered, which stays so until this commits; at first, before them all."""
    driver = await uow.driver()
    if await driver.fetchval(_LOCK, what) is None:
        await driver.execute(_BEGIN, what, uow.clock.now())
    until: datetime = await driver.fetchval(_LOCK, what)
    return until


async def advance(uow: UnitOfWork, what: str, until: datetime) -> None:
    """Note that attempts were gathered until a moment."""
    driver = await uow.driver()
    await driver.execute(_ADVANCE, what, until)


async def go_back(uow: UnitOfWork, moment: datetime) -> None:
    """Note that attempts are to be gathered from a moment on, by all that gather."""
    driver = await uow.driver()
    await driver.execute(_GO_BACK, moment)
