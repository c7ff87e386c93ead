"""How large, how contrasted and how lively the web app is for a person."""

from alembic import op

revision = "identity_0002"
down_revision = "identity_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; everybody has what the web app showed until now."""
    op.execute("""
        alter table identity.account
            add column text_size text not null default 'medium'
                constraint account_text_size check (text_size in ('small', 'medium', 'large', 'larger')),
            add column contrast text not null default 'standard'
                constraint account_contrast check (contrast in ('standard', 'more')),
            add column motion text not null default 'auto'
                constraint account_motion check (motion in ('auto', 'reduced', 'full'))""")
