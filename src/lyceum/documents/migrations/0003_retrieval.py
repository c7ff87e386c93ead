"""What retrieval reads: which words stand in which passages, and the passages' embeddings."""

import sqlalchemy as sa
from alembic import op

from lyceum.platform.migrate import ExtensionMissing

revision = "documents_0003"
down_revision = "documents_0002"
branch_labels = None
depends_on = None

_EXTENSIONS = {"vector": "pgvector 0.8 or newer", "pg_trgm": "PostgreSQL's contrib package"}
_HAS_EXTENSION = sa.text("select true from pg_available_extensions where name = :name")

# PostgreSQL's own stemmers; a text in another language is cut into words and left as it is.
_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def upgrade() -> None:
    """Create functions and tables, and write the index of what is there already."""
    for name, package in _EXTENSIONS.items():
        _create_extension(name, package)
    cases = " ".join(f"when '{code}' then '{stemmer}'" for code, stemmer in _STEMMERS.items())
    # A language nobody has found out is taken for English, as everything was before.
    # nosemgrep: sql-from-text  names of ours
    op.execute(f"""
        create function documents.stemmer(language text) returns regconfig
        language sql immutable parallel safe
        return (case split_part(coalesce(language, 'en'), '-', 1) {cases} else 'simple' end)::regconfig""")
    # Japanese and Chinese have no spaces: each ideograph and kana is a word. The limit keeps a text without spaces
    # below what a tsvector can hold.
    op.execute("""
        create function documents.lexemes(language text, content text) returns tsvector
        language sql immutable parallel safe
        return to_tsvector(documents.stemmer(language),
            regexp_replace(left(content, 100000), '([\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff])', ' \\1 ', 'g'))""")
    op.execute("drop index documents.passage_search")
    op.execute("alter table documents.passage drop column search")
    # One row per word of a document: the positions of the passages it stands in, and how much it says there.
    op.execute("""
        create table documents.posting (
            document_id uuid not null references documents.document (id),
            lexeme text collate "C" not null,
            passages integer not null,
            positions integer[] not null,
            impacts real[] not null,
            primary key (document_id, lexeme)
        )""")
    op.execute("""
        create table documents.passage_embedding (
            passage_id uuid primary key references documents.passage (id) on delete cascade,
            document_id uuid not null references documents.document (id),
            engine text not null,
            embedding halfvec(384) not null
        )""")
    op.execute("alter table documents.passage_embedding alter column embedding set storage plain")
    op.execute("create index passage_embedding_document on documents.passage_embedding (document_id)")
    op.execute("""
        create index passage_embedding_near on documents.passage_embedding
        using hnsw (embedding halfvec_ip_ops)""")
    _index_what_is_there()


def _create_extension(name: str, package: str) -> None:
    if op.get_bind().execute(_HAS_EXTENSION, {"name": name}).scalar() is None:
        raise ExtensionMissing(
            f"This PostgreSQL server lacks the extension {name!r}, which retrieval needs: install {package} on it."
        )
    op.execute(f"create extension if not exists {name} with schema public")  # nosemgrep: sql-from-text  names of ours


def _index_what_is_there() -> None:
    op.execute("""
        insert into documents.posting (document_id, lexeme, passages, positions, impacts)
        with word as (
            select p.document_id, p.position, t.lexeme, cardinality(t.positions) as times
            from documents.passage p join documents.document d on d.id = p.document_id
            cross join unnest(documents.lexemes(
                d.language, d.title || '. ' || array_to_string(p.heading_path, '. ') || '. ' || p.text)) t
        ), passage_length as (
            select document_id, position, sum(times) as own, avg(sum(times)) over (partition by document_id) as mean
            from word group by document_id, position
        )
        select document_id, lexeme, count(*), array_agg(position order by position),
            array_agg((times * 2.2 / (times + 1.2 * (0.8 + 0.2 * own / mean)))::real order by position)
        from word join passage_length using (document_id, position)
        group by document_id, lexeme""")
