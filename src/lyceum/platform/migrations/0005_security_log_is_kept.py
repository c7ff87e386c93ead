"""The security log is looked through by kind, and what is in it stays as it was written."""

from alembic import op

revision = "platform_0005"
down_revision = "platform_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index, and refuse every update."""
    op.execute("create index security_event_kind on platform.security_event (kind, id)")
    op.execute("""
        create function platform.keep_security_event() returns trigger language plpgsql as $$
        begin
            raise exception 'an entry of the security log is never changed';
        end $$""")
    op.execute("""
        create trigger security_event_is_kept before update on platform.security_event
            for each row execute function platform.keep_security_event()""")
