"""What people does when something happened elsewhere."""

from typing import Any

from lyceum.identity.contracts.people import AccountStatus
from lyceum.identity.events import AccountStatusChanged
from lyceum.people import aftermath
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def follow_account(uow: UnitOfWork, event: AccountStatusChanged) -> None:
    """An account that was closed is in nothing any more; one that is suspended leads nothing alone, if it can be."""
    match event.status:
        case AccountStatus.DELETED:
            await aftermath.after_closing(uow, event.account_id)
        case AccountStatus.SUSPENDED:
            await aftermath.after_suspension(uow, event.account_id)
        case AccountStatus.ACTIVE:
            pass


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("people.follow_account", AccountStatusChanged, follow_account),
)
