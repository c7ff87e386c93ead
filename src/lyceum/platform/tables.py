"""The kernel's own tables, in the schema `platform`."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="platform")

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("body", JSONB, nullable=False),
    sa.Column("trace", sa.Text),
    sa.Column("occurred_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Index("event_occurred", "occurred_at"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("sequence", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("event_id", UUID, sa.ForeignKey("platform.event.id"), nullable=False),
    sa.Column("domain", sa.Text, nullable=False),
    sa.Column("subscription", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("partition", sa.SmallInteger, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("retry_at", TIMESTAMP(timezone=True)),
    sa.Column("error", sa.Text),
    sa.Index("delivery_due", "domain", "partition", "sequence"),
    sa.Index("delivery_event", "event_id"),
    sa.Index("delivery_retrying", "subscription", "key", "sequence", postgresql_where=sa.text("retry_at is not null")),
)

dead_letter = sa.Table(
    "dead_letter",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("event_id", UUID, sa.ForeignKey("platform.event.id"), nullable=False),
    sa.Column("subscription", sa.Text, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("died_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Index("dead_letter_event", "event_id"),
)

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner_id", UUID),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("progress", sa.Float, nullable=False, server_default="0"),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("note_values", JSONB, nullable=False, server_default="{}"),
    sa.Column("result", JSONB),
    sa.Column("error", JSONB),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("takeovers", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("updated_at", TIMESTAMP(timezone=True), nullable=False),
    sa.CheckConstraint("status in ('queued', 'running', 'completed', 'failed', 'cancelled')", name="job_status"),
    sa.CheckConstraint("progress between 0 and 100", name="job_progress"),
    sa.Index("job_owner", "owner_id", "id"),
    sa.Index(
        "job_ended",
        "updated_at",
        "id",
        postgresql_where=sa.text("status in ('completed', 'failed', 'cancelled')"),
    ),
)

workflow_step = sa.Table(
    "workflow_step",
    metadata,
    sa.Column("workflow_id", UUID, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("output", JSONB),
    sa.Column("ended_at", TIMESTAMP(timezone=True), nullable=False),
)

executor = sa.Table(
    "executor",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("lock_key", sa.Integer, sa.Identity(always=True), nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started_at", TIMESTAMP(timezone=True), nullable=False),
)

schedule = sa.Table(
    "schedule",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", TIMESTAMP(timezone=True), nullable=False),
)

idempotency_key = sa.Table(
    "idempotency_key",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("headers", JSONB, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Index("idempotency_key_created", "created_at"),
)

security_event = sa.Table(
    "security_event",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("account_id", UUID),
    sa.Column("occurred_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("request_id", sa.Text),
    sa.Column("details", JSONB, nullable=False, server_default="{}"),
    sa.Index("security_event_account", "account_id", "id"),
    sa.Index("security_event_occurred", "occurred_at"),
    sa.Index("security_event_kind", "kind", "id"),
)

flag = sa.Table(
    "flag",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("share", sa.SmallInteger, nullable=False),
    sa.Column("updated_at", TIMESTAMP(timezone=True), nullable=False),
    sa.CheckConstraint("share between 0 and 100", name="flag_share_check"),
)

flag_override = sa.Table(
    "flag_override",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("person_id", UUID, primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("updated_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Index("flag_override_person", "person_id"),
)
