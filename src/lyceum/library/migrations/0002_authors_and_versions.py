"""Subjects that say when their content changed and can be archived; items that an author wrote without a passage."""

from alembic import op

revision = "library_0002"
down_revision = "library_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; let a version have no source."""
    # Not a counter: a value that was rolled back, or went with a restored backup, never comes again.
    op.execute("alter table library.subject add column content_version uuid not null default gen_random_uuid()")
    op.execute("alter table library.subject add column archived_at timestamptz")
    op.execute("alter table library.item_version alter column passage_id drop not null")
    op.execute("alter table library.item_version alter column page drop not null")
    op.execute("alter table library.item_version alter column quote drop not null")
    op.execute("""
        alter table library.item_version add constraint item_version_source
            check (num_nulls(passage_id, page, quote) in (0, 3))""")
    op.execute("create index deck_subject on library.deck (subject_id)")
    op.execute("create index deck_item_item on library.deck_item (item_id)")
