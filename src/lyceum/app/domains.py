"""Every domain of this package, from the bottom of the stack to its top."""

from lyceum.ai.domain import DOMAIN as AI
from lyceum.documents.domain import DOMAIN as DOCUMENTS
from lyceum.identity.domain import DOMAIN as IDENTITY
from lyceum.library.domain import DOMAIN as LIBRARY
from lyceum.people.domain import DOMAIN as PEOPLE
from lyceum.platform.domain import Domain
from lyceum.platform.upkeep import DOMAIN as PLATFORM
from lyceum.practice.domain import DOMAIN as PRACTICE
from lyceum.progress.domain import DOMAIN as PROGRESS
from lyceum.realtime.domain import DOMAIN as REALTIME
from lyceum.studio.domain import DOMAIN as STUDIO

DOMAINS: tuple[Domain, ...] = (
    PLATFORM,
    IDENTITY,
    PEOPLE,
    REALTIME,
    AI,
    DOCUMENTS,
    LIBRARY,
    PRACTICE,
    STUDIO,
    PROGRESS,
)
