"""Documents and their passages."""

from alembic import op

revision = "documents_0001"
down_revision = None
branch_labels = ("documents",)
depends_on = None


def upgrade() -> None:
    """Create the schema."""
    op.execute("""
        create table documents.document (
            id uuid primary key,
            owner_id uuid not null,
            subject_id uuid,
            title text not null,
            file_name text not null,
            media_type text not null,
            size_bytes bigint not null,
            sha256 text not null,
            object_key text not null,
            status text not null
                constraint document_status check (status in ('uploaded', 'reading', 'ready', 'failed')),
            page_count integer,
            error jsonb,
            job_id uuid not null,
            created_at timestamptz not null,
            archived_at timestamptz
        )""")
    op.execute("create index document_owner on documents.document (owner_id, id) where archived_at is null")
    op.execute("create index document_content on documents.document (owner_id, sha256) where archived_at is null")
    # The generated column is what search reads; the limit keeps a text without spaces below what a tsvector can hold.
    op.execute("""
        create table documents.passage (
            id uuid primary key,
            document_id uuid not null references documents.document (id),
            position integer not null,
            page integer not null,
            heading_path text[] not null,
            bold_terms text[] not null,
            page_breaks jsonb not null,
            text text not null,
            start_offset integer not null,
            end_offset integer not null,
            search tsvector not null generated always as (to_tsvector('english', left(text, 100000))) stored,
            constraint passage_position unique (document_id, position)
        )""")
    op.execute("create index passage_search on documents.passage using gin (search)")
