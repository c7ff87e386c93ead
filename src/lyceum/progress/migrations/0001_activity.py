"""Answers counted by the quarter of an hour."""

from alembic import op

revision = "progress_0001"
down_revision = None
branch_labels = ("progress",)
depends_on = None


def upgrade() -> None:
    """Create the schema."""
    op.execute("""
        create table progress.activity (
            learner_id uuid not null,
            quarter timestamptz not null,
            attempts integer not null,
            correct integer not null,
            time_ms bigint not null,
            primary key (learner_id, quarter)
        )""")
