"""What other domains may ask of the relations between people. Facts only: what they allow is for who asks to decide."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from lyceum.people import bonds, naming, plans
from lyceum.people.contracts import (
    CircleKind,
    Entitlement,
    HeldPlan,
    Membership,
    PersonCard,
    PlanSource,
    Privacy,
    Rank,
    Relations,
)
from lyceum.people.store import bonds as bonds_store
from lyceum.people.store import guardianships, members
from lyceum.people.store import relations as store
from lyceum.platform.unit_of_work import UnitOfWork


async def relations(uow: UnitOfWork, viewer_id: UUID, subject_ids: Collection[UUID]) -> dict[UUID, Relations]:
    """How one person stands to many others, in one statement.

    Args:
        uow: the transaction.
        viewer_id: the person who looks.
        subject_ids: the others; whoever is unknown is a stranger, and so is the viewer to themselves.

    Returns:
        An entry for each of `subject_ids`.
    """
    return await store.read(uow, viewer_id, subject_ids)


async def relation(uow: UnitOfWork, viewer_id: UUID, subject_id: UUID) -> Relations:
    """How one person stands to one other; for several, ask `relations` once."""
    return (await store.read(uow, viewer_id, [subject_id]))[subject_id]


async def rank_in(uow: UnitOfWork, circle_id: UUID, account_id: UUID) -> Rank | None:
    """The rank somebody has in a live circle now; None if they are not in it, or there is none."""
    found = await members.active_of(uow, [account_id])
    return next((each.rank for each in found if each.circle_id == circle_id), None)


async def members_of(uow: UnitOfWork, circle_id: UUID) -> list[Membership]:
    """Everybody who is in a live circle, in the order they came; nobody, if there is none."""
    return await members.active_in(uow, circle_id)


async def circles_of(
    uow: UnitOfWork, account_ids: Collection[UUID], kind: CircleKind | None = None
) -> list[Membership]:
    """The live circles these accounts are in, of one kind or of all."""
    return await members.active_of(uow, account_ids, kind=kind) if account_ids else []


async def classes_of(uow: UnitOfWork, account_id: UUID) -> list[Membership]:
    """The classes somebody is in, as a student or a teacher."""
    return await members.active_of(uow, [account_id], kind=CircleKind.CLASS)


async def groups_of(uow: UnitOfWork, account_id: UUID) -> list[Membership]:
    """The groups somebody is in."""
    return await members.active_of(uow, [account_id], kind=CircleKind.GROUP)


async def organisations_of(uow: UnitOfWork, account_id: UUID) -> list[Membership]:
    """The organisations somebody is in."""
    return await members.active_of(uow, [account_id], kind=CircleKind.ORGANISATION)


async def cards(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, PersonCard]:
    """People as others are shown them; closed accounts are left out."""
    return await naming.cards(uow, ids)


async def wards_of(uow: UnitOfWork, guardian_id: UUID) -> set[UUID]:
    """The learners somebody is the guardian of, which both agreed to."""
    return await guardianships.wards_of(uow, guardian_id)


async def guardians_of(uow: UnitOfWork, learner_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The guardians of each of these learners who has any."""
    return await guardianships.guardians_of(uow, learner_ids) if learner_ids else {}


async def followers_of(uow: UnitOfWork, ids: Collection[UUID]) -> set[UUID]:
    """Everybody who follows one of these people."""
    return await bonds_store.followers_of(uow, ids) if ids else set()


async def privacy_of(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Privacy]:
    """What each of these people lets others see, and the law they are under."""
    return await bonds.privacy_of(uow, ids)


async def plan_of(uow: UnitOfWork, account_id: UUID) -> HeldPlan:
    """The plan an account has at this moment; the free one, if it was given none or its time is over."""
    return await plans.held_by(uow, account_id)


async def entitlements_of(uow: UnitOfWork, account_id: UUID) -> Mapping[str, Entitlement]:
    """What an account is entitled to at this moment: a name, and a number or a flag."""
    return (await plans.held_by(uow, account_id)).plan.entitlements


async def give_plan(
    uow: UnitOfWork, account_id: UUID, plan: str, *, source: PlanSource, expires_at: datetime | None = None
) -> HeldPlan:
    """Give an account a plan because of something that was checked already, such as a payment.

    Raises:
        PlanUnknown: if there is no such plan.
        CodeExpiryInvalid: if it is to end in the past, or in more than ten years.
    """
    return await plans.give(uow, account_id, plan, source=source, expires_at=expires_at)
