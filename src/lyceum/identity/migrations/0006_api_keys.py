"""API keys: what a program has instead of a sign-in."""

from alembic import op

revision = "identity_0006"
down_revision = "identity_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.execute("""
        create table identity.api_key (
            id uuid primary key,
            account_id uuid not null references identity.account (id) on delete cascade,
            name text not null,
            scopes text[] not null constraint api_key_scopes check (cardinality(scopes) > 0),
            secret_sealed bytea not null,
            requests_per_hour integer constraint api_key_requests check (requests_per_hour > 0),
            created_at timestamptz not null,
            expires_at timestamptz,
            last_used_at timestamptz,
            revoked_at timestamptz
        )""")
    op.execute("create index api_key_account on identity.api_key (account_id, id)")
