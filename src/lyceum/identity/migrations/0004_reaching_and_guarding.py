"""Letters with links, verified addresses, lockout, devices, and what a sign-in is judged by."""

from alembic import op

revision = "identity_0004"
down_revision = "identity_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; whoever is signed in now counts as confirmed when they signed in."""
    op.execute("""
        alter table identity.account
            add column email_verified_at timestamptz,
            add column pending_email text,
            add column pending_email_until timestamptz,
            add column password_reset_at timestamptz,
            add column failed_login_attempts integer not null default 0,
            add column lockouts integer not null default 0,
            add column locked_until timestamptz,
            add column lock_letter_due boolean not null default false,
            add constraint account_pending_email check ((pending_email is null) = (pending_email_until is null))""")
    op.execute("create index account_lock_letter on identity.account (id) where lock_letter_due")
    op.execute("""
        create table identity.device (
            id uuid primary key,
            account_id uuid not null references identity.account (id) on delete cascade,
            token_hash bytea,
            browser text not null,
            system text not null,
            first_seen_at timestamptz not null,
            last_seen_at timestamptz not null,
            failed_login_attempts integer not null default 0,
            lockouts integer not null default 0,
            locked_until timestamptz,
            constraint device_token unique (account_id, token_hash)
        )""")
    op.execute("""
        alter table identity.session
            add column system text not null default 'other',
            add column device_id uuid references identity.device (id) on delete set null,
            add column address_sealed bytea,
            add column network_key bytea,
            add column confirmed_at timestamptz""")
    op.execute("update identity.session set confirmed_at = created_at")
    op.execute("create index session_device on identity.session (device_id)")
    op.execute("""
        create table identity.mailed_link (
            id uuid primary key,
            account_id uuid not null references identity.account (id) on delete cascade,
            purpose text not null constraint mailed_link_purpose check (purpose in
                ('verify_email', 'reset_password', 'confirm_email', 'undo_email', 'end_session', 'confirm_sign_in')),
            token_hash bytea not null constraint mailed_link_token unique,
            email text,
            email_key text,
            session_id uuid references identity.session (id) on delete cascade,
            failures integer not null default 0,
            created_at timestamptz not null,
            expires_at timestamptz not null,
            used_at timestamptz
        )""")
    op.execute("create index mailed_link_account on identity.mailed_link (account_id, purpose)")
    op.execute("create index mailed_link_session on identity.mailed_link (session_id)")
    op.execute("create index mailed_link_reserved on identity.mailed_link (email_key) where purpose = 'undo_email'")
    op.execute("""
        create table identity.letter (
            id uuid primary key,
            kind text not null,
            address_sealed bytea not null,
            language text not null,
            account_id uuid references identity.account (id) on delete cascade,
            link_id uuid references identity.mailed_link (id) on delete cascade,
            details jsonb not null,
            created_at timestamptz not null,
            attempts integer not null default 0,
            next_try_at timestamptz not null
        )""")
    op.execute("create index letter_due on identity.letter (next_try_at)")
    op.execute("create index letter_account on identity.letter (account_id)")
    op.execute("create index letter_link on identity.letter (link_id)")
    op.execute("""
        create table identity.failed_sign_in (
            id uuid primary key,
            address_key bytea not null,
            account_key bytea not null,
            failed_at timestamptz not null
        )""")
    op.execute("create index failed_sign_in_address on identity.failed_sign_in (address_key, failed_at)")
    op.execute("create index failed_sign_in_moment on identity.failed_sign_in (failed_at)")
