"""Circles and who is in them, follows and blocks, guardians, privacy, plans."""

from alembic import op

revision = "people_0001"
down_revision = None
branch_labels = ("people",)
depends_on = None


def upgrade() -> None:
    """Create the tables of people."""
    _circles()
    _bonds()
    _guardians()
    _plans()


def _circles() -> None:
    op.execute("""
        create table people.circle (
            id uuid primary key,
            kind text not null constraint circle_kind check (kind in ('organisation', 'class', 'group')),
            name text not null,
            description text not null,
            is_private boolean not null
                constraint circle_private check (is_private or kind = 'group'),
            organisation_id uuid references people.circle (id)
                constraint circle_organisation check (organisation_id is null or kind = 'class'),
            jurisdiction text constraint circle_jurisdiction check (jurisdiction ~ '^[A-Z]{2}$'),
            member_limit integer not null constraint circle_member_limit check (member_limit between 1 and 10000),
            tags text[] not null,
            subject_ids uuid[] not null,
            code text constraint circle_code unique,
            code_expires_at timestamptz,
            code_uses_left integer constraint circle_code_uses check (code_uses_left >= 0),
            created_by uuid not null,
            created_at timestamptz not null,
            archived_at timestamptz
        )""")
    op.execute("create index circle_organisation on people.circle (organisation_id) where organisation_id is not null")
    op.execute("create index circle_open on people.circle (id) where not is_private and archived_at is null")
    op.execute("""
        create table people.membership (
            circle_id uuid not null references people.circle (id),
            account_id uuid not null,
            rank smallint not null constraint membership_rank check (rank between 1 and 3),
            status text not null
                constraint membership_status check (status in ('invited', 'active', 'left', 'removed')),
            since timestamptz not null,
            invited_by uuid,
            primary key (circle_id, account_id),
            constraint membership_plain check (rank = 1 or status = 'active')
        )""")
    op.execute("create index membership_account on people.membership (account_id, circle_id)")


def _bonds() -> None:
    op.execute("""
        create table people.follow (
            follower_id uuid not null,
            followed_id uuid not null,
            since timestamptz not null,
            primary key (follower_id, followed_id),
            constraint follow_others check (follower_id <> followed_id)
        )""")
    op.execute("create index follow_followed on people.follow (followed_id, follower_id)")
    op.execute("""
        create table people.block (
            blocker_id uuid not null,
            blocked_id uuid not null,
            since timestamptz not null,
            primary key (blocker_id, blocked_id),
            constraint block_others check (blocker_id <> blocked_id)
        )""")
    op.execute("create index block_blocked on people.block (blocked_id, blocker_id)")
    op.execute("""
        create table people.person (
            account_id uuid primary key,
            profile_visibility text not null
                constraint person_visibility check (profile_visibility in ('public', 'followers', 'private')),
            show_activity boolean not null,
            show_leaderboard boolean not null,
            jurisdiction text constraint person_jurisdiction check (jurisdiction ~ '^[A-Z]{2}$')
        )""")


def _guardians() -> None:
    op.execute("""
        create table people.guardianship (
            id uuid primary key,
            guardian_id uuid,
            learner_id uuid,
            asked_by text not null constraint guardianship_asked_by check (asked_by in ('guardian', 'learner')),
            asked_at timestamptz not null,
            accepted_at timestamptz,
            ended_at timestamptz,
            constraint guardianship_others check (guardian_id <> learner_id),
            constraint guardianship_asker
                check (case asked_by when 'guardian' then guardian_id else learner_id end is not null),
            constraint guardianship_accepted
                check (accepted_at is null or (guardian_id is not null and learner_id is not null))
        )""")
    op.execute("""
        create unique index guardianship_pair on people.guardianship (guardian_id, learner_id)
            where ended_at is null""")
    op.execute("create index guardianship_guardian on people.guardianship (guardian_id) where ended_at is null")
    op.execute("create index guardianship_learner on people.guardianship (learner_id) where ended_at is null")
    op.execute("""
        create table people.guardian_code (
            code_hash bytea primary key,
            account_id uuid not null,
            side text not null constraint guardian_code_side check (side in ('guardian', 'learner')),
            expires_at timestamptz not null
        )""")
    op.execute("create index guardian_code_account on people.guardian_code (account_id)")


def _plans() -> None:
    op.execute("""
        create table people.plan (
            name text primary key,
            position integer not null,
            entitlements jsonb not null
        )""")
    # What an hour allows is the sources' (LIM-01).
    op.execute("""
        insert into people.plan (name, position, entitlements) values
            ('free', 0, '{"requests_per_hour": 1000, "custom_limits": false}'),
            ('premium', 1, '{"requests_per_hour": 10000, "custom_limits": true}')""")
    op.execute("""
        create table people.held_plan (
            account_id uuid primary key,
            plan text not null references people.plan (name),
            source text not null constraint held_plan_source check (source in ('administrator', 'payment')),
            assigned_by uuid,
            since timestamptz not null,
            expires_at timestamptz
        )""")
    op.execute("create index held_plan_expiry on people.held_plan (expires_at) where expires_at is not null")
