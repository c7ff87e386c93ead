"""One statement that says how a person stands to many others."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from lyceum.people.contracts import Relations
from lyceum.platform.unit_of_work import UnitOfWork

_FACTS = tuple(Relations.__dataclass_fields__)
# What the viewer and each subject share is joined once; each fact is then one aggregate over it.
_RELATIONS = text("""
    with subject as (select unnest(cast(:subject_ids as uuid[])) as id),
    mine as (
        select m.circle_id, m.rank, c.kind from people.membership m join people.circle c on c.id = m.circle_id
        where m.account_id = :viewer_id and m.status = 'active' and c.archived_at is null),
    shared as (
        select t.account_id as id, mine.kind, mine.rank as my_rank, t.rank as their_rank
        from mine join people.membership t on t.circle_id = mine.circle_id and t.status = 'active'
        where t.account_id in (select id from subject) and t.account_id <> :viewer_id),
    circles as (
        select id, bool_or(kind = 'class') as shares_class, bool_or(kind = 'group') as shares_group,
            bool_or(kind = 'organisation') as shares_organisation,
            bool_or(kind = 'class' and my_rank >= 2 and their_rank = 1) as teacher_of,
            bool_or(kind = 'class' and my_rank = 1 and their_rank >= 2) as student_of,
            bool_or(kind = 'organisation' and my_rank >= 2) as administers
        from shared group by id),
    taught as (
        select t.account_id as id from mine
        join people.circle c on c.organisation_id = mine.circle_id and c.archived_at is null
        join people.membership t on t.circle_id = c.id and t.status = 'active'
        where mine.kind = 'organisation' and mine.rank >= 2 and t.account_id in (select id from subject)
            and t.account_id <> :viewer_id)
    select s.id,
        coalesce(c.teacher_of, false) as teacher_of, coalesce(c.student_of, false) as student_of,
        coalesce(c.shares_class, false) as shares_class, coalesce(c.shares_group, false) as shares_group,
        coalesce(c.shares_organisation, false) as shares_organisation,
        coalesce(c.administers, false) or s.id in (select id from taught) as administers,
        exists (select from people.guardianship g where g.guardian_id = :viewer_id and g.learner_id = s.id
            and g.accepted_at is not null and g.ended_at is null) as guardian_of,
        exists (select from people.guardianship g where g.learner_id = :viewer_id and g.guardian_id = s.id
            and g.accepted_at is not null and g.ended_at is null) as ward_of,
        exists (select from people.follow f
            where f.follower_id = :viewer_id and f.followed_id = s.id) as follows,
        exists (select from people.follow f
            where f.followed_id = :viewer_id and f.follower_id = s.id) as followed_by,
        exists (select from people.block b
            where b.blocker_id = :viewer_id and b.blocked_id = s.id) as has_blocked,
        exists (select from people.block b
            where b.blocked_id = :viewer_id and b.blocker_id = s.id) as blocked_by
    from subject s left join circles c on c.id = s.id""")


async def read(uow: UnitOfWork, viewer_id: UUID, subject_ids: Collection[UUID]) -> dict[UUID, Relations]:
    """How the viewer stands to each of the subjects."""
    if not subject_ids:
        return {}
    rows = await uow.execute(_RELATIONS, {"viewer_id": viewer_id, "subject_ids": list(set(subject_ids))})
    return {row.id: Relations(**{fact: getattr(row, fact) for fact in _FACTS}) for row in rows}
