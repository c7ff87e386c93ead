"""Accounts, sessions and their refresh tokens, signing keys, the one-time set-up link."""

from alembic import op

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = None


def upgrade() -> None:
    """Create the tables of identity."""
    op.execute("""
        create table identity.account (
            id uuid primary key,
            email text not null,
            email_key text not null constraint account_email_key unique,
            username text not null constraint account_username unique,
            full_name text not null,
            password_hash text,
            roles text[] not null
                constraint account_roles check (roles <@ array['student', 'teacher', 'admin', 'super_admin']),
            status text not null default 'active'
                constraint account_status check (status in ('active', 'suspended', 'deleted')),
            teacher_requested_at timestamptz,
            language text not null,
            time_zone text not null,
            theme text not null default 'auto' constraint account_theme check (theme in ('light', 'dark', 'auto')),
            created_at timestamptz not null,
            updated_at timestamptz not null
        )""")
    op.execute("create index account_administrator on identity.account (id) where 'super_admin' = any (roles)")
    op.execute("""
        create table identity.session (
            id uuid primary key,
            account_id uuid not null references identity.account (id) on delete cascade,
            client text not null constraint session_client check (client in ('token', 'cookie')),
            user_agent_family text not null,
            created_at timestamptz not null,
            last_used_at timestamptz not null,
            expires_at timestamptz not null,
            revoked_at timestamptz,
            revoke_reason text,
            constraint session_revoked check ((revoked_at is null) = (revoke_reason is null))
        )""")
    op.execute("create index session_account on identity.session (account_id, id)")
    op.execute("""
        create table identity.refresh_token (
            token_hash bytea primary key,
            session_id uuid not null references identity.session (id) on delete cascade,
            issued_at timestamptz not null,
            expires_at timestamptz not null,
            used_at timestamptz,
            successor_hash bytea,
            constraint refresh_token_used check ((used_at is null) = (successor_hash is null))
        )""")
    op.execute("create index refresh_token_session on identity.refresh_token (session_id)")
    op.execute("""
        create table identity.signing_key (
            kid text primary key,
            public_jwk jsonb not null,
            private_sealed bytea not null,
            created_at timestamptz not null,
            signs_from timestamptz not null,
            verifies_until timestamptz
        )""")
    op.execute("""
        create table identity.setup_link (
            token_hash bytea primary key,
            created_at timestamptz not null,
            expires_at timestamptz not null,
            used_at timestamptz
        )""")
