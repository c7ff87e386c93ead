"""Events and deliveries, dead letters, jobs, the memory of workflows, processes, schedules, idempotency keys."""

from alembic import op

revision = "platform_0001"
down_revision = None
branch_labels = ("platform",)
depends_on = None


def upgrade() -> None:
    """Create the kernel's tables."""
    op.execute("""
        create table platform.event (
            id uuid primary key,
            name text not null,
            key text not null,
            body jsonb not null,
            trace text,
            occurred_at timestamptz not null
        )""")
    op.execute("create index event_occurred on platform.event (occurred_at)")
    op.execute("""
        create table platform.delivery (
            sequence bigint generated always as identity primary key,
            event_id uuid not null references platform.event (id),
            domain text not null,
            subscription text not null,
            key text not null,
            partition smallint not null,
            attempts smallint not null default 0,
            retry_at timestamptz,
            error text
        )""")
    op.execute("create index delivery_due on platform.delivery (domain, partition, sequence)")
    op.execute("create index delivery_event on platform.delivery (event_id)")
    op.execute("""
        create index delivery_retrying on platform.delivery (subscription, key, sequence)
        where retry_at is not null""")
    op.execute("""
        create table platform.dead_letter (
            id uuid primary key,
            event_id uuid not null references platform.event (id),
            subscription text not null,
            attempts smallint not null,
            error text not null,
            died_at timestamptz not null
        )""")
    op.execute("create index dead_letter_event on platform.dead_letter (event_id)")
    op.execute("""
        create table platform.job (
            id uuid primary key,
            kind text not null,
            owner_id uuid,
            status text not null
                constraint job_status check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
            progress double precision not null default 0
                constraint job_progress check (progress between 0 and 100),
            note text not null default '',
            result jsonb,
            error jsonb,
            version integer not null default 1,
            takeovers smallint not null default 0,
            created_at timestamptz not null,
            updated_at timestamptz not null
        )""")
    op.execute("create index job_owner on platform.job (owner_id, id)")
    op.execute("""
        create table platform.workflow_step (
            workflow_id uuid not null,
            step text not null,
            output jsonb,
            ended_at timestamptz not null,
            primary key (workflow_id, step)
        )""")
    op.execute("""
        create table platform.executor (
            id text primary key,
            lock_key integer generated always as identity not null,
            host text not null,
            pid integer not null,
            started_at timestamptz not null
        )""")
    op.execute("create table platform.schedule (name text primary key, next_at timestamptz not null)")
    op.execute("""
        create table platform.idempotency_key (
            owner text not null,
            key text not null,
            fingerprint bytea not null,
            status smallint not null,
            headers jsonb not null,
            body bytea not null,
            created_at timestamptz not null,
            primary key (owner, key)
        )""")
    op.execute("create index idempotency_key_created on platform.idempotency_key (created_at)")
