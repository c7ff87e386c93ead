"""Every domain of this package, from the bottom of the stack to its top."""

from lyceum.identity.domain import DOMAIN as IDENTITY
from lyceum.platform.domain import Domain
from lyceum.realtime.domain import DOMAIN as REALTIME

DOMAINS: tuple[Domain, ...] = (IDENTITY, REALTIME)
