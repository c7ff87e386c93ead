"""The channels everybody has: one's own messages, and one's own presence."""

from lyceum.platform.channel import Channel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

SEE_EVERYBODY = "presence:read"


async def _is_oneself(_uow: UnitOfWork, principal: Principal, rest: str) -> bool:
    return rest == str(principal.user_id)


async def _may_see_presence(uow: UnitOfWork, principal: Principal, rest: str) -> bool:
    # Who else may see whom is for the domains that know who follows, teaches or tutors whom.
    return principal.may(SEE_EVERYBODY) or await _is_oneself(uow, principal, rest)


CHANNELS = (Channel("user", _is_oneself), Channel("presence", _may_see_presence))
