"""Tables of the schema `progress`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

metadata = sa.MetaData(schema="progress")
_MOMENT = TIMESTAMP(timezone=True)


def _counts() -> list[sa.Column[object]]:
    """What is counted wherever answers are."""
    return [
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("correct", sa.Integer, nullable=False),
        sa.Column("score", sa.Numeric, nullable=False),
        sa.Column("time_ms", sa.BigInteger, nullable=False),
    ]


activity = sa.Table(
    "activity",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("quarter", _MOMENT, primary_key=True),
    *_counts(),
)

material = sa.Table(
    "material",
    metadata,
    sa.Column("learner_id", UUID, nullable=False),
    sa.Column("subject_id", UUID, nullable=False),
    sa.Column("document_id", UUID),
    *_counts(),
    sa.Column("first_at", _MOMENT, nullable=False),
    sa.Column("last_at", _MOMENT, nullable=False),
)

mastered = sa.Table(
    "mastered",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("skill_id", UUID, primary_key=True),
    sa.Column("mastered_at", _MOMENT, nullable=False),
)

completion = sa.Table(
    "completion",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("document_id", UUID, primary_key=True),
    sa.Column("completed_at", _MOMENT, nullable=False),
    sa.Column("skills", sa.Integer, nullable=False),
    *_counts(),
)
