"""People as others are shown them: full name and username, never an address."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.identity.contracts.people import Person, PersonNotFound
from lyceum.people.contracts import PersonCard
from lyceum.people.store import relations
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork


async def cards(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, PersonCard]:
    """The people with these ids; closed accounts are left out."""
    return {person.id: card_of(person) for person in (await identity.people(uow, ids)).values()}


def card_of(person: Person) -> PersonCard:
    """What others are shown of an account."""
    return PersonCard(person.id, person.full_name, person.username)


def unnamed(card: PersonCard) -> PersonCard:
    """The same person by their username alone: whoever guesses that learns no name by inviting them."""
    return replace(card, full_name=card.username)


async def named(uow: UnitOfWork, who: Principal, username: str) -> Person:
    """Whoever has this username.

    Raises:
        PersonNotFound: if nobody has, or one of the two has blocked the other.
    """
    person = await identity.find_by_username(uow, username)
    if person is None or (await relations.read(uow, who.user_id, [person.id]))[person.id].blocked:
        raise not_found()
    return person


async def reachable(uow: UnitOfWork, who: Principal, person_id: UUID) -> Person:
    """Whoever has this id.

    Raises:
        PersonNotFound: if nobody has, or one of the two has blocked the other.
    """
    found = (await identity.people(uow, [person_id])).get(person_id)
    if found is None or (await relations.read(uow, who.user_id, [person_id]))[person_id].blocked:
        raise not_found()
    return found


def not_found() -> PersonNotFound:
    """The same words for who is not there and for who may not be known of."""
    return PersonNotFound("There is no such person here. Check the name, or ask them for it.")
