"""Stands in for `identity`: whoever names a UUID as bearer token is that person."""

from uuid import UUID

from lyceum.platform.domain import Domain
from lyceum.platform.errors import Unauthenticated
from lyceum.platform.http.authentication import Credentials
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def authenticate(_uow: UnitOfWork, credentials: Credentials) -> Principal:
    """Believe everything."""
    if credentials.bearer is None:
        raise Unauthenticated("Name yourself.")
    return Principal(UUID(credentials.bearer), None, frozenset(), frozenset())


DOMAIN = Domain(name="folk", about="Believes everything.", authenticate=authenticate)
