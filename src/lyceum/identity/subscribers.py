"""What identity does when something happened, here or elsewhere."""

from typing import Any

from lyceum.identity import managing
from lyceum.identity.events import LetterPosted
from lyceum.identity.workflows import SEND_LETTER
from lyceum.people.events import PlanChanged
from lyceum.platform.jobs import start_job
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def keep_plan(uow: UnitOfWork, event: PlanChanged) -> None:
    """Every request asks for the plan of who makes it, so it lies with the account, too."""
    await managing.keep_plan(uow, event.account_id, event.plan)


async def send_letter(uow: UnitOfWork, event: LetterPosted) -> None:
    """Start to hand a letter over: nothing that waits for a mail server is done while a transaction is open."""
    await start_job(uow, SEND_LETTER, {"letter_id": str(event.letter_id)}, owner_id=None)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("identity.keep_plan", PlanChanged, keep_plan),
    Subscription("identity.send_letter", LetterPosted, send_letter),
)
