"""How many hints were given to each serving of an item."""

from alembic import op

revision = "practice_0002"
down_revision = "practice_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count."""
    op.execute("alter table practice.session_item add column hints smallint not null default 0")
