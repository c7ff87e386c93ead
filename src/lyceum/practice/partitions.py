"""Partitions of the attempts, made ahead of the months they are for."""

from datetime import date

from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice.store import attempts

MONTHS_AHEAD = 2
_DECEMBER = 12


async def make_partitions(uow: UnitOfWork) -> int:
    """Partitions for this month and the next two; how many had to be made."""
    month = uow.clock.now().date().replace(day=1)
    made = 0
    for _ in range(MONTHS_AHEAD + 1):
        following = _after(month)
        made += await attempts.make_partition(uow, month, following)
        month = following
    return made


def _after(month: date) -> date:
    if month.month == _DECEMBER:
        return date(month.year + 1, 1, 1)
    return date(month.year, month.month + 1, 1)
