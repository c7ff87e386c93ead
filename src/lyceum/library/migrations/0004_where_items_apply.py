"""Items that apply in some countries only."""

from alembic import op

revision = "library_0004"
down_revision = "library_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add where each item applies; empty is everywhere."""
    op.execute("""
        alter table library.item add column jurisdictions text[] not null default '{}'
            constraint item_jurisdictions check (array_to_string(jurisdictions, ' ', '?') ~ '^([A-Z]{2}( [A-Z]{2})*)?$')
        """)
