"""Who was removed stays so, whatever becomes of an invitation."""

from alembic import op

revision = "people_0002"
down_revision = "people_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add when somebody was removed; who is removed now was so when that was written."""
    op.execute("alter table people.membership add column removed_at timestamptz")
    op.execute("update people.membership set removed_at = since where status = 'removed'")
