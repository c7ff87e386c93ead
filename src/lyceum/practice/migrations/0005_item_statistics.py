"""First answers to items, and what they say about the items."""

from alembic import op

revision = "practice_0005"
down_revision = "practice_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, all derived from attempts, and a way to find what was recorded lately."""
    # Nearly free to keep: it says of whole stretches of the table between which moments they were recorded.
    op.execute("create index attempt_recorded on practice.attempt using brin (recorded_at)")
    op.execute("""
        create table practice.first_answer (
            item_id uuid not null,
            learner_id uuid not null,
            attempt_id uuid not null,
            recorded_at timestamptz not null,
            effective_at timestamptz not null,
            version integer not null,
            unaided boolean not null,
            correct boolean not null,
            time_ms integer,
            primary key (item_id, learner_id)
        )""")
    op.execute("""
        create table practice.gathering (
            what text primary key,
            until timestamptz not null
        )""")
    op.execute("""
        create table practice.item_statistics (
            item_id uuid primary key,
            subject_id uuid not null,
            version integer not null,
            asked integer not null,
            learners integer not null,
            correct_share double precision,
            discrimination double precision,
            median_ms double precision,
            options jsonb not null,
            flags jsonb not null,
            is_flagged boolean not null,
            computed_at timestamptz not null,
            calibrated_at timestamptz,
            calibrated_on integer
        )""")
    op.execute("create index item_statistics_subject on practice.item_statistics (subject_id, item_id)")
    op.execute("""
        create table practice.subject_statistics (
            subject_id uuid primary key,
            changes integer not null,
            counted integer not null default 0
        )""")
