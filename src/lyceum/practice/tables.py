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
    sa.Column("mix", JSONB(none_as_null=True)),
    sa.Column("left_out", sa.Integer, nullable=False, server_default="0"),
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
    # What the learner wishes, and which fitted weights serve if they wish for those; null: none does.
    sa.Column("weights", sa.Text, nullable=False, server_default="fitted"),
    sa.Column("weights_version", sa.Integer),
)

# Derived from attempts, from here on: what each learner answered first to each item, and what that says about the item.
first_answer = sa.Table(
    "first_answer",
    metadata,
    sa.Column("item_id", UUID, primary_key=True),
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("attempt_id", UUID, nullable=False),
    sa.Column("recorded_at", _MOMENT, nullable=False),
    sa.Column("effective_at", _MOMENT, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("unaided", sa.Boolean, nullable=False),
    sa.Column("correct", sa.Boolean, nullable=False),
    sa.Column("time_ms", sa.Integer),
)

gathering = sa.Table(
    "gathering",
    metadata,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("until", _MOMENT, nullable=False),
)

item_statistics = sa.Table(
    "item_statistics",
    metadata,
    sa.Column("item_id", UUID, primary_key=True),
    sa.Column("subject_id", UUID, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("learners", sa.Integer, nullable=False),
    sa.Column("correct_share", sa.Double),
    sa.Column("discrimination", sa.Double),
    sa.Column("median_ms", sa.Double),
    sa.Column("options", JSONB, nullable=False),
    sa.Column("flags", JSONB, nullable=False),
    sa.Column("is_flagged", sa.Boolean, nullable=False),
    sa.Column("computed_at", _MOMENT, nullable=False),
    sa.Column("calibrated_at", _MOMENT),
    sa.Column("calibrated_on", sa.Integer),
)

subject_statistics = sa.Table(
    "subject_statistics",
    metadata,
    sa.Column("subject_id", UUID, primary_key=True),
    # How often first answers to its items have changed, and how many of those changes its figures know.
    sa.Column("changes", sa.Integer, nullable=False),
    sa.Column("counted", sa.Integer, nullable=False, server_default="0"),
)

learner_fit = sa.Table(
    "learner_fit",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("weights", ARRAY(sa.Double), nullable=False),
    sa.Column("reviews", sa.Integer, nullable=False),
    sa.Column("log_loss", sa.Double, nullable=False),
    sa.Column("log_loss_default", sa.Double, nullable=False),
    sa.Column("serves", sa.Boolean, nullable=False),
    sa.Column("fitted_at", _MOMENT, nullable=False),
)

learner_fitting = sa.Table(
    "learner_fitting",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    # How often answers of theirs have come, and how many of those times their weights know.
    sa.Column("changes", sa.Integer, nullable=False),
    sa.Column("counted", sa.Integer, nullable=False, server_default="0"),
)

predictor = sa.Table(
    "predictor",
    metadata,
    sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("share", sa.Double, nullable=False),
    sa.Column("artefact", sa.Text),
    sa.Column("digest", sa.Text),
    sa.Column("answers", sa.Integer, nullable=False),
    sa.Column("learners", sa.Integer, nullable=False),
    sa.Column("trained_until", _MOMENT),
    # Held-out log loss in training, and that of the beliefs on the same answers.
    sa.Column("loss", sa.Double),
    sa.Column("loss_to_beat", sa.Double),
    sa.Column("trained_at", _MOMENT),
    # When it began to serve; the one that served before it is the one with the moment before.
    sa.Column("served_from", _MOMENT),
    sa.Column("retired_at", _MOMENT),
)

predictor_file = sa.Table(
    "predictor_file",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    # Before it was stored, so that no file is ever unknown.
    sa.Column("written_at", _MOMENT, nullable=False),
    # Nothing may come to serve from it any more: it is about to be deleted.
    sa.Column("is_doomed", sa.Boolean, nullable=False, server_default=sa.false()),
)

prediction = sa.Table(
    "prediction",
    metadata,
    sa.Column("attempt_id", UUID, primary_key=True),
    sa.Column("learner_id", UUID, nullable=False),
    sa.Column("predictors", ARRAY(sa.Integer), nullable=False),
    sa.Column("chances", ARRAY(sa.Double), nullable=False),
    sa.Column("correct", sa.Boolean, nullable=False),
    sa.Column("effective_at", _MOMENT, nullable=False),
)
