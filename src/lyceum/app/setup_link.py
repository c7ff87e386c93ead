"""The one-time link for the first administrator, printed by `lyceum up` while there is none."""

from lyceum.app.process import Process
from lyceum.identity import facade as identity
from lyceum.platform.unit_of_work import unit_of_work


async def setup_link(process: Process, url: str) -> str | None:
    """A fresh link, which makes older ones worthless; None once there is an administrator."""
    async with unit_of_work(process.kernel) as uow:
        if "identity" not in process.composition.served or await identity.administrator_exists(uow):
            return None
        token = await identity.issue_setup_link(uow)
    base = process.kernel.settings.public_url or url
    # Behind the '#', so that it stays in the browser: no server, proxy or log sees it.
    return f"{base}/setup#{token}"
