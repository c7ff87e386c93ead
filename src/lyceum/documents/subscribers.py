"""What documents do when something happened elsewhere."""

from typing import Any

from lyceum.documents import reading
from lyceum.platform.jobs import JobStopped
from lyceum.platform.subscription import Subscription
from lyceum.platform.unit_of_work import UnitOfWork


async def fail_document(uow: UnitOfWork, event: JobStopped) -> None:
    """Whose job never ran, or never came to its end, is not being read any more."""
    await reading.give_up(uow, event.job_id, code=event.code, message=event.message)


SUBSCRIPTIONS: tuple[Subscription[Any], ...] = (
    Subscription("documents.fail_document_of_job", JobStopped, fail_document),
)
