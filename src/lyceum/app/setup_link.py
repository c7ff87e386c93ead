"""The one-time link for the first administrator, printed by `lyceum up` while there is none."""

from lyceum.app.process import Process
from lyceum.identity import facade as identity
from lyceum.platform.unit_of_work import unit_of_work


async def setup_link(process: Process, url: str) -> str | None:
    """A fresh link, which makes older ones worthless; None once there is an administrator."""
    if "identity" not in process.composition.served:
        return None
    async with unit_of_work(process.kernel) as uow:
        token = await identity.issue_setup_link(uow)
    base = process.kernel.settings.public_url or url
    # Behind the '#', so that it stays in the browser: no server, proxy or log sees it.
    return f"{base}/setup#{token}" if token else None
