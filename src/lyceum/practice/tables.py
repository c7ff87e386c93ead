"""Tables of the schema `practice`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="practice")
_MOMENT = TIMESTAMP(timezone=True)

session = sa.Table(
    "session",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("learner_id", UUID, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("scope", JSONB, nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("started_at", _MOMENT, nullable=False),
    sa.Column("ended_at", _MOMENT),
)

session_item = sa.Table(
    "session_item",
    metadata,
    sa.Column("session_id", UUID, sa.ForeignKey("practice.session.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("item_id", UUID, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("choice", JSONB, nullable=False),
    sa.Column("served_at", _MOMENT, nullable=False),
    sa.Column("revealed_at", _MOMENT),
    sa.Column("hints", sa.SmallInteger, nullable=False),
    sa.Column("attempt_id", UUID),
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("recorded_at", _MOMENT, primary_key=True),
    sa.Column("learner_id", UUID, nullable=False),
    sa.Column("client_attempt_id", UUID, nullable=False),
    sa.Column("session_id", UUID, nullable=False),
    sa.Column("item_id", UUID, nullable=False),
    sa.Column("item_version", sa.Integer, nullable=False),
    sa.Column("skill_ids", ARRAY(UUID), nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("response", JSONB, nullable=False),
    sa.Column("correct", sa.Boolean, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("quality", sa.SmallInteger, nullable=False),
    sa.Column("feedback", sa.Text, nullable=False),
    sa.Column("client_correct", sa.Boolean),
    sa.Column("confidence", sa.SmallInteger),
    sa.Column("time_ms", sa.Integer),
    sa.Column("hints_used", sa.SmallInteger, nullable=False),
    sa.Column("assisted", sa.Boolean, nullable=False),
    sa.Column("offline", sa.Boolean, nullable=False),
    sa.Column("occurred_at", _MOMENT, nullable=False),
    sa.Column("effective_at", _MOMENT, nullable=False),
    sa.Column("device", JSONB, nullable=False),
    sa.Column("parameters", JSONB, nullable=False),
    sa.Column("model_version", sa.Text, nullable=False),
    sa.Column("choice", JSONB, nullable=False),
    sa.Column("before", JSONB, nullable=False),
    sa.Column("after", JSONB, nullable=False),
)

attempt_dedup = sa.Table(
    "attempt_dedup",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("client_attempt_id", UUID, primary_key=True),
    sa.Column("attempt_id", UUID, nullable=False),
    sa.Column("recorded_at", _MOMENT, nullable=False),
    sa.Column("fingerprint", BYTEA, nullable=False),
)

item_state = sa.Table(
    "item_state",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("item_id", UUID, primary_key=True),
    sa.Column("easiness", sa.Double, nullable=False),
    sa.Column("sm2_interval", sa.Integer, nullable=False),
    sa.Column("repetitions", sa.Integer, nullable=False),
    sa.Column("sm2_day", sa.Date),
    sa.Column("stability", sa.Double),
    sa.Column("difficulty", sa.Double),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("is_recalled", sa.Boolean, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("correct", sa.Integer, nullable=False),
    sa.Column("lapses", sa.Integer, nullable=False),
    # Derived from the others and from the learner's setting, for finding what is due.
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("interval_days", sa.Integer, nullable=False),
    sa.Column("last_effective_at", _MOMENT, nullable=False),
    sa.Column("last_attempt_id", UUID, nullable=False),
)

skill_state = sa.Table(
    "skill_state",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("skill_id", UUID, primary_key=True),
    sa.Column("mastery", sa.Double, nullable=False),
    sa.Column("ability", sa.Double, nullable=False),
    sa.Column("ability_variance", sa.Double, nullable=False),
    sa.Column("practice_count", sa.Integer, nullable=False),
    sa.Column("correct_count", sa.Integer, nullable=False),
    sa.Column("correct_streak", sa.Integer, nullable=False),
    sa.Column("longest_streak", sa.Integer, nullable=False),
    sa.Column("last_effective_at", _MOMENT, nullable=False),
    sa.Column("last_attempt_id", UUID, nullable=False),
)

learner_setting = sa.Table(
    "learner_setting",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("scheduler", sa.Text, nullable=False),
    sa.Column("desired_retention", sa.Double, nullable=False),
    sa.Column("changed_at", _MOMENT, nullable=False),
)
