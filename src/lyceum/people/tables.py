"""Tables of the schema `people`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="people")
_MOMENT = TIMESTAMP(timezone=True)

circle = sa.Table(
    "circle",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("is_private", sa.Boolean, nullable=False),
    sa.Column("organisation_id", UUID, sa.ForeignKey("people.circle.id")),
    sa.Column("jurisdiction", sa.Text),
    sa.Column("member_limit", sa.Integer, nullable=False),
    sa.Column("tags", ARRAY(sa.Text), nullable=False),
    sa.Column("subject_ids", ARRAY(UUID), nullable=False),
    # Readable, because it is shown on a wall: who leads the circle replaces it, and it never makes more than a member.
    sa.Column("code", sa.Text),
    sa.Column("code_expires_at", _MOMENT),
    sa.Column("code_uses_left", sa.Integer),
    sa.Column("created_by", UUID, nullable=False),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("archived_at", _MOMENT),
)

membership = sa.Table(
    "membership",
    metadata,
    sa.Column("circle_id", UUID, sa.ForeignKey("people.circle.id"), primary_key=True),
    sa.Column("account_id", UUID, primary_key=True),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("since", _MOMENT, nullable=False),
    sa.Column("invited_by", UUID),
    # Outlasts an invitation that was not accepted: who was removed comes back by accepting one, and not otherwise.
    sa.Column("removed_at", _MOMENT),
)

follow = sa.Table(
    "follow",
    metadata,
    sa.Column("follower_id", UUID, primary_key=True),
    sa.Column("followed_id", UUID, primary_key=True),
    sa.Column("since", _MOMENT, nullable=False),
)

block = sa.Table(
    "block",
    metadata,
    sa.Column("blocker_id", UUID, primary_key=True),
    sa.Column("blocked_id", UUID, primary_key=True),
    sa.Column("since", _MOMENT, nullable=False),
)

# One that waits for somebody without an account looks to who asked like one that waits for somebody with one.
guardianship = sa.Table(
    "guardianship",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("guardian_id", UUID),
    sa.Column("learner_id", UUID),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", _MOMENT, nullable=False),
    sa.Column("accepted_at", _MOMENT),
    sa.Column("ended_at", _MOMENT),
)

guardian_code = sa.Table(
    "guardian_code",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", UUID, nullable=False),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("expires_at", _MOMENT, nullable=False),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("account_id", UUID, primary_key=True),
    sa.Column("profile_visibility", sa.Text, nullable=False),
    sa.Column("show_activity", sa.Boolean, nullable=False),
    sa.Column("show_leaderboard", sa.Boolean, nullable=False),
    sa.Column("jurisdiction", sa.Text),
)

plan = sa.Table(
    "plan",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("entitlements", JSONB, nullable=False),
)

held_plan = sa.Table(
    "held_plan",
    metadata,
    sa.Column("account_id", UUID, primary_key=True),
    sa.Column("plan", sa.Text, sa.ForeignKey("people.plan.name"), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("assigned_by", UUID),
    sa.Column("since", _MOMENT, nullable=False),
    sa.Column("expires_at", _MOMENT),
)
