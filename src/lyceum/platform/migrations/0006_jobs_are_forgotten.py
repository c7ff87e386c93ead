"""Jobs that have ended are found by when."""

from alembic import op

revision = "platform_0006"
down_revision = "platform_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.execute("""
        create index job_ended on platform.job (updated_at, id)
            where status in ('completed', 'failed', 'cancelled')""")
