"""What happens to the safety of the installation."""

from alembic import op

revision = "platform_0003"
down_revision = "platform_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the log."""
    op.execute("""
        create table platform.security_event (
            id uuid primary key,
            kind text not null,
            account_id uuid,
            occurred_at timestamptz not null,
            request_id text,
            details jsonb not null default '{}'
        )""")
    op.execute("create index security_event_account on platform.security_event (account_id, id)")
    op.execute("create index security_event_occurred on platform.security_event (occurred_at)")
