"""What the security log is told of access: every refusal, and every look at what is another person's (RBAC-05, SEC-10).

What people do with what is their own is not written down: it would cost a row per request and tell nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lyceum.platform.access import Decision, Facts, Question, Rule, decide
from lyceum.platform.errors import Forbidden, LyceumError
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.security_log import Fact, note, note_seldom
from lyceum.platform.unit_of_work import UnitOfWork

REFUSED = "platform.access_refused"
OTHERS_DATA_READ = "platform.data_of_another_read"
READ_BY_ANOTHER = "platform.data_read_by_another"


@dataclass(frozen=True, slots=True)
class Thing:
    """What something is to be done to.

    Attributes:
        kind: as the rules name it.
        id: of it.
        owner_id: whose it is; None if it is no single person's.
    """

    kind: str
    id: UUID
    owner_id: UUID | None = None


async def require(
    uow: UnitOfWork,
    who: Principal,
    rules: Iterable[Rule],
    action: str,
    thing: Thing,
    *,
    facts: Facts,
    refusal: LyceumError,
) -> Decision:
    """Go on only if the rules allow it; a look at another person's data is noted with what commits, for both of them.

    Args:
        uow: the transaction.
        who: whoever asks.
        rules: of the domain.
        action: `resource:action`.
        thing: what it is to be done to.
        facts: what is known of the two.
        refusal: what to raise otherwise: a 404 if they may not know of it, a 403 if they may not do this. It is noted
            once the transaction has been rolled back.

    Returns:
        The decision that allows it.
    """
    decision = decide(rules, Question(action, thing.kind, facts, who.permissions))
    details = _details(action, thing, decision.rule)
    if not decision.allowed:
        refusal.refused_access = details
        raise refusal
    if thing.owner_id != who.user_id:
        await note(uow, OTHERS_DATA_READ, who.user_id, details=details)
        if thing.owner_id is not None:
            # Whoever is looked at may know it: it stands in their own log.
            await note(uow, READ_BY_ANOTHER, thing.owner_id, details={**details, "by": str(who.user_id)})
    return decision


async def note_look(uow: UnitOfWork, who: Principal, action: str, kind: str, thing_id: UUID | None = None) -> None:
    """Note that somebody looks at what is other people's by a permission of theirs."""
    details: dict[str, Fact] = {"action": action, "kind": kind}
    if thing_id is not None:
        details["id"] = str(thing_id)
    await note(uow, OTHERS_DATA_READ, who.user_id, details=details)


async def note_refusal(kernel: Kernel, who: Principal | None, error: LyceumError) -> None:
    """Note what somebody who is signed in was refused, if it was for want of a right; for the edges, after rollback.

    Whoever is refused the same again and again is noted once a minute. It is the same if it is for want of the same
    right, whichever thing it was tried on: there is no end of things.
    """
    if who is None or (error.refused_access is None and not isinstance(error, Forbidden)):
        return
    details: dict[str, Fact] = {"code": error.code, **(error.refused_access or {})}
    if permission := error.details.get("permission"):
        details["permission"] = str(permission)
    lacked = " ".join(f"{name}={value}" for name, value in details.items() if name != "id")
    await note_seldom(kernel, REFUSED, who.user_id, f"{who.user_id} {lacked}", details=details)


def _details(action: str, thing: Thing, rule: str | None) -> dict[str, str | None]:
    return {"action": action, "kind": thing.kind, "id": str(thing.id), "rule": rule}
