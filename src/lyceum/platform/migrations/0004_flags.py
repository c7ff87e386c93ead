"""Feature flags that were switched, and people they stand otherwise for."""

from alembic import op

revision = "platform_0004"
down_revision = "platform_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.execute("""
        create table platform.flag (
            name text primary key,
            share smallint not null check (share between 0 and 100),
            updated_at timestamptz not null
        )""")
    op.execute("""
        create table platform.flag_override (
            name text not null,
            person_id uuid not null,
            is_on boolean not null,
            updated_at timestamptz not null,
            primary key (name, person_id)
        )""")
    op.execute("create index flag_override_person on platform.flag_override (person_id)")
