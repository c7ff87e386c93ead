"""Subjects, skills with prerequisites, items in versions, decks."""

from alembic import op

revision = "library_0001"
down_revision = None
branch_labels = ("library",)
depends_on = None


def upgrade() -> None:
    """Create the schema."""
    op.execute("""
        create table library.subject (
            id uuid primary key,
            owner_id uuid not null,
            title text not null,
            created_at timestamptz not null
        )""")
    op.execute("create index subject_owner on library.subject (owner_id, id)")
    op.execute("""
        create table library.skill (
            id uuid primary key,
            subject_id uuid not null references library.subject (id),
            key text not null,
            name text not null,
            position integer not null,
            constraint skill_key unique (subject_id, key)
        )""")
    op.execute("""
        create table library.skill_document (
            skill_id uuid not null references library.skill (id),
            document_id uuid not null,
            primary key (skill_id, document_id)
        )""")
    op.execute("create index skill_document_document on library.skill_document (document_id)")
    op.execute("""
        create table library.skill_prerequisite (
            skill_id uuid not null references library.skill (id),
            prerequisite_id uuid not null references library.skill (id),
            primary key (skill_id, prerequisite_id),
            constraint skill_prerequisite_other check (skill_id <> prerequisite_id)
        )""")
    _create_items()
    op.execute("""
        create table library.deck (
            id uuid primary key,
            owner_id uuid not null,
            subject_id uuid not null references library.subject (id),
            document_id uuid,
            title text not null,
            created_at timestamptz not null,
            archived_at timestamptz,
            constraint deck_document unique (document_id)
        )""")
    op.execute("create index deck_owner on library.deck (owner_id, id)")
    op.execute("""
        create table library.deck_item (
            deck_id uuid not null references library.deck (id),
            item_id uuid not null references library.item (id),
            position integer not null,
            primary key (deck_id, item_id)
        )""")


def _create_items() -> None:
    op.execute("""
        create table library.item (
            id uuid primary key,
            author_id uuid not null,
            subject_id uuid not null references library.subject (id),
            document_id uuid,
            type text not null,
            status text not null constraint item_status check (status in ('active', 'archived')),
            current_version integer not null,
            content_hash text not null,
            created_at timestamptz not null,
            archived_at timestamptz,
            -- What makes a second generation of the same document add nothing.
            constraint item_content unique (document_id, content_hash)
        )""")
    op.execute("create index item_subject on library.item (subject_id)")
    op.execute("""
        create table library.item_version (
            item_id uuid not null references library.item (id),
            version integer not null,
            stem text not null,
            key jsonb not null,
            accepted jsonb not null,
            options jsonb,
            passage_id uuid not null,
            page integer not null,
            quote text not null,
            a double precision not null,
            b double precision not null,
            c double precision not null,
            created_at timestamptz not null,
            primary key (item_id, version)
        )""")
    op.execute("""
        create table library.item_skill (
            item_id uuid not null references library.item (id),
            skill_id uuid not null references library.skill (id),
            primary key (item_id, skill_id)
        )""")
    op.execute("create index item_skill_skill on library.item_skill (skill_id)")
