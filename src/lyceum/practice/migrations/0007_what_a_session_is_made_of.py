"""What a session is made of: the share of each skill, and how much was left out because it does not apply."""

from alembic import op

revision = "practice_0007"
down_revision = "practice_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.execute("""
        alter table practice.session
            add column mix jsonb,
            add column left_out integer not null default 0""")
