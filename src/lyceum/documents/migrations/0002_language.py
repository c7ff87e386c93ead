"""The language a document is written in."""

from alembic import op

revision = "documents_0002"
down_revision = "documents_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; null until it was found out."""
    op.execute("alter table documents.document add column language text")
