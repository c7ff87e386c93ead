"""What stands in a job's note, whose words are chosen for whoever reads it."""

from alembic import op

revision = "platform_0002"
down_revision = "platform_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the notes there are stay the English phrases they are."""
    op.execute("alter table platform.job add column note_values jsonb not null default '{}'")
