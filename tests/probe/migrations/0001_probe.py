"""What the probe writes down."""

from alembic import op

revision = "probe_0001"
down_revision = None
branch_labels = ("probe",)
depends_on = None


def upgrade() -> None:
    """Create the probe's tables."""
    op.execute("create table probe.note (id uuid primary key, key text not null, number bigint not null)")
    op.execute("""
        create table probe.heard (
            place bigint generated always as identity primary key,
            event_id uuid not null, key text not null, number bigint not null, pid integer not null
        )""")
    op.execute("""
        create table probe.step (
            place bigint generated always as identity primary key,
            job_id uuid not null, step text not null, pid integer not null
        )""")
    op.execute("create table probe.parent (id integer primary key)")
    op.execute("create table probe.late (parent integer references probe.parent (id) deferrable initially deferred)")
