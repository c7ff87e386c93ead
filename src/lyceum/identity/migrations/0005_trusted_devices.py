"""A device is known once a sign-in on it was not suspicious, or was confirmed."""

from alembic import op

revision = "identity_0005"
down_revision = "identity_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; devices that are there count as known since they were first seen."""
    op.execute("alter table identity.device add column known_since timestamptz")
    op.execute("update identity.device set known_since = first_seen_at")
