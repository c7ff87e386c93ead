"""Tables of the schema `documents`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, TSVECTOR, UUID

metadata = sa.MetaData(schema="documents")

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("owner_id", UUID, nullable=False),
    sa.Column("subject_id", UUID),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("object_key", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("page_count", sa.Integer),
    sa.Column("error", JSONB(none_as_null=True)),
    sa.Column("language", sa.Text),
    sa.Column("job_id", UUID, nullable=False),
    sa.Column("created_at", TIMESTAMP(timezone=True), nullable=False),
    sa.Column("archived_at", TIMESTAMP(timezone=True)),
)

passage = sa.Table(
    "passage",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("document_id", UUID, sa.ForeignKey("documents.document.id"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("page", sa.Integer, nullable=False),
    sa.Column("heading_path", ARRAY(sa.Text), nullable=False),
    sa.Column("bold_terms", ARRAY(sa.Text), nullable=False),
    sa.Column("page_breaks", JSONB, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("start_offset", sa.Integer, nullable=False),
    sa.Column("end_offset", sa.Integer, nullable=False),
    sa.Column("search", TSVECTOR, sa.Computed("to_tsvector('english', left(text, 100000))"), nullable=False),
)
