"""The name of the plan each account has."""

from alembic import op

revision = "identity_0003"
down_revision = "identity_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; everybody has the free plan until `people` says otherwise."""
    op.execute("alter table identity.account add column plan text not null default 'free'")
