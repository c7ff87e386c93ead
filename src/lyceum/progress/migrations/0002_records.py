"""What was answered of each document, which skills were mastered, what was completed; scores beside the counts.

Answers that were counted before this have no score here until `lyceum recount` counts them again.
"""

from alembic import op

revision = "progress_0002"
down_revision = "progress_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    # Numeric, so that a sum does not depend on the order it was made in.
    op.execute("alter table progress.activity add column score numeric not null default 0")
    op.execute("""
        create table progress.material (
            learner_id uuid not null,
            subject_id uuid not null,
            document_id uuid,
            attempts integer not null,
            correct integer not null,
            score numeric not null,
            time_ms bigint not null,
            first_at timestamptz not null,
            last_at timestamptz not null,
            constraint material_place unique nulls not distinct (learner_id, subject_id, document_id)
        )""")
    op.execute("""
        create table progress.mastered (
            learner_id uuid not null,
            skill_id uuid not null,
            mastered_at timestamptz not null,
            primary key (learner_id, skill_id)
        )""")
    op.execute("""
        create table progress.completion (
            learner_id uuid not null,
            document_id uuid not null,
            completed_at timestamptz not null,
            skills integer not null,
            attempts integer not null,
            correct integer not null,
            score numeric not null,
            time_ms bigint not null,
            primary key (learner_id, document_id)
        )""")
