"""Guessing secrets: only failures count, to an account from an address, and from an address at all (C5, AUTH-16).

An attempt is charged before the secret is looked at and given back if it was right, so that many guesses at the same
time are no way round; and nothing in a refusal depends on whether there is such an account.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lyceum.platform import origin
from lyceum.platform.errors import LyceumError
from lyceum.platform.http.admission import refusal_of
from lyceum.platform.kernel import Kernel
from lyceum.platform.limits.limiter import limiter_of
from lyceum.platform.limits.verdict import Refused
from lyceum.platform.limits.windows import Scope


@asynccontextmanager
async def failures_counted(kernel: Kernel, account: str, failure: type[LyceumError]) -> AsyncIterator[None]:
    """A block that tries a secret: its failures are counted, and it is not entered if there were too many.

    Args:
        kernel: of this process.
        account: whose secret it is, as the person wrote it, brought into one spelling; kept as a hash.
        failure: what the block raises if the secret is wrong.

    Raises:
        RateLimited: if too many failed lately.
    """
    limiter = limiter_of(kernel)
    address = limiter.address(origin.current().address)
    whom = {Scope.SIGN_IN: limiter.pseudonym(f"{address} {account}"), Scope.ADDRESS: address}
    windows = limiter.table.sign_in
    verdict = await limiter.charge(windows, whom)
    if isinstance(verdict, Refused):
        raise refusal_of(windows.windows[verdict.culprit], verdict)
    # Whoever leaves before the answer is known has made a guess all the same.
    try:
        yield
    except failure:
        raise
    except LyceumError:
        await limiter.give_back(windows, whom, verdict)
        raise
    await limiter.give_back(windows, whom, verdict)
