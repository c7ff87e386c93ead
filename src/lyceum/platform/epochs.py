"""Whether what a process remembers of an account still holds: its epoch in Valkey, read on the way of every request.

A process may remember who a session or a key belongs to and what they may do, under the epoch it saw before it read
that from PostgreSQL. Whoever changes such a fact disturbs the epoch, before the commit and again after it: for a minute
the key says that everybody has to read for themselves, then it is forgotten, and whoever asks next begins another epoch
(docs/decisions/0016).
"""

import itertools
import secrets
from typing import Final
from uuid import UUID

from lyceum.platform.kernel import Kernel
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.platform.valkey_line import encoded

# In place of an epoch: a change is under way, or was a moment ago.
DISTURBED: Final = "~"
# Longer than a request may last (ERR-06), so that a process that dies before its second word is no danger.
_DISTURBED_S: Final = 60

# Never the same twice, over all processes.
_process = secrets.token_hex(8)
_numbers = itertools.count()


def key_of(account_id: UUID) -> str:
    """The key of an account's epoch; on the same shard as the windows it is read with."""
    return f"{{limits}}:epoch:{account_id.hex}"


def new_epoch() -> str:
    """An epoch that has never been."""
    return f"{_process}{next(_numbers):x}"


async def disturb(uow: UnitOfWork, account_id: UUID) -> None:
    """Let nobody go by what they remember of an account; call it in the transaction that changes something of it.

    The one place where Valkey is awaited inside a transaction: told only afterwards, a process that dies between the
    commit and the word would leave a sign-out without effect.
    """

    async def again() -> None:
        await _tell(uow.kernel, account_id)

    await _tell(uow.kernel, account_id)
    uow.after_commit(again)


async def _tell(kernel: Kernel, account_id: UUID) -> None:
    await kernel.live.ask(encoded("SET", key_of(account_id), DISTURBED, "EX", _DISTURBED_S), None)
