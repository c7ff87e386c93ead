"""What happened to one's own account's safety, for its owner to look at."""

from lyceum.platform import security_log
from lyceum.platform.pages import Page, PageRequest
from lyceum.platform.principal import Principal
from lyceum.platform.security_log import Entry
from lyceum.platform.unit_of_work import UnitOfWork


async def list_own(uow: UnitOfWork, who: Principal, page: PageRequest) -> Page[Entry]:
    """The entries of the security log about one's own account, the newest first."""
    who.require("profile:view")
    return await security_log.of_account(uow, who.user_id, page)
