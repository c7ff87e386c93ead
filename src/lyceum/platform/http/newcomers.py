"""Asking for accounts: so many an hour from an address, so that nobody fills the installation or others' mailboxes.

Whoever registers is told whether an address has an account already, so this bounds how many can be tried out, too.
"""

from lyceum.platform import origin
from lyceum.platform.http.admission import refusal_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.limits.limiter import limiter_of
from lyceum.platform.limits.verdict import Refused
from lyceum.platform.limits.windows import Scope


async def charge_newcomer(kernel: Kernel) -> None:
    """Charge one wish for an account to the address it comes from; whoever sits at the machine is not counted.

    Raises:
        RateLimited: if there were too many lately.
    """
    if origin.current() is origin.HERE:
        return
    limiter = limiter_of(kernel)
    windows = limiter.table.registration
    verdict = await limiter.charge(windows, {Scope.ADDRESS: limiter.address(origin.current().address)})
    if isinstance(verdict, Refused):
        raise refusal_of(windows.windows[verdict.culprit], verdict)
