"""Addresses that are not an account's own are sealed; what is plain yet is sealed by the next `platform.reseal`."""

from alembic import op

revision = "identity_0007"
down_revision = "identity_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Whoever migrates need not have the secret key, so `platform.reseal` moves what is there."""
    op.execute("""
        alter table identity.account
            add column pending_email_sealed bytea,
            drop constraint account_pending_email,
            add constraint account_pending_email check
                ((pending_email is null and pending_email_sealed is null) = (pending_email_until is null))""")
    op.execute("alter table identity.mailed_link add column email_sealed bytea, add column email_index bytea")
    op.execute("""
        create index mailed_link_reserved_sealed on identity.mailed_link (email_index) where purpose = 'undo_email'""")
    # Due at once: what is plain text is sealed when the next worker starts, and not within a day.
    op.execute("""
        do $$ begin
            if to_regclass('platform.schedule') is not null then
                update platform.schedule set next_at = now() where name = 'platform.reseal';
            end if;
        end $$""")
