"""Tables of the schema `library`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="library")

subject = sa.Table(
    "subject",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("owner_id", UUID, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("content_version", UUID, nullable=False),
    sa.Column("archived_at", TIMESTAMP(timezone=True)),
)

skill = sa.Table(
    "skill",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("subject_id", UUID, sa.ForeignKey("library.subject.id"), nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)

skill_document = sa.Table(
    "skill_document",
    metadata,
    sa.Column("skill_id", UUID, sa.ForeignKey("library.skill.id"), primary_key=True),
    sa.Column("document_id", UUID, primary_key=True),
)

skill_prerequisite = sa.Table(
    "skill_prerequisite",
    metadata,
    sa.Column("skill_id", UUID, sa.ForeignKey("library.skill.id"), primary_key=True),
    sa.Column("prerequisite_id", UUID, sa.ForeignKey("library.skill.id"), primary_key=True),
)

item = sa.Table(
    "item",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("author_id", UUID, nullable=False),
    sa.Column("subject_id", UUID, sa.ForeignKey("library.subject.id"), nullable=False),
    sa.Column("document_id", UUID),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("current_version", sa.Integer, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("archived_at", TIMESTAMP(timezone=True)),
    sa.Column("jurisdictions", ARRAY(sa.Text), nullable=False, server_default="{}"),
)

item_version = sa.Table(
    "item_version",
    metadata,
    sa.Column("item_id", UUID, sa.ForeignKey("library.item.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("stem", sa.Text, nullable=False),
    sa.Column("key", JSONB, nullable=False),
    sa.Column("accepted", JSONB, nullable=False),
    sa.Column("options", JSONB(none_as_null=True)),
    sa.Column("passage_id", UUID),
    sa.Column("page", sa.Integer),
    sa.Column("quote", sa.Text),
    sa.Column("a", sa.Double, nullable=False),
    sa.Column("b", sa.Double, nullable=False),
    sa.Column("c", sa.Double, nullable=False),
    sa.Column("parameters_version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
)

# Every version of the parameters of an item that was calibrated; what it was made with is version 1.
item_parameters = sa.Table(
    "item_parameters",
    metadata,
    sa.Column("item_id", UUID, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("parameters_version", sa.Integer, primary_key=True),
    sa.Column("a", sa.Double, nullable=False),
    sa.Column("b", sa.Double, nullable=False),
    sa.Column("c", sa.Double, nullable=False),
    sa.Column("answers", sa.Integer, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["item_id", "version"], ["library.item_version.item_id", "library.item_version.version"]),
)

item_skill = sa.Table(
    "item_skill",
    metadata,
    sa.Column("item_id", UUID, sa.ForeignKey("library.item.id"), primary_key=True),
    sa.Column("skill_id", UUID, sa.ForeignKey("library.skill.id"), primary_key=True),
)

deck = sa.Table(
    "deck",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("owner_id", UUID, nullable=False),
    sa.Column("subject_id", UUID, sa.ForeignKey("library.subject.id"), nullable=False),
    sa.Column("document_id", UUID),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("archived_at", TIMESTAMP(timezone=True)),
)

deck_item = sa.Table(
    "deck_item",
    metadata,
    sa.Column("deck_id", UUID, sa.ForeignKey("library.deck.id"), primary_key=True),
    sa.Column("item_id", UUID, sa.ForeignKey("library.item.id"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
)
