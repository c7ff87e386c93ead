"""Who may see what is known of a learner: they, their teachers and their guardians."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from lyceum.identity import facade as identity
from lyceum.identity.contracts.people import PersonNotFound
from lyceum.people import facade as people
from lyceum.platform import access_log
from lyceum.platform.access_log import Thing
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork
from lyceum.practice import rules


async def seen_by(uow: UnitOfWork, who: Principal, learner_id: UUID) -> Principal:
    """The learner, in whose name is read: in the zone their days are counted in, and with no right to do anything.

    Each look at somebody else is noted in both people's logs.

    Raises:
        PersonNotFound: if they may not be seen, or do not exist.
    """
    not_there = PersonNotFound(f"There is no person {str(learner_id)!r} here whose progress you may see.")
    learner = Thing(rules.LEARNER, learner_id, learner_id)
    facts = await _facts(uow, who, learner_id)
    await access_log.require(uow, who, rules.SEEING_PROGRESS, rules.VIEW, learner, facts=facts, refusal=not_there)
    person = await identity.find_person(uow, learner_id)
    return Principal(learner_id, None, frozenset(), frozenset(), language=who.language, time_zone=person.time_zone)


async def _facts(uow: UnitOfWork, who: Principal, learner_id: UUID) -> Mapping[str, bool]:
    stands = await people.relation(uow, who.user_id, learner_id)
    return {**asdict(stands), "blocked": stands.blocked, "oneself": who.user_id == learner_id}
