"""What must not be told now: whoever shows secrets asks, and the domains above, in the middle of something, answer.

The library shows an item's key to its author; practice, which the library does not know, may be waiting for that
author's own answer. Each domain says in its `DOMAIN` what it withholds; whoever shows asks them all, in its own
transaction. Exams and games will have secrets of their own to keep.
"""

from collections.abc import Collection, Sequence
from typing import Protocol
from uuid import UUID

from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


class Withholding(Protocol):
    """One domain's answer."""

    async def __call__(self, uow: UnitOfWork, principal: Principal, ids: Sequence[UUID], /) -> Collection[UUID]:
        """Those of the ids whose secrets this person must not be told now."""


async def withheld(uow: UnitOfWork, principal: Principal, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the ids that any domain withholds.

    Args:
        uow: the transaction in which they are shown.
        principal: to whom.
        ids: of whatever has secrets.
    """
    if not ids:
        return frozenset()
    answers = [await answer(uow, principal, ids) for answer in uow.kernel.withholdings]
    return frozenset().union(*answers)
