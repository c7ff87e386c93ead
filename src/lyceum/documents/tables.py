"""Tables of the schema `documents`; the migrations create them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP, UUID

metadata = sa.MetaData(schema="documents")


class HalfVector(sa.types.UserDefinedType[str]):
    """pgvector's half-precision vector, read and written as text."""

    cache_ok = True

    def __init__(self, dimensions: int = 384) -> None:
        self.dimensions = dimensions

    def get_col_spec(self, **_: object) -> str:
        return f"halfvec({self.dimensions})"


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
)

posting = sa.Table(
    "posting",
    metadata,
    sa.Column("document_id", UUID, sa.ForeignKey("documents.document.id"), primary_key=True),
    sa.Column("lexeme", sa.Text(collation="C"), primary_key=True),
    sa.Column("passages", sa.Integer, nullable=False),
    sa.Column("positions", ARRAY(sa.Integer), nullable=False),
    sa.Column("impacts", ARRAY(sa.REAL), nullable=False),
)

passage_embedding = sa.Table(
    "passage_embedding",
    metadata,
    sa.Column("passage_id", UUID, sa.ForeignKey("documents.passage.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("document_id", UUID, sa.ForeignKey("documents.document.id"), nullable=False),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("embedding", HalfVector, nullable=False),
)
