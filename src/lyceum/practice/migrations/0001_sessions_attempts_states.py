"""Sessions, attempts in monthly partitions, and the states folded from them."""

from alembic import op

revision = "practice_0001"
down_revision = None
branch_labels = ("practice",)
depends_on = None


def upgrade() -> None:
    """Create the schema."""
    _create_sessions()
    _create_attempts()
    _create_states()


def _create_sessions() -> None:
    op.execute("""
        create table practice.session (
            id uuid primary key,
            learner_id uuid not null,
            kind text not null constraint session_kind check (kind in ('practice', 'review', 'placement', 'quiz')),
            scope jsonb not null,
            length integer not null,
            answered integer not null default 0,
            started_at timestamptz not null,
            ended_at timestamptz
        )""")
    op.execute("create index session_learner on practice.session (learner_id, id)")
    op.execute("""
        create table practice.session_item (
            session_id uuid not null references practice.session (id),
            position integer not null,
            item_id uuid not null,
            version integer not null,
            choice jsonb not null,
            served_at timestamptz not null,
            revealed_at timestamptz,
            attempt_id uuid,
            primary key (session_id, position)
        )""")
    # A session waits for one answer at a time.
    op.execute(
        "create unique index session_item_waiting on practice.session_item (session_id) where attempt_id is null"
    )


def _create_attempts() -> None:
    # A unique key of a partitioned table must hold the column it is partitioned by (C33), hence the second table.
    op.execute("""
        create table practice.attempt (
            id uuid not null,
            recorded_at timestamptz not null,
            learner_id uuid not null,
            client_attempt_id uuid not null,
            session_id uuid not null,
            item_id uuid not null,
            item_version integer not null,
            skill_ids uuid[] not null,
            mode text not null,
            response jsonb not null,
            correct boolean not null,
            score double precision not null constraint attempt_score check (score between 0 and 1),
            quality smallint not null constraint attempt_quality check (quality between 0 and 5),
            feedback text not null,
            client_correct boolean,
            confidence smallint constraint attempt_confidence check (confidence between 1 and 5),
            time_ms integer constraint attempt_time check (time_ms >= 0),
            hints_used smallint not null,
            assisted boolean not null,
            offline boolean not null,
            occurred_at timestamptz not null,
            effective_at timestamptz not null,
            device jsonb not null,
            parameters jsonb not null,
            model_version text not null,
            choice jsonb not null,
            before jsonb not null,
            after jsonb not null,
            primary key (id, recorded_at)
        ) partition by range (recorded_at)""")
    op.execute("create table practice.attempt_default partition of practice.attempt default")
    op.execute("create index attempt_fold on practice.attempt (learner_id, effective_at, id)")
    op.execute("""
        create table practice.attempt_dedup (
            learner_id uuid not null,
            client_attempt_id uuid not null,
            attempt_id uuid not null,
            recorded_at timestamptz not null,
            fingerprint bytea not null,
            primary key (learner_id, client_attempt_id)
        )""")


def _create_states() -> None:
    op.execute("""
        create table practice.item_state (
            learner_id uuid not null,
            item_id uuid not null,
            easiness double precision not null,
            interval_days integer not null,
            repetitions integer not null,
            due_at timestamptz,
            reviewed_at timestamptz,
            attempts integer not null,
            correct integer not null,
            last_effective_at timestamptz not null,
            last_attempt_id uuid not null,
            primary key (learner_id, item_id)
        )""")
    op.execute("create index item_state_due on practice.item_state (learner_id, due_at)")
    op.execute("""
        create table practice.skill_state (
            learner_id uuid not null,
            skill_id uuid not null,
            mastery double precision not null,
            practice_count integer not null,
            correct_count integer not null,
            correct_streak integer not null,
            longest_streak integer not null,
            last_effective_at timestamptz not null,
            last_attempt_id uuid not null,
            primary key (learner_id, skill_id)
        )""")
