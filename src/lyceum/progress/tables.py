"""Tables of the schema `progress`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TIMESTAMP, UUID

metadata = sa.MetaData(schema="progress")

activity = sa.Table(
    "activity",
    metadata,
    sa.Column("learner_id", UUID, primary_key=True),
    sa.Column("quarter", TIMESTAMP(timezone=True), primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("correct", sa.Integer, nullable=False),
    sa.Column("time_ms", sa.BigInteger, nullable=False),
)
